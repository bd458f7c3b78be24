using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TraceClient.Tool;

/// <summary>Allows only requests of a browser that was opened with the token, from pages of this server.</summary>
/// <remarks>
/// The address that the command prints contains the token. The first request moves it to a cookie, so that it is not in the history of
/// the browser. The checks of <c>Host</c>, <c>Origin</c> and <c>Sec-Fetch-Site</c> refuse requests that other pages of the browser cause.
/// </remarks>
internal sealed class RequestGuard
{
    private const int TokenBytes = 32;
    private const string TokenParameter = "token";
    private const int HttpPort = 80;

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>Gets the token of a browser.</summary>
    public string Token { get; } = CreateToken();

    /// <summary>Gets the token of an MCP client, which stays in its configuration.</summary>
    public string McpToken { get; init; } = CreateToken();

    /// <summary>Passes an allowed request on, and responds to any other one.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        AddHeaders(context.Response.Headers);
        if (!IsOwnHost(context) || !IsOwnOrigin(request))
            return RefuseAsync(context, "The request was sent to another host or by another page.");
        if (request.Path.StartsWithSegments(McpEndpoint.Path, StringComparison.Ordinal, out var rest))
            return IsToken(rest.Value?.Trim('/'), McpToken)
                ? AllowBodyAsync(context, next)
                : RefuseAsync(context, "The token is not valid.");
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return RespondAsync(context, StatusCodes.Status405MethodNotAllowed, "Only GET and HEAD are allowed.");
        }

        if (request.Query.TryGetValue(TokenParameter, out var token))
            return IsNavigation(request) && IsToken(token, Token) ? SignInAsync(context) : RefuseAsync(context, "The token is not valid.");
        // Another page of this computer, on another port, counts as the same site.
        if (FetchSite(request) is not ("" or "none" or "same-origin"))
            return RefuseAsync(context, "The request was sent by another page.");
        return IsToken(request.Cookies[CookieName(context)], Token)
            ? next(context)
            : RefuseAsync(context, "The cookie is missing or not valid.");
    }

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static bool IsOwnHost(HttpContext context) =>
        context.Request.Host is { Host: "127.0.0.1" or "localhost" } host
        && (host.Port ?? HttpPort) == context.Connection.LocalPort;

    private static bool IsOwnOrigin(HttpRequest request) =>
        request.Headers.Origin.Count == 0 || request.Headers.Origin.ToString() == $"http://{request.Host.Value}";

    private static string FetchSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString();

    private static bool IsNavigation(HttpRequest request) => request.Headers["Sec-Fetch-Mode"].ToString() is "" or "navigate";

    // Cookies are sent to all ports, so that two servers need different names.
    private static string CookieName(HttpContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"tracectl-{context.Connection.LocalPort}");

    private static string CreateToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    private static bool IsToken(string? text, string token) =>
        text is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(token));

    // All other requests have no body.
    private static Task AllowBodyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = McpEndpoint.MaxRequestBytes;
        return next(context);
    }

    private Task SignInAsync(HttpContext context)
    {
        var request = context.Request;
        context.Response.Cookies.Append(
            CookieName(context), Token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        var query = QueryString.Create(request.Query.Where(parameter => parameter.Key != TokenParameter));

        // With its host, since a path can begin with // and would then name another host.
        var address = $"http://{request.Host.Value}{request.Path.ToUriComponent()}{query.ToUriComponent()}";
        if (FetchSite(request) is "" or "none" or "same-origin")
        {
            context.Response.Redirect(address);
            return Task.CompletedTask;
        }

        // After a link of another site, the browser sends a strict cookie only if a page of this site requests the address.
        return ErrorResponse.WritePageAsync(
            context, StatusCodes.Status200OK, "Opening the traces", "", $"0; url={address}");
    }

    private static Task RefuseAsync(HttpContext context, string reason) => RespondAsync(
        context, StatusCodes.Status403Forbidden, $"{reason} Open the address that tracectl serve printed, which contains the token.");

    private static Task RespondAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";

        // The server does not read the body, and closes the connection: a client that is not told would use it again.
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            context.Response.Headers.Connection = "close";
        return context.Response.WriteAsync($"{text}\n", context.RequestAborted);
    }
}
