using System.Net;
using System.Net.Http.Headers;

namespace TraceClient.Rest;

/// <summary>The answer to a request with its content, its status and its headers.</summary>
/// <typeparam name="T">What the body holds.</typeparam>
public sealed class ApiResponse<T>(T? content, HttpStatusCode statusCode, HttpResponseHeaders headers)
{
    /// <summary>The body; null when the answer has none.</summary>
    public T? Content { get; } = content;

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode { get; } = statusCode;

    /// <summary>True for a status from 200 to 299.</summary>
    public bool IsSuccessStatusCode => (int)StatusCode is >= 200 and <= 299;

    /// <summary>The headers of the answer, such as <c>Link</c>.</summary>
    public HttpResponseHeaders Headers { get; } = headers;
}
