namespace TraceClient;

/// <summary>There was no usable answer: no connection, a TLS failure, a timeout, a body that broke off, an open circuit.</summary>
public class TraceTransportException : TraceClientException
{
    /// <summary>Creates an exception with a message and the failure behind it.</summary>
    public TraceTransportException(string message, Exception? innerException = null)
        : base(message, innerException) => IsTransient = true;
}
