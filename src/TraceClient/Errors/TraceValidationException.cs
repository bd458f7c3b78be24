using System.Net;

namespace TraceClient;

/// <summary>The service refused what was sent (400, 414, 422).</summary>
public class TraceValidationException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceValidationException(string message, HttpStatusCode statusCode = HttpStatusCode.BadRequest, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }

    /// <summary>What is wrong, per field as the service names it (such as <c>query.page_size</c>); empty when it named none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } = System.Collections.Frozen.FrozenDictionary<string, IReadOnlyList<string>>.Empty;
}
