using System.Net;

namespace TraceClient;

/// <summary>The service answered with an error status.</summary>
public class TraceApiException : TraceClientException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceApiException(string message, HttpStatusCode statusCode, Exception? innerException = null)
        : base(message, innerException) => StatusCode = statusCode;

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The service's own code of the error, where it gave one, such as <c>RESOURCE_NOT_FOUND</c>.</summary>
    public string? ErrorCode
    {
        get => Context.ErrorCode;
        init => Context.ErrorCode = value;
    }

    /// <summary>The first 8 KB of the answer's body as text, with tokens and e-mail addresses taken out; null when there was none.</summary>
    public string? ResponseBody
    {
        get => Context.ResponseBody;
        init => Context.ResponseBody = value;
    }
}
