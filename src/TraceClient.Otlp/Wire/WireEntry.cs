namespace TraceClient.Otlp;

/// <summary>A span in its place.</summary>
internal readonly record struct WireEntry(WireResource Resource, WireScope Scope, WireSpan Span);
