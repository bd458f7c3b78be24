using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TraceClient.Tests.Model.GenAI;

/// <summary>Makes spans of JSON, and writes messages as lines that a test can compare.</summary>
internal static class Sample
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Span Of(
        string attributes = "{}", SpanType type = default, string? input = null, string? output = null, params IEnumerable<Record> events)
    {
        return new Span
        {
            Id = "1",
            Name = "step",
            Type = type,
            Attributes = AttributeMap.From(JsonPayload.Parse(attributes)),
            Records = [.. Body(RecordKind.Input, input), .. events, .. Body(RecordKind.Output, output)],
        };
    }

    /// <summary>What a span says that says something.</summary>
    public static GenAIInfo Read(
        string attributes = "{}",
        SpanType type = default,
        string? input = null,
        string? output = null,
        params IEnumerable<Record> events)
    {
        var info = Of(attributes, type, input, output, events).GenAI;
        Assert.NotNull(info);
        return info;
    }

    public static GenAIInfo Generation(string? input = null, string? output = null, string attributes = "{}") =>
        Read(attributes, SpanType.Generation, input, output);

    public static Record Event(string name, string attributes, string body = "null") => new()
    {
        Kind = RecordKind.Event,
        Name = name,
        Attributes = AttributeMap.From(JsonPayload.Parse(attributes)),
        Body = JsonPayload.Parse(body),
    };

    /// <summary>A text as a JSON string.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, AsWritten);

    /// <summary>One line a part. How parts are shared out among messages of one role is not shown: the services differ in it.</summary>
    public static string[] Lines(IEnumerable<GenAIMessage> messages) =>
        [.. messages.SelectMany(message => message.Parts.Select(part => $"{message.Role}: {Line(part)}"))];

    /// <summary>JSON without its white space.</summary>
    public static string Compact(JsonPayload json) => JsonNode.Parse(json.Utf8.Span)?.ToJsonString(AsWritten) ?? "null";

    private static string? Line(GenAIPart part) => part.Kind switch
    {
        GenAIPartKind.Text => part.Text,
        GenAIPartKind.Reasoning => $"[reasoning {part.Text}]",
        GenAIPartKind.ToolCall => $"[call {part.ToolCallId} {part.ToolName} {Compact(part.Content)}]",
        GenAIPartKind.ToolResult => $"[result {part.ToolCallId} {Compact(part.Content)}]",
        GenAIPartKind.Media => $"[{part.MediaType} {part.Uri}]",
        _ => $"[other {Compact(part.Content)}]",
    };

    private static IEnumerable<Record> Body(RecordKind kind, string? json) =>
        json is null ? [] : [new Record { Kind = kind, Body = JsonPayload.Parse(json) }];
}
