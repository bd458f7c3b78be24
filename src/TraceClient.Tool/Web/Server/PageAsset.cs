using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace TraceClient.Tool;

/// <summary>Represents the script or the style sheet of a page, which a browser keeps and validates by its tag.</summary>
internal sealed class PageAsset
{
    /// <summary>The content type of a page.</summary>
    public const string Html = "text/html; charset=utf-8";

    private readonly byte[] _content;
    private readonly string _contentType;
    private readonly string _tag;

    private PageAsset(string name, string content, string contentType)
    {
        (Path, _content, _contentType) = ($"/assets/{name}", Encoding.UTF8.GetBytes(content), contentType);
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_content).AsSpan(0, 16))}\"";
    }

    /// <summary>Gets the path of the address.</summary>
    public string Path { get; }

    /// <summary>Returns the script and the style sheet of a page.</summary>
    public static IEnumerable<PageAsset> Of(PageTemplate page) =>
    [
        new($"{page.Name}.js", page.Script, "text/javascript; charset=utf-8"),
        new($"{page.Name}.css", page.Style, "text/css; charset=utf-8"),
    ];

    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ETag = _tag;
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(_tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = _contentType;
        response.ContentLength = _content.Length;
        return response.Body.WriteAsync(_content, context.RequestAborted).AsTask();
    }
}
