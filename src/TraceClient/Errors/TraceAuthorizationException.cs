using System.Net;

namespace TraceClient;

/// <summary>The token is known but may not do this (403).</summary>
public class TraceAuthorizationException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceAuthorizationException(string message, HttpStatusCode statusCode = HttpStatusCode.Forbidden, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }
}
