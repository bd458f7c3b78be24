namespace TraceClient;

/// <summary>The base of every exception that the SDK throws, except cancellation and wrong arguments.</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="innerException">The exception behind it; null when there is none.</param>
/// <remarks>No member and no message of it ever holds a token, an e-mail address or the body of a record.</remarks>
public class TraceClientException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Gets the name of the source, such as <c>kubiya</c>; null when no source is concerned.</summary>
    public string? SourceName { get => Context.SourceName; init => Context.SourceName = value; }

    /// <summary>Gets the operation that failed, such as <c>GetTrace</c>.</summary>
    public string? Operation { get => Context.Operation; init => Context.Operation = value; }

    /// <summary>Gets the address of the request, without user info and query; null when nothing was sent.</summary>
    public Uri? RequestUri { get => Context.RequestUri; init => Context.RequestUri = value; }

    /// <summary>Gets whether the same call may succeed later without a change.</summary>
    public bool IsTransient { get => Context.IsTransient; init => Context.IsTransient = value; }

    /// <summary>Gets the id that the service gave to the request (<c>X-Request-ID</c>,
    /// <c>X-Trace-ID</c>), for its support; null when it gave none.</summary>
    public string? RequestId { get => Context.RequestId; init => Context.RequestId = value; }

    /// <summary>Gets whether a response had its headers, and its body ended before
    /// it was complete: the same request may have the whole of it.</summary>
    internal bool IsBodyIncomplete => Context.IsBodyIncomplete;

    /// <summary>What the members show. Owned by this exception.</summary>
    internal ErrorContext Context { get; init; } = new();
}

/// <summary>The response has a status of success, but its body is not valid: not JSON, of another shape, or beyond a limit.</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="innerException">The exception behind it; null when there is none.</param>
public class TraceFormatException(string message, Exception? innerException = null) : TraceClientException(message, innerException)
{
    /// <summary>Gets where the error is, as a JSON path: <c>$</c>, or the element
    /// of a list such as <c>$[3]</c>; null when the body is not JSON.</summary>
    public string? JsonPath { get; init; }

    /// <summary>Gets how many bytes of the body stand before the error; null when unknown.</summary>
    public long? ByteOffset { get; init; }

    /// <summary>Gets the first bytes of the body as text, at most 64, with the content
    /// of every JSON string masked; null when nothing was read.</summary>
    public string? BodyPreview { get; init; }
}

/// <summary>There was no usable response: no connection, a TLS failure, a timeout, a body that broke off, an open circuit.</summary>
public class TraceTransportException : TraceClientException
{
    /// <summary>Initializes a new exception with a message and the failure behind it.</summary>
    public TraceTransportException(string message, Exception? innerException = null) : base(message, innerException) => IsTransient = true;
}

/// <summary>What every exception of one request has in common, so that it is written down once for all of their types.</summary>
internal sealed class ErrorContext
{
    public string? SourceName { get; set; }

    public string? Operation { get; set; }

    public Uri? RequestUri { get; set; }

    public bool IsTransient { get; set; }

    public bool IsBodyIncomplete { get; set; }

    public string? RequestId { get; set; }

    public string? ErrorCode { get; set; }

    public string? ResponseBody { get; set; }
}
