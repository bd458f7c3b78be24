using System.Globalization;

namespace TraceClient.Tool.Tests;

/// <summary>Traces for the page.</summary>
internal static class ViewTraces
{
    /// <summary>The start time of the traces.</summary>
    public static TraceTimestamp Start { get; } = TraceTimestamp.Parse("2026-01-15T10:00:00.123456789Z");

    public static Trace Of(params IEnumerable<Span> spans) => Of("order run", spans);

    public static Trace Of(string name, params IEnumerable<Span> spans) =>
        TraceAssembler.Assemble(new Trace { Reference = new TraceReference("kubiya", name), Name = name }, spans);

    /// <summary>Creates a span from one millisecond of the trace to another.</summary>
    public static Span Span(string id, string? parent, double from, double to) => new()
    {
        Id = id,
        ParentId = parent,
        Name = id,
        StartTime = At(from),
        EndTime = At(to),
    };

    public static TraceTimestamp At(double milliseconds) => new(Start.UnixNanoseconds + (long)(milliseconds * 1_000_000));

    /// <summary>An agent with a plan and two tools, one of which failed.</summary>
    public static Trace Agent() => Of(
        Span("run", null, 0, 1000) with { Type = SpanType.Agent },
        Span("plan", "run", 0, 400) with
        {
            Type = SpanType.Generation,
            Records =
            [
                new Record { Kind = RecordKind.Input, Body = JsonPayload.Parse("""{"question":"Where is order 4711?","top_k":5}""") },
                new Record { Kind = RecordKind.Output, Body = JsonPayload.FromString("It left Valencia on Monday.") },
            ],
        },
        Span("think", "plan", 100, 300) with { Type = SpanType.Chain },
        Span("look up", "run", 500, 700) with
        {
            Type = SpanType.Tool,
            Attributes = AttributeMap.From(
                [KeyValuePair.Create("shop.city", (AttributeValue)"Valencia"), KeyValuePair.Create("attempt", (AttributeValue)2)]),
        },
        Span("send mail", "run", 800,
            1000) with
        { Type = SpanType.Tool, Status = SpanStatus.Error, StatusMessage = "the mailbox is full" });

    /// <summary>A chain in which each span is the parent of the next.</summary>
    public static Trace Chain(int length) =>
        Of(Enumerable.Range(0, length).Select(i => Span(NameOf("level", i), i == 0 ? null : NameOf("level", i - 1), i, (2 * length) - i)));

    /// <summary>Many spans in groups of a hundred, with attributes and records.</summary>
    public static Trace Large(int count) => Of(
        [
            Span("root", null, 0, count),
            .. Enumerable.Range(1, count - 1)
            .Select(i => Span(NameOf("step", i), i % 100 == 0 || i < 100 ? "root" : NameOf("step", i / 100 * 100), i, i + 1) with
            {
                Type = i % 100 == 0 ? SpanType.Agent : SpanType.Tool,
                Attributes = AttributeMap.From([KeyValuePair.Create("number", (AttributeValue)i)]),
                Records = [new Record { Kind = RecordKind.Input, Body = JsonPayload.Parse($$"""{"ticket":"T-{{i}}"}""") }],
            }),
        ]);

    /// <summary>Gets a trace of a pipeline with a log record at each step.</summary>
    public static Span Step(string id, string? parent, SpanType type, params string[] records) => new()
    {
        Id = id,
        ParentId = parent,
        Name = id,
        Type = type,
        EndTime = Start,
        Records = [.. records.Select(record => new Record { Kind = RecordKind.Log, Timestamp = Start, Body = JsonPayload.Parse(record) })],
    };

    /// <summary>Creates a model call with its messages as JSON.</summary>
    public static Span ModelCall(string id, string? parent, double from, double to, string input, string output) =>
        Span(id, parent, from, to) with
        {
            Type = SpanType.Generation,
            Attributes = Attributes(
                ("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "gpt-5"), ("gen_ai.usage.input_tokens", 100),
                ("gen_ai.usage.output_tokens", 20), ("gen_ai.input.messages", input), ("gen_ai.output.messages", output)),
        };

    /// <summary>Creates the execution of a tool call.</summary>
    public static Span ToolCall(string id, string? parent, double from, double to, string callId, string? result = null) =>
        Span(id, parent, from, to) with
        {
            Type = SpanType.Tool,
            Attributes = result is null
                ? Attributes(("gen_ai.tool.name", id), ("gen_ai.tool.call.id", callId))
                : Attributes(("gen_ai.tool.name", id), ("gen_ai.tool.call.id", callId), ("gen_ai.tool.call.result", result)),
        };

    public static AttributeMap Attributes(params IEnumerable<(string Name, AttributeValue Value)> attributes) =>
        AttributeMap.From(attributes.Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Value)));

    /// <summary>A span with a text as its output.</summary>
    public static Trace WithOutput(string text) => Of(
        Span("a", null, 0, 1) with { Records = [new Record { Kind = RecordKind.Output, Body = JsonPayload.FromString(text) }] });

    private static string NameOf(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind} {number}");
}
