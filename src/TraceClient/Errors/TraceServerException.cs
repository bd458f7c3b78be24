using System.Net;

namespace TraceClient;

/// <summary>The service failed (5xx).</summary>
public class TraceServerException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceServerException(string message, HttpStatusCode statusCode = HttpStatusCode.InternalServerError, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }
}
