namespace TraceClient;

/// <summary>The service answered with success, but the body is not what it should be: not JSON, the wrong shape, or beyond a limit.</summary>
public class TraceFormatException : TraceClientException
{
    /// <summary>Creates an exception with a message and the failure behind it.</summary>
    public TraceFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Where in the document, as a JSON path such as <c>$[3].start_time</c>; null when the body is no JSON at all.</summary>
    public string? JsonPath { get; init; }

    /// <summary>How many bytes of the body stand before the fault; null when unknown.</summary>
    public long? ByteOffset { get; init; }

    /// <summary>The first bytes of the body as text, at most 64, with the content of every JSON string masked; null when nothing was read.</summary>
    public string? BodyStart { get; init; }
}
