namespace TraceClient.Tool;

/// <summary>How a trace of a list ended; the same for every command, and as <see cref="TraceQuery.ErrorsOnly"/> has it.</summary>
internal static class TraceOutcome
{
    public static bool IsFailure(TraceSummary trace) => trace.Status == TraceStatus.Error || trace.ErrorCount > 0;
}
