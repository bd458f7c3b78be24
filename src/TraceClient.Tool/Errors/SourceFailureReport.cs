namespace TraceClient.Tool;

/// <summary>Reports sources that failed while others succeeded.</summary>
internal static class SourceFailureReport
{
    /// <summary>Writes one report of all failures to standard error.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(CommandContext context, IReadOnlyList<SourceFailure> failures)
    {
        if (failures.Count == 0)
            return ExitCodes.Ok;
        var cause = failures.Count == 1 ? failures[0].Exception : new PartialTraceListException(failures);
        return ErrorReport.Of(cause, context.Arguments).Write(context.Streams, context.ErrorFormat);
    }
}
