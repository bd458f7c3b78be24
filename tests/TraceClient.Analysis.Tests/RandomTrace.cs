namespace TraceClient.Analysis.Tests;

/// <summary>Makes traces, each a function of a seed, and single spans.</summary>
internal static class RandomTrace
{
    private static readonly TraceTimestamp Start = TraceTimestamp.FromUnixSeconds(1_700_000_000);
    private static readonly string[] Names = ["plan", "search", "lookup_order", "answer", "send_mail"];
    private static readonly SpanType[] Types = [SpanType.Span, SpanType.Agent, SpanType.Tool, SpanType.Generation];

    public static Span Span(
        string id, string? parentId = null, double? start = null, double? end = null, string? name = null, SpanType? type = null) => new()
        {
            Id = id,
            ParentId = parentId,
            Name = name ?? id,
            Type = type ?? SpanType.Span,
            StartTime = At(start),
            EndTime = At(end),
        };

    public static TraceTimestamp? At(double? seconds) => seconds is { } time ? Start + TimeSpan.FromSeconds(time) : null;

    public static Trace Of(params IEnumerable<Span> spans) =>
        TraceAssembler.Assemble(new Trace { Reference = new TraceReference("made", "1"), Name = "made" }, spans);

    /// <summary>Makes a trace of spans that lie anywhere, with and without
    /// times, or only within their parents and one after another.</summary>
    public static Trace Of(int seed, bool isTidy = false)
    {
        var random = new Random(seed);
        var count = random.Next(1, 60);
        return Of(Enumerable.Range(0, count).Select(i => isTidy ? Tidy(i) : Any(random, i)));

        // Span i is the i-th node of a binary tree; both children have a part of their parent's time.
        Span Tidy(int i)
        {
            var (from, to) = (0.0, 1024.0);
            var path = Convert.ToString(i + 1, 2)[1..];
            foreach (var step in path)
                (from, to) = step == '0' ? (from, from + ((to - from) / 2)) : (from + ((to - from) * 3 / 4), to);
            return Span($"{i}", i == 0 ? null : $"{(i - 1) / 2}", from, to, Names[i % Names.Length]);
        }
    }

    private static Span Any(Random random, int i)
    {
        double? start = random.Next(8) == 0 ? null : random.Next(50);
        double? end = random.Next(8) == 0 ? null : (start ?? 0) + random.Next(-1, 30);
        var span = Span(
            $"{i}", i == 0 || random.Next(10) == 0 ? null : $"{random.Next(i)}", start, end, Names[random.Next(Names.Length)],
            Types[random.Next(Types.Length)]);
        return span with
        {
            Status = (SpanStatus)random.Next(3),
            Duration = random.Next(6) == 0 ? TimeSpan.FromSeconds(random.Next(20)) : null,
            Attributes = random.Next(3) > 0 ? AttributeMap.Empty : AttributeMap.From(
            [
                new("gen_ai.request.model", "m" + random.Next(2)), new("gen_ai.usage.input_tokens", (long)random.Next(100)),
                new("gen_ai.usage.output_tokens", (long)random.Next(100)),
            ]),
        };
    }
}
