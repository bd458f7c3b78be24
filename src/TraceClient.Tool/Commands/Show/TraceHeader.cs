namespace TraceClient.Tool;

/// <summary>What is known of a trace as a whole.</summary>
internal static class TraceHeader
{
    private const int ShownWarnings = 5;

    public static void Write(Screen screen, Trace trace)
    {
        var facts = new FactList(screen);
        facts.Title(trace.Name);
        facts.Add("reference", trace.Reference.ToString());
        facts.Add("status", ValueText.Of(trace.Status), Styles.Of(trace.Status));
        facts.Add("started", trace.StartTime is { } start ? ValueText.Of(start) : null);
        facts.Add("duration", trace.Duration is { } duration ? ValueText.Of(duration) : null);
        facts.Add("spans", ValueText.Of(trace.Spans.Count));
        if (trace.Spans.Count(span => span.Status == SpanStatus.Error) is > 0 and var errors)
            facts.Add("errors", ValueText.Of(errors), Styles.Bad);
        facts.Add("session", trace.SessionId);
        facts.Add("service", trace.ServiceName);
        facts.Add("user", trace.User);
        foreach (var warning in trace.Warnings.Take(ShownWarnings))
            facts.Add("warning", warning.SpanId is null ? warning.Message : $"{warning.Message} ({warning.SpanId})", Styles.Warning);
        if (trace.Warnings.Count > ShownWarnings)
            facts.Add("", $"and {trace.Warnings.Count - ShownWarnings} more warnings; --output json has them all", Styles.Dim);
    }
}
