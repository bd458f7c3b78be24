namespace TraceClient.Http;

/// <summary>Stands in for an exception whose text held a token, an e-mail address or a query.</summary>
internal sealed class RedactedException(string message, Exception? innerException) : Exception(message, innerException);
