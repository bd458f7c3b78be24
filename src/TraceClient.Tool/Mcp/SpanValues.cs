using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary>Provides the values of spans, with or without the bodies that they contain.</summary>
internal static class SpanValues
{
    private const int MaxFields = 20;
    private const int MaxLabel = 100;

    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:/@$[]*");

    /// <summary>Returns the values of a span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="include">The kinds: attributes, records, messages; empty for those that the span has, each content once.</param>
    /// <param name="hasContent">Whether to show bodies.</param>
    public static IEnumerable<SpanValue> Of(Span span, IReadOnlyList<string> include, bool hasContent)
    {
        var hasMessages = span.GenAI is { } call && (call.InputMessages.Count > 0 || call.OutputMessages.Count > 0);
        var isDefault = include.Count == 0;
        if (ToolText.Lines(span.Name) is { Length: > SpanText.MaxName } name)
            yield return new SpanValue("name", name) { IsBlock = true };
        if (span.StatusMessage is { Length: > 0 } message && ToolText.Lines(message) is var lines
            && (span.Status != SpanStatus.Error || lines.Length > SpanText.MaxMessage))
            yield return new SpanValue("status message", lines) { IsBlock = true };
        if (isDefault || include.Contains("attributes", StringComparer.Ordinal))
        {
            // The messages have the same content in a form that is easier to read.
            foreach (var (key, value) in span.Attributes.Where(one => !(isDefault && hasMessages && ContentAttributes.Contains(one.Key))))
                yield return OfAttribute("", key, value, hasContent);
        }

        if (isDefault ? hasMessages : include.Contains("messages", StringComparer.Ordinal))
        {
            foreach (var value in MessagesOf(span, hasContent))
                yield return value;
        }

        var showsRecords = !isDefault || !hasMessages;
        if (isDefault || include.Contains("records", StringComparer.Ordinal))
        {
            for (var i = 0; i < span.Records.Count; i++)
            {
                if (!showsRecords && !IsBesideMessages(span.Records[i]))
                    continue;
                foreach (var value in OfRecord(string.Create(CultureInfo.InvariantCulture, $"records[{i}]"), span.Records[i], hasContent))
                    yield return value;
            }
        }

        if (isDefault && hasMessages && LeftOutOf(span) is { } leftOut)
            yield return new SpanValue("left out", leftOut);
        if (!isDefault && !include.Contains("attributes", StringComparer.Ordinal))
            yield break;

        // Last, since they are mostly the same for all spans.
        foreach (var link in span.Links)
            yield return new SpanValue("link", ToolText.Of(link.ToString(), 200));
        foreach (var (key, value) in span.Resource)
            yield return OfAttribute("resource ", key, value, hasContent);
    }

    /// <summary>Returns the attributes of a trace itself, and the user who caused it.</summary>
    public static IEnumerable<SpanValue> Of(Trace trace, bool hasContent)
    {
        if (trace.User is { } user)
            yield return new SpanValue("user", ToolText.Of(user, MaxLabel));
        foreach (var (name, value) in trace.Attributes)
            yield return OfAttribute("", name, value, hasContent);
    }

    /// <summary>Returns the names of the fields of a body, and its size.</summary>
    public static string ShapeOf(JsonPayload body)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{body.Utf8.Length} bytes");
        if (BodyValue.Of(body).AsMap is not { } map)
            return $"{body.ValueKind}, {size}";
        var names = map.Keys.Take(MaxFields).Select(name => ToolText.Of(name, 40));
        return $"fields {string.Join(", ", names)}"
            + (map.Count > MaxFields ? $" and {map.Count - MaxFields} more" : "") + $"; {size}";
    }

    // The messages of a model call repeat its inputs, outputs and most events.
    private static bool IsBesideMessages(Record record) => record.Kind is RecordKind.Exception or RecordKind.Log;

    private static string? LeftOutOf(Span span)
    {
        var attributes = span.Attributes.Keys.Count(ContentAttributes.Contains);
        var records = span.Records.Count(record => !IsBesideMessages(record));
        var parts = new[]
        {
            attributes == 0 ? null : $"{attributes} attributes (see include=attributes)",
            records == 0 ? null : $"{records} records (see include=records)",
        };
        return attributes + records == 0 ? null : $"{string.Join(" and ", parts.OfType<string>())}, which mostly repeat the messages";
    }

    // A name with other characters is quoted, so that it cannot be taken for a line of the response.
    private static string LabelOf(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(PlainCharacters)
        ? ToolText.Of(name, MaxLabel)
        : ToolText.Quoted(name, MaxLabel);

    private static SpanValue OfAttribute(string prefix, string name, AttributeValue value, bool hasContent) =>
        !hasContent && ContentAttributes.Contains(name)
            ? new SpanValue(prefix + LabelOf(name), "(body)") { IsHidden = true }
            : new SpanValue(prefix + LabelOf(name), MaskedValue.JsonOf(value, name));

    private static IEnumerable<SpanValue> OfRecord(string place, Record record, bool hasContent)
    {
        var label = $"{place} " + SpanText.Join(
            record.Kind.ToString(), record.Name is null ? null : LabelOf(record.Name), record.Timestamp?.ToString());
        yield return record.Body.IsNull ? new SpanValue(label, "no body")
            : hasContent ? new SpanValue(label, MaskedValue.TextOf(record.Body)) { IsBlock = true }
            : new SpanValue(label, $"({ShapeOf(record.Body)})") { IsHidden = true };
        foreach (var (name, value) in record.Attributes)
            yield return OfAttribute($"{place} ", name, value, hasContent);
    }

    private static IEnumerable<SpanValue> MessagesOf(Span span, bool hasContent)
    {
        if (span.GenAI is not { } call)
            yield break;
        var number = 0;
        foreach (var (message, isOutput) in call.InputMessages.Select(one => (one, false))
            .Concat(call.OutputMessages.Select(one => (one, true))))
        {
            number++;
            foreach (var part in message.Parts)
            {
                var label = SpanText.Join(
                    string.Create(CultureInfo.InvariantCulture, $"message {number} {(isOutput ? "output" : "input")}"),
                    ToolText.Of(message.Role, 40), part.Kind.ToString(), part.ToolName is null ? null : LabelOf(part.ToolName));
                var text = string.Join('\n', new[]
                {
                    part.Text is null ? null : ToolText.Lines(part.Text),
                    part.Uri is null ? null : ToolText.Lines(part.Uri),
                    part.Content.IsNull ? null : MaskedValue.TextOf(part.Content),
                }.OfType<string>());
                yield return hasContent
                    ? new SpanValue(label, text) { IsBlock = true }
                    : new SpanValue(label, string.Create(CultureInfo.InvariantCulture, $"({text.Length} chars)")) { IsHidden = true };
            }
        }

        foreach (var (label, payload) in new[] { ("tool arguments", call.ToolArguments), ("tool result", call.ToolResult) })
        {
            if (!payload.IsNull)
            {
                yield return hasContent
                    ? new SpanValue(label, MaskedValue.TextOf(payload)) { IsBlock = true }
                    : new SpanValue(label, $"({ShapeOf(payload)})") { IsHidden = true };
            }
        }
    }
}
