using System.Net;

namespace TraceClient;

/// <summary>What was asked for is at odds with what is there, such as a second active trace session (409).</summary>
public class TraceConflictException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceConflictException(string message, HttpStatusCode statusCode = HttpStatusCode.Conflict, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }
}
