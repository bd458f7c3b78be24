using System.Text.Encodings.Web;
using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary>Provides the values of spans, with or without the bodies that they contain.</summary>
internal static class SpanValues
{
    private const int MaxFields = 20;

    /// <summary>Returns the values of a span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="include">The kinds: attributes, records, messages; empty for those that the span has, each content once.</param>
    /// <param name="hasContent">Whether to show bodies.</param>
    public static IEnumerable<SpanValue> Of(Span span, IReadOnlyList<string> include, bool hasContent)
    {
        var hasMessages = span.GenAI is { } call && (call.InputMessages.Count > 0 || call.OutputMessages.Count > 0);
        var isDefault = include.Count == 0;
        if (span is { Status: SpanStatus.Error, StatusMessage: { Length: > 160 } message })
            yield return new SpanValue("status message", ToolText.Lines(message)) { IsBlock = true };
        if (isDefault || include.Contains("attributes", StringComparer.Ordinal))
        {
            // The messages have the same content in a form that is easier to read.
            foreach (var value in span.Attributes.Where(one => !(isDefault && hasMessages && ContentAttributes.Contains(one.Key))))
                yield return OfAttribute("", value.Key, value.Value, hasContent);
            foreach (var value in span.Resource)
                yield return OfAttribute("resource ", value.Key, value.Value, hasContent);
            foreach (var link in span.Links)
                yield return new SpanValue("link", ToolText.Of(link.ToString(), 200));
        }

        if (isDefault ? hasMessages : include.Contains("messages", StringComparer.Ordinal))
        {
            foreach (var value in MessagesOf(span, hasContent))
                yield return value;
        }

        if (isDefault ? !hasMessages : include.Contains("records", StringComparer.Ordinal))
        {
            for (var i = 0; i < span.Records.Count; i++)
            {
                foreach (var value in OfRecord(
                    string.Create(CultureInfo.InvariantCulture, $"record {i + 1} "), span.Records[i], hasContent))
                    yield return value;
            }
        }
    }

    /// <summary>Returns a body as text: a string as it is, other values as JSON on one line.</summary>
    public static string TextOf(JsonPayload body) => TextOf(BodyValue.Of(body));

    /// <summary>Returns a value as text: a string as it is, other values as JSON on one line.</summary>
    public static string TextOf(AttributeValue value) => value.AsString is { } text ? ToolText.Lines(text) : ToolText.Lines(JsonOf(value));

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

    private static SpanValue OfAttribute(string prefix, string name, AttributeValue value, bool hasContent)
    {
        var label = prefix + ToolText.Of(name, 100);
        return !hasContent && ContentAttributes.Contains(name)
            ? new SpanValue(label, "(body)") { IsHidden = true }
            : new SpanValue(label, ToolText.Mask(TerminalText.OneLine(JsonOf(value))));
    }

    private static IEnumerable<SpanValue> OfRecord(string prefix, Record record, bool hasContent)
    {
        var label = prefix + SpanText.Join(
            record.Kind.ToString(), record.Name is null ? null : ToolText.Of(record.Name, 60), record.Timestamp?.ToString());
        yield return record.Body.IsNull ? new SpanValue(label, "no body")
            : hasContent ? new SpanValue(label, TextOf(record.Body)) { IsBlock = true }
            : new SpanValue(label, $"({ShapeOf(record.Body)})") { IsHidden = true };
        foreach (var (name, value) in record.Attributes)
            yield return OfAttribute(prefix, name, value, hasContent);
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
                    ToolText.Of(message.Role, 40), part.Kind.ToString(), part.ToolName is null ? null : ToolText.Of(part.ToolName, 60));
                var text = string.Join('\n', new[]
                {
                    part.Text, part.Uri, part.Content.IsNull ? null : TextOf(part.Content),
                }.OfType<string>());
                yield return hasContent
                    ? new SpanValue(label, ToolText.Lines(text)) { IsBlock = true }
                    : new SpanValue(label, string.Create(CultureInfo.InvariantCulture, $"({text.Length} chars)")) { IsHidden = true };
            }
        }

        if (number == 0 || !call.ToolArguments.IsNull || !call.ToolResult.IsNull)
        {
            foreach (var (label, payload) in new[] { ("tool arguments", call.ToolArguments), ("tool result", call.ToolResult) })
            {
                if (!payload.IsNull)
                    yield return hasContent
                        ? new SpanValue(label, TextOf(payload)) { IsBlock = true }
                        : new SpanValue(label, $"({ShapeOf(payload)})") { IsHidden = true };
            }
        }
    }

    private static string JsonOf(AttributeValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
