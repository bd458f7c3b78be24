using System.Globalization;
using TraceClient.Replication;

namespace TraceClient.Benchmarks.Stores;

/// <summary>Creates traces of agents, ten spans each, with messages of words that are more or less common.</summary>
internal static class SyntheticTraces
{
    public const int SpansOfTrace = 10;

    private static readonly (string Name, SpanType Type)[] Steps =
    [
        ("support_agent", SpanType.Agent), ("plan", SpanType.Chain), ("chat", SpanType.Generation), ("lookup_order", SpanType.Tool),
        ("search_docs", SpanType.Retriever), ("chat", SpanType.Generation), ("refund", SpanType.Tool), ("send_mail", SpanType.Tool),
        ("chat", SpanType.Generation), ("check", SpanType.Guardrail),
    ];

    private static readonly string[] Models = ["gpt-5", "gpt-5-mini", "claude-opus-5"];

    /// <summary>Creates as many traces as have a number of spans, the oldest first. A number gives the same traces each time.</summary>
    public static IEnumerable<ReplicatedTrace> Make(int spans) => Enumerable.Range(0, spans / SpansOfTrace).Select(MakeOne);

    public static TraceReference ReferenceOf(int number) => new("galtea", $"trace-{number}");

    private static ReplicatedTrace MakeOne(int number)
    {
        var random = new Random(number);
        var start = TraceTimestamp.FromUnixSeconds(1_790_000_000) + TimeSpan.FromSeconds(number * 3L);
        var all = Steps.Select((step, i) =>
        {
            var begin = start + TimeSpan.FromMilliseconds(i * 200);
            var text = string.Join(' ', Enumerable.Range(0, 40).Select(_ => Word(random)));
            return new Span
            {
                Id = i.ToString(CultureInfo.InvariantCulture),
                ParentId = i == 0 ? null : "0",
                Name = step.Name,
                Type = step.Type,
                Status = random.Next(50) == 0 ? SpanStatus.Error : SpanStatus.Ok,
                StartTime = begin,
                EndTime = begin + TimeSpan.FromMilliseconds(20 + random.Next(3000)),
                Attributes = AttributeMap.From(step.Type == SpanType.Generation
                    ? [
                        new("gen_ai.request.model", Models[random.Next(Models.Length)]),
                        new("gen_ai.usage.input_tokens", random.Next(4000)),
                        new("gen_ai.usage.output_tokens", random.Next(900)),
                    ]
                    : [new("order.id", $"order{number}"), new("attempt", random.Next(3))]),
                Records = [new Record { Kind = RecordKind.Input, Body = JsonPayload.FromString(text) }],
            };
        });
        var header = new Trace
        {
            Reference = ReferenceOf(number),
            Name = "support_agent",
            Status = random.Next(20) == 0 ? TraceStatus.Error : TraceStatus.Ok,
            SessionId = $"session-{number / 8}",
            ServiceName = "support",
            IsComplete = true,
        };
        return new ReplicatedTrace(TraceAssembler.Assemble(header, all), start);
    }

    // Of 20,000 words, the first ones are common.
    private static string Word(Random random) => $"word{(int)(20_000 * Math.Pow(random.NextDouble(), 4))}";
}
