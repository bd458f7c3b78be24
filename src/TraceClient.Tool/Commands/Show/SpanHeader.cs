namespace TraceClient.Tool;

/// <summary>Writes the details of one span.</summary>
internal static class SpanHeader
{
    public static void Write(Screen screen, Trace trace, Span span)
    {
        var properties = new PropertyList(screen);
        var width = screen.Width - 4;
        properties.Title(span.Name);
        properties.Add("span", span.Id);
        properties.Add("parent", span.ParentId);
        properties.Add("trace", trace.Reference.ToString());
        properties.Add("type", span.Type.Value, TypeStyles.Of(span.Type));
        properties.Add("kind", span.Kind.ToString());
        properties.Add("status", ValueText.Of(span.Status), Styles.Of(span.Status));
        properties.Add("message", span.StatusMessage, Styles.Bad);
        properties.Add("started", ValueText.Precise(span.StartTime));
        properties.Add("ended", ValueText.Precise(span.EndTime));
        properties.Add("duration", span.Duration is { } duration ? ValueText.Of(duration) : null);
        foreach (var warning in span.Warnings)
            properties.Add("warning", warning.Message, Styles.Warning);
        if (span.Attributes.Count > 0)
            properties.AddLines("attributes", LinesOf(span.Attributes, width));
        if (span.Resource.Count > 0)
            properties.AddLines("resource", LinesOf(span.Resource, width));
        if (span.Links.Count > 0)
            properties.AddLines("links",
                span.Links.SelectMany(link => LinesOf(link.Attributes, width - 2).Select(line => "  " + line).Prepend(link.ToString())));
        foreach (var (record, i) in span.Records.Select((record, i) => (record, i)))
            properties.AddLines(string.Create(CultureInfo.InvariantCulture, $"record {i + 1}"), RecordText.Lines(record, width));
    }

    private static IEnumerable<string> LinesOf(AttributeMap attributes, int width) =>
        attributes.SelectMany(attribute => RecordText.Lines(attribute.Key, attribute.Value, width));
}
