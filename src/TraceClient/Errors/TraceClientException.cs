namespace TraceClient;

/// <summary>The base of every exception that the SDK throws, except cancellation and wrong arguments.</summary>
/// <remarks>No member and no message of it ever holds a token, an e-mail address or the body of a record.</remarks>
public class TraceClientException : Exception
{
    /// <summary>Creates an exception with a message and, where there is one, the exception behind it.</summary>
    public TraceClientException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The name of the source that was asked, such as <c>kubiya</c>; null when no source is concerned.</summary>
    public string? SourceName
    {
        get => Context.SourceName;
        init => Context.SourceName = value;
    }

    /// <summary>What was being done, such as <c>GetTrace</c>.</summary>
    public string? Operation
    {
        get => Context.Operation;
        init => Context.Operation = value;
    }

    /// <summary>The address that was asked, without user info and query; null when nothing was sent.</summary>
    public Uri? RequestUri
    {
        get => Context.RequestUri;
        init => Context.RequestUri = value;
    }

    /// <summary>True when the same call may succeed later without a change.</summary>
    public bool IsTransient
    {
        get => Context.IsTransient;
        init => Context.IsTransient = value;
    }

    /// <summary>The id that the service gave to the request (<c>X-Request-ID</c>, <c>X-Trace-ID</c>), for its support; null when it gave none.</summary>
    public string? RequestId
    {
        get => Context.RequestId;
        init => Context.RequestId = value;
    }

    /// <summary>What the members show. Owned by this exception.</summary>
    internal ErrorContext Context { get; init; } = new();
}
