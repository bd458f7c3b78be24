namespace TraceClient.Replication;

/// <summary>The exception for a checkpoint that is of another job or target, damaged, in use, or cannot be read or written.</summary>
public class CheckpointException : TraceClientException
{
    /// <summary>Initializes an exception with a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public CheckpointException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
