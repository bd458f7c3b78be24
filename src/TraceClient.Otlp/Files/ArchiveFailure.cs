namespace TraceClient.Otlp;

/// <summary>A file that could not be read to its end.</summary>
internal sealed record ArchiveFailure(string Path, TraceClientException Exception);
