namespace TraceClient.Tool;

/// <summary>Nobody reads the output any more.</summary>
internal sealed class OutputClosedException : IOException;
