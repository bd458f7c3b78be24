namespace TraceClient.Otlp;

/// <summary>A span with its resource and scope.</summary>
internal readonly record struct WireEntry(WireResource Resource, WireScope Scope, WireSpan Span);
