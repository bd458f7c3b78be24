namespace TraceClient.Tool;

/// <summary>Writes the properties of a trace.</summary>
internal static class TraceHeader
{
    private const int ShownWarnings = 5;

    public static void Write(Screen screen, Trace trace)
    {
        var properties = new PropertyList(screen);
        properties.Title(trace.Name);
        properties.Add("reference", trace.Reference.ToString());
        properties.Add("status", ValueText.Of(trace.Status), Styles.Of(trace.Status));
        properties.Add("started", trace.StartTime is { } start ? ValueText.Of(start) : null);
        properties.Add("duration", trace.Duration is { } duration ? ValueText.Of(duration) : null);
        properties.Add("spans", ValueText.Of(trace.Spans.Count));
        if (trace.Spans.Count(span => span.Status == SpanStatus.Error) is > 0 and var errors)
            properties.Add("errors", ValueText.Of(errors), Styles.Bad);
        properties.Add("session", trace.SessionId);
        properties.Add("service", trace.ServiceName);
        properties.Add("user", trace.User);
        foreach (var warning in trace.Warnings.Take(ShownWarnings))
            properties.Add("warning", warning.SpanId is null ? warning.Message : $"{warning.Message} ({warning.SpanId})", Styles.Warning);
        if (trace.Warnings.Count > ShownWarnings)
            properties.Add("", $"{trace.Warnings.Count - ShownWarnings} more warnings. Use --output json to show all.", Styles.Dim);
    }
}
