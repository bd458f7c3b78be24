namespace TraceClient.Testing;

/// <summary>A span that was added while the simulator ran, without the member <c>children</c>.</summary>
internal sealed record KubiyaAddedSpan(string SpanId, string? ParentSpanId, bool IsError, JsonMembers Members);
