namespace TraceClient.Tool;

/// <summary>All that is known of one span.</summary>
internal static class SpanHeader
{
    public static void Write(Screen screen, Trace trace, Span span)
    {
        var facts = new FactList(screen);
        var width = screen.Width - 4;
        facts.Title(span.Name);
        facts.Add("span", span.Id);
        facts.Add("parent", span.ParentId);
        facts.Add("trace", trace.Reference.ToString());
        facts.Add("type", span.Type.Value, TypeStyles.Of(span.Type));
        facts.Add("kind", span.Kind.ToString());
        facts.Add("status", ValueText.Of(span.Status), Styles.Of(span.Status));
        facts.Add("message", span.StatusMessage, Styles.Bad);
        facts.Add("started", span.StartTime?.ToString());
        facts.Add("ended", span.EndTime?.ToString());
        facts.Add("duration", span.Duration is { } duration ? ValueText.Of(duration) : null);
        foreach (var warning in span.Warnings)
            facts.Add("warning", warning.Message, Styles.Warning);
        if (span.Attributes.Count > 0)
            facts.AddLines("attributes", LinesOf(span.Attributes, width));
        if (span.Resource.Count > 0)
            facts.AddLines("resource", LinesOf(span.Resource, width));
        if (span.Links.Count > 0)
            facts.AddLines("links",
                span.Links.SelectMany(link => LinesOf(link.Attributes, width - 2).Select(line => "  " + line).Prepend(link.ToString())));
        foreach (var (record, i) in span.Records.Select((record, i) => (record, i)))
            facts.AddLines(string.Create(CultureInfo.InvariantCulture, $"record {i + 1}"), RecordText.Lines(record, width));
    }

    private static IEnumerable<string> LinesOf(AttributeMap attributes, int width) =>
        attributes.SelectMany(attribute => RecordText.Lines(attribute.Key, attribute.Value, width));
}
