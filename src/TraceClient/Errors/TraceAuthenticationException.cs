using System.Net;

namespace TraceClient;

/// <summary>The service did not accept the token (401).</summary>
public class TraceAuthenticationException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceAuthenticationException(string message, HttpStatusCode statusCode = HttpStatusCode.Unauthorized, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }
}
