namespace TraceClient.Replication;

/// <summary>The exception that is thrown when a worker uses a lease that it no longer has.</summary>
public sealed class LeaseLostException : TraceClientException
{
    /// <summary>Initializes a new instance of the <see cref="LeaseLostException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public LeaseLostException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
