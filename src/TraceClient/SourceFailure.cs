namespace TraceClient;

/// <summary>A source that could not be listed to its end.</summary>
/// <param name="SourceName">The source.</param>
/// <param name="Exception">What happened.</param>
public sealed record SourceFailure(string SourceName, TraceClientException Exception);
