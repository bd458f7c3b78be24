using System.Net;

namespace TraceClient;

/// <summary>The service does not know what was asked for, or no longer has it (404, 410).</summary>
public class TraceNotFoundException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceNotFoundException(string message, HttpStatusCode statusCode = HttpStatusCode.NotFound, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }
}
