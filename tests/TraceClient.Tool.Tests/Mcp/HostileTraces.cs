using System.Globalization;
using System.Text.Json;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Traces with a given text in all places, and random ones.</summary>
internal static class HostileTraces
{
    private static readonly string[] Fragments =
    [
        "word ", "ünïcode ", "\n", "\r\n", "\t", "| ", "…", "😀", "\"", "\\", "\u2028", "\u001b[31m", "\u202e", "</a>", "a", " ",
        "0123456789", "{\"k\":1}", "\ufffd",
    ];

    /// <summary>Creates a trace with a text in all places that are no bodies and no ids.</summary>
    public static Trace WithText(string text, string reference = "kubiya:1") => Of(
        reference,
        text,
        Span("a", null, text) with
        {
            Type = new SpanType(text),
            Status = SpanStatus.Error,
            StatusMessage = $"it failed: {text}",
            Attributes = Map(("plain", text), (text, "value"), ("nested", AttributeValue.From(Map((text, text)))),
                ("gen_ai.request.model", text), ("gen_ai.usage.input_tokens", 3), ("gen_ai.tool.name", text)),
            Resource = Map(("service.name", text), (text, text)),
            Links = [new SpanLink("other", "span") { Attributes = Map((text, text)) }],
            Records =
            [
                new Record { Kind = RecordKind.Event, Name = text, Attributes = Map((text, text)) },
                new Record
                {
                    Kind = RecordKind.Exception,
                    Name = "exception",
                    Attributes = Map(("exception.type", text), ("exception.message", text), ("exception.stacktrace", text)),
                },
            ],
        },
        Span("b", "a", text) with { StatusMessage = text });

    /// <summary>Creates a trace with a text in all bodies.</summary>
    public static Trace WithBodies(string text, string reference = "kubiya:1")
    {
        var json = JsonSerializer.Serialize(text);
        var message = $$"""[{"role":"user","parts":[{"type":"text","content":{{json}}}]}]""";
        return Of(
            reference,
            "bodies",
            Span("a", null, "step") with
            {
                Type = SpanType.Filter,
                Records =
                [
                    .. Enum.GetValues<RecordKind>().Select(kind => new Record
                    {
                        Kind = kind,
                        Name = "record",
                        Body = JsonPayload.Parse($$"""{"field":{{json}},"list":[{{json}},{"deep":{{json}}}]}"""),
                        Attributes = Map(("gen_ai.prompt", text), ("gen_ai.input.messages", text)),
                    }),
                    new Record { Kind = RecordKind.Log, Body = JsonPayload.FromString(text) },
                ],
            },
            Span("b", "a", "step") with
            {
                Type = SpanType.Filter,
                Records = [new Record { Kind = RecordKind.Log, Body = JsonPayload.Parse($$"""{"field":1,"new":{{json}}}""") }],
            },
            Span("c", "a", "call") with
            {
                Type = SpanType.Generation,
                Attributes = Map(
                    ("gen_ai.input.messages", message), ("gen_ai.output.messages", message), ("gen_ai.system_instructions", text),
                    ("input.value", text), ("output.value", text), ("llm.input_messages.0.message.content", text),
                    ("llm.prompts", text), ("gen_ai.tool.call.arguments", text), ("gen_ai.tool.call.result", text),
                    ("retrieval.documents", text), ("galtea.input", text), ("traceloop.entity.input", text)),
                Records = [new Record { Kind = RecordKind.Input, Body = JsonPayload.FromString(text) }],
            },
            Span("d", "a", "tool") with
            {
                Type = SpanType.Tool,
                Attributes = Map(
                    ("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.call.arguments", $$"""{"a":{{json}}}"""),
                    ("gen_ai.tool.call.result", text)),
            }) with
        {
            Attributes = Map(("galtea.input", text), ("galtea.actual_output", text), ("plain", "value")),
        };
    }

    /// <summary>Creates a trace of random spans with random texts.</summary>
    public static Trace Random(int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, 40);
        var spans = Enumerable.Range(0, count).Select(i =>
        {
            var span = Span(
                string.Create(CultureInfo.InvariantCulture, $"s{i}"), i == 0 || random.Next(8) == 0 ? null : $"s{random.Next(i)}",
                TextOf(random, 200));
            return span with
            {
                Type = random.Next(3) == 0 ? new SpanType($"type{TextOf(random, 60)}") : SpanType.Generation,
                Status = (SpanStatus)random.Next(3),
                StatusMessage = random.Next(2) == 0 ? null : TextOf(random, 2000),
                StartTime = random.Next(4) == 0 ? null : span.StartTime,
                Attributes = Map(
                    [.. Enumerable.Range(0, random.Next(6)).Select(n =>
                        ($"key {n}{(random.Next(4) == 0 ? TextOf(random, 150) : "")}", (AttributeValue)TextOf(random, 3000))),
                    ("gen_ai.request.model", TextOf(random, 90)), ("gen_ai.usage.input_tokens", (AttributeValue)random.NextInt64())]),
                Records =
                [
                    .. Enumerable.Range(0, random.Next(4)).Select(_ => new Record
                    {
                        Kind = (RecordKind)random.Next(5),
                        Name = random.Next(2) == 0 ? null : TextOf(random, 90),
                        Body = random.Next(4) == 0 ? JsonPayload.Null
                            : JsonPayload.Parse($$"""{"a":{{JsonSerializer.Serialize(TextOf(random, 4000))}}}"""),
                    }),
                ],
            };
        }).ToList();
        return Of($"kubiya:{seed}", TextOf(random, 200), spans) with
        {
            Attributes = Map(Enumerable.Range(0, random.Next(9)).Select(n => ($"trace {n}", (AttributeValue)TextOf(random, 2000)))),
        };
    }

    /// <summary>Returns a random text of at most a number of characters.</summary>
    public static string TextOf(Random random, int maxLength)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(maxLength / 4)).Select(_ => Fragments[random.Next(Fragments.Length)]));
        text = text.Length <= maxLength ? text : text[..maxLength];
        return char.IsHighSurrogate(text.LastOrDefault()) ? text[..^1] : text;
    }

    public static AttributeMap Map(params IEnumerable<(string Key, AttributeValue Value)> entries) => AttributeMap.From(
        entries.DistinctBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));

    public static Span Span(string id, string? parent, string name)
    {
        var start = TraceTimestamp.FromDateTimeOffset(SimulatorFixture.Time) + -TimeSpan.FromMinutes(5);
        return new Span { Id = id, ParentId = parent, Name = name, StartTime = start, EndTime = start + TimeSpan.FromMilliseconds(120) };
    }

    public static Trace Of(string reference, string name, params IEnumerable<Span> spans) => TraceAssembler.Assemble(
        new Trace { Reference = TraceReference.Parse(reference), Name = name, ServiceName = name, SessionId = name, User = name }, spans);
}
