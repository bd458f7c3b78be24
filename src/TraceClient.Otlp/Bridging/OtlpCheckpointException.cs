namespace TraceClient.Otlp;

/// <summary>A checkpoint cannot be used: it is of another job, damaged, in use by another process, or cannot be read or written.</summary>
public class OtlpCheckpointException : TraceClientException
{
    /// <summary>Creates an exception with a message and the failure behind it.</summary>
    public OtlpCheckpointException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
