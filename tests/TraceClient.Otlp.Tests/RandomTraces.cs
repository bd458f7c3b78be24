using FsCheck;
using FsCheck.Fluent;
using TraceClient.Tests.Model;
using static TraceClient.Tests.Model.RandomModel;

namespace TraceClient.Otlp.Tests;

/// <summary>Traces of all that the model can hold, each a function of a number.</summary>
internal static class RandomTraces
{
    private static readonly string[] Texts =
        ["", "a", "step", "Größe", "日本語", "😀 pair", "\"quoted\" \\ / \b\f\n\r\t \u0001 \u2028", "</script>", new string('x', 300)];

    private static readonly string[] Names =
    [
        "", "a", "b.c", "ключ", "gen_ai.operation.name", "openinference.span.kind", "model", "usage", "input.value", "galtea.input",
        "service.name", "session.id",
        "otel.scope.name", "otel.scope.version", "otlp.flags", "otlp.trace_state", "otlp.dropped_events_count",
        "otlp.dropped_attributes_count", "otlp.dropped_links_count",
        "traceclient.span.type", "traceclient.exact", "traceclient.derived", "traceclient.attribute.x", "traceclient.trace.name",
        "traceclient.of.tomorrow",
    ];

    private static readonly string[] Numbers =
        ["1.50", "0.1", "1e400", "-1e-400", "9223372036854775808", "18446744073709551615", "1E5", "0.30000000000000000001", "-0.0"];

    private static readonly string[] Payloads =
    [
        "null", "\"\"", "{}", "[]", "0", "-0.0", "1.50", "true", "\"text 😀\"", "{ \"a\" : [ 1 , 2.0 ] }",
        "{\"log\":\"line\\n\",\"n\":9223372036854775807}", "\"\\ud800\"",
    ];

    private static readonly RandomModel Model = new(Texts, Names, Numbers, Payloads);

    public static Arbitrary<int> Seeds => Gen.Choose(0, int.MaxValue).ToArbitrary();

    public static Trace Make(int seed)
    {
        var random = new Random(seed);
        string[] ids = [.. Enumerable.Range(0, random.Next(1, 8)).Select(i => SpanId(random, i))];
        string[] scopes = ["", "scope.a", "scope.b"];
        AttributeMap[] resources =
            [AttributeMap.Empty, Model.Map(random), Model.Map(random), AttributeMap.Empty.With("service.name", "shop")];
        var header = new Trace
        {
            Reference = new TraceReference(Pick(random, "kubiya", "galtea", "calyptia", "own-source"), TraceId(random)),
            Name = Pick(random, Texts),
            Status = (TraceStatus)random.Next(4),
            StartTime = Time(random),
            EndTime = Time(random),
            Duration = Duration(random),
            SessionId = Model.Text(random),
            ServiceName = Model.Text(random),
            User = Model.Text(random),
            Attributes = Model.Map(random),
            IsComplete = random.Next(2) == 0,
            Warnings = Model.Warnings(random),
        };
        var spans = ids.Select(
            (id, i) => Span(random, id, Pick(random, [null, "gone", .. ids[..i]]), Pick(random, resources), Pick(random, scopes)));
        var order = random.Next(2) == 0 ? null : Comparer<Span>.Create((x, y) => string.CompareOrdinal(y.Id, x.Id));
        return TraceAssembler.Assemble(header, spans.ToList(), order);
    }

    private static Span Span(Random random, string id, string? parent, AttributeMap resource, string scope) => new()
    {
        Id = id,
        ParentId = parent,
        Name = Pick(random, Texts),
        Type = Pick(random, default, SpanType.Agent, SpanType.Tool, SpanType.Generation, SpanType.Embedding, SpanType.Filter,
            new SpanType("of its own")),
        Kind = (SpanKind)random.Next(5),
        Status = (SpanStatus)random.Next(3),
        StatusMessage = Model.Text(random),
        StartTime = Time(random),
        EndTime = Time(random),
        Duration = Duration(random),
        Attributes = scope.Length == 0 ? Model.Map(random) : AttributeMap.Empty.With("otel.scope.name", scope).With(Model.Map(random)),
        Resource = resource,
        Records = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Record(random))],
        Links = [.. Enumerable.Range(0, random.Next(3)).Select(i => new SpanLink(random.Next(3) == 0 ? "" : TraceId(random),
            random.Next(3) == 0 ? "" : SpanId(random, i)) { Attributes = Model.Map(random) })],
        Warnings = [.. Model.Warnings(random).Select(warning => warning with { SpanId = id })],
    };

    private static Record Record(Random random) => new()
    {
        Kind = (RecordKind)random.Next(5),
        Name = Pick(random, null, "", "exception", "log", "input", "event", "gen_ai.choice"),
        Timestamp = Time(random),
        Body = random.Next(6) == 0 ? JsonPayload.FromUtf8([(byte)'"', 0xFF, 0xC0, (byte)'"']) : JsonPayload.Parse(Pick(random, Payloads)),
        Attributes = Model.Map(random),
    };

    private static string TraceId(Random random) => Pick(
        random, "4bf92f3577b34da6a3ce929d0e0e4736", "4BF92F3577B34DA6A3CE929D0E0E4736", "a8098c1a-f86e-11da-bd1a-00112444be1e",
        "session/trace.5", new string('0', 32), "ir 1 é");

    private static string SpanId(Random random, int index) => Pick(
        random, $"00f067aa0ba902b{index:x}", $"00F067AA0BA902B{index:X}", $"a8098c1a-f86e-11da-bd1a-00112444be1{index:x}", $"span {index}",
        $"{index}");
}
