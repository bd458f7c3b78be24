using System.Net;

namespace TraceClient;

/// <summary>The service asks for fewer requests (429).</summary>
public class TraceRateLimitException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceRateLimitException(string message, HttpStatusCode statusCode = HttpStatusCode.TooManyRequests, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }

    /// <summary>How long to wait before the next request, as the service said; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
