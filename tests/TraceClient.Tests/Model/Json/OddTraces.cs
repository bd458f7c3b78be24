using static TraceClient.Tests.Model.RandomModel;

namespace TraceClient.Tests.Model.Json;

/// <summary>Traces of all that the model can hold, each a function of a number.</summary>
internal static class OddTraces
{
    private static readonly string[] Texts =
    [
        "", " ", "a", "step", "Größe", "日本語", "😀 pair", "\ud83d", "lone \udc00 low", "\ud83d\ud83d\ude00",
        "\"quoted\" \\ / \b\f\n\r\t \0 \u0001 \u2028 \\ud83d \\n",
        "</script>", "\uFFFD", "\uFEFFmark", new string('x', 300),
    ];

    private static readonly string[] Names = [.. Texts, "b.c", "$double", "$json", "$map", "$other", "name"];

    private static readonly string[] Numbers =
    [
        "1.50", "3.0", "3", "0.1", "1e400", "-1e-400", "9223372036854775808", "12345678901234567890", "1E5", "0.30000000000000000001",
        "-0.0", "-9223372036854775808", "1E+300",
    ];

    private static readonly string[] Payloads =
    [
        "null", "\"\"", "{}", "[]", "0", "-0.0", "1.50", "true", "\"text 😀\"", "{ \"a\" : [ 1 , 2.0 ],\n\t\"b\":{} }",
        "{\"log\":\"line\\n\",\"n\":9223372036854775807}",
        "\"\\ud800\"", "{\"$double\":\"NaN\"}", "{\"\\ud83d\":1,\"a\":1,\"a\":2}", "\"</script>\\u003C\"", "1e400",
    ];

    private static readonly RandomModel Model = new(
        Texts, Names, Numbers, Payloads, random => random.Next(2) == 0 ? Special(random) : Deep(random, random.Next(25, 100)));

    public static Trace Make(int seed)
    {
        var random = new Random(seed);
        string[] ids = [.. Enumerable.Range(0, random.Next(0, 8)).Select(i => random.Next(5) == 0 ? Pick(random, Texts) + i : $"{i}")];
        var header = new Trace
        {
            Reference = Reference(random),
            Name = Pick(random, Texts),
            Status = (TraceStatus)random.Next(4),
            StartTime = Time(random),
            EndTime = Time(random),
            Duration = Duration(random),
            SessionId = Model.Text(random),
            ServiceName = Model.Text(random),
            User = Model.Text(random),
            Attributes = Map(random),
            IsComplete = random.Next(2) == 0,
            Warnings = Model.Warnings(random),
        };
        var spans = ids.Select(id => Span(random, id, Pick(random, [null, "gone", .. ids])));
        var order = random.Next(2) == 0 ? null : Comparer<Span>.Create((x, y) => string.CompareOrdinal(y.Id, x.Id));
        return TraceAssembler.Assemble(header, spans.ToList(), order);
    }

    public static TraceSummary MakeSummary(int seed)
    {
        var random = new Random(seed);
        return new TraceSummary
        {
            Reference = Reference(random),
            Name = Pick(random, Texts),
            Status = (TraceStatus)random.Next(4),
            RecordedAt = Time(random),
            StartTime = Time(random),
            EndTime = Time(random),
            Duration = Duration(random),
            SessionId = Model.Text(random),
            ServiceName = Model.Text(random),
            User = Model.Text(random),
            SpanCount = Pick<int?>(random, null, 0, int.MaxValue),
            ErrorCount = Pick<int?>(random, null, 0, 3),
            SpanTypes = Pick<IReadOnlyCollection<SpanType>?>(
                random, null, [], [SpanType.Agent, new SpanType("of its own")], new HashSet<SpanType> { SpanType.Tool }),
            Model = Model.Text(random),
            Usage = random.Next(2) == 0 ? null : new GenAIUsage
            {
                InputTokens = Pick<long?>(random, null, 0, long.MaxValue / 2),
                OutputTokens = Pick<long?>(random, null, 7),
                CachedInputTokens = Pick<long?>(random, null, 3),
                TotalTokens = Pick<long?>(random, null, 100),
                Costs = Pick<IReadOnlyList<GenAICost>>(
                    random, [], [new GenAICost(0.10m, "USD"), new GenAICost(decimal.MaxValue)], [new GenAICost(-0.0000000001m, "")]),
            },
            Attributes = Map(random),
        };
    }

    public static Record Record(Random random) => new()
    {
        Kind = (RecordKind)random.Next(5),
        Name = Model.Text(random),
        Timestamp = Time(random),
        Body = random.Next(8) switch
        {
            0 => JsonPayload.FromUtf8([(byte)'"', 0xFF, 0xC0, (byte)'"']),
            1 => JsonPayload.Parse(Nested(random.Next(10, 400))),
            _ => JsonPayload.Parse(Pick(random, Payloads)),
        },
        Attributes = Map(random),
    };

    public static AttributeMap Map(Random random) => Model.Map(random);

    public static AttributeValue Value(Random random, int depth) => Model.Value(random, depth);

    /// <summary>A map that looks like what stands for a value that JSON lacks.</summary>
    private static AttributeValue Special(Random random) => AttributeValue.From(AttributeMap.Empty.With(
        Pick(random, "$double", "$json", "$map"),
        Pick(random, "NaN", "[1]", "{\"$double\":\"NaN\"}", "x", AttributeValue.From([AttributeValue.From(["a", 1L])]), default)));

    private static AttributeValue Deep(Random random, int depth)
    {
        var value = Value(random, 0);
        for (var i = 0; i < depth; i++)
            value = random.Next(2) == 0
                ? AttributeValue.From([value, i])
                : AttributeValue.From(AttributeMap.Empty.With(Pick(random, "a", "$map", "\udc00"), value));
        return value;
    }

    private static Span Span(Random random, string id, string? parent) => new()
    {
        Id = id,
        ParentId = parent,
        Name = Pick(random, Texts),
        Type = Pick(
            random, default, SpanType.Agent, SpanType.Generation, SpanType.Filter, new SpanType("of its own"), new SpanType(" x\udc00")),
        Kind = (SpanKind)random.Next(5),
        Status = (SpanStatus)random.Next(3),
        StatusMessage = Model.Text(random),
        StartTime = Time(random),
        EndTime = Time(random),
        Duration = Duration(random),
        Attributes = Map(random),
        Resource = Map(random),
        Records = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Record(random))],
        Links = [.. Enumerable.Range(0, random.Next(3))
            .Select(_ => new SpanLink(Pick(random, Texts), Pick(random, Texts)) { Attributes = Map(random) })],
        Warnings = [.. Model.Warnings(random).Select(warning => warning with { SpanId = id })],
    };

    private static TraceReference Reference(Random random) =>
        new(Pick(random, "kubiya", "own-source"),
            Pick(random, "4bf92f3577b34da6a3ce929d0e0e4736", "session/trace.5:6", " ir 1 é ", "x\ud83d"));
}
