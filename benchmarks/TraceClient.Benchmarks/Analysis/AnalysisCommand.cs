using System.Diagnostics;
using System.Globalization;
using TraceClient.Analysis;

namespace TraceClient.Benchmarks.Analysis;

/// <summary>Measures the analysis of traces of growing size, in turn with a walk over their spans.</summary>
internal static class AnalysisCommand
{
    private const int Repeats = 5;
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];

    private static readonly (string Name, Func<Trace, object?> Run)[] Works =
    [
        ("walk over all spans (peer)", trace => trace.Roots.Sum(root => root.Descendants().Count(span => span.Duration is not null))),
        ("critical path", trace => trace.CriticalPath()),
        ("self times", trace => trace.SelfTimes()),
        ("gaps", trace => trace.FindGaps()),
        ("groups by name", trace => trace.GroupSpans(StatisticsProperty.SpanName)),
        ("groups by model", trace => trace.GroupSpans(StatisticsProperty.Model)),
        ("comparison with itself", trace => TraceComparison.Compare(trace, trace).AreEqual),
    ];

    public static int Run()
    {
        Console.WriteLine($"| work | {string.Join(" | ", Sizes.Select(size => $"{size:N0} spans"))} | time a span, largest to smallest |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", Sizes.Length + 1))}");
        var traces = Sizes.Select(Create).ToArray();
        foreach (var (name, run) in Works)
        {
            var times = traces.Select(trace => BestOf(() => run(trace))).ToArray();
            var growth = times[^1] / Sizes[^1] / (times[0] / Sizes[0]);
            var cells = times.Select(time => time.ToString("N1", CultureInfo.InvariantCulture) + " ms");
            Console.WriteLine($"| {name} | {string.Join(" | ", cells)} | {growth.ToString("N2", CultureInfo.InvariantCulture)} |");
        }

        return 0;
    }

    private static double BestOf(Func<object?> run) => Enumerable.Range(0, Repeats).Min(_ =>
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        GC.KeepAlive(run());
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    });

    // A tree in which each span has up to eight children, one in ten of them a model call.
    private static Trace Create(int count)
    {
        var start = TraceTimestamp.FromUnixSeconds(1_790_000_000);
        var spans = Enumerable.Range(0, count).Select(i => new Span
        {
            Id = i.ToString(CultureInfo.InvariantCulture),
            ParentId = i == 0 ? null : ((i - 1) / 8).ToString(CultureInfo.InvariantCulture),
            Name = "step " + (i % 50),
            Type = i % 10 == 9 ? SpanType.Generation : SpanType.Tool,
            StartTime = start + TimeSpan.FromMilliseconds(i),
            EndTime = start + TimeSpan.FromMilliseconds((8L * i) + 20),
            Attributes = i % 10 != 9 ? AttributeMap.Empty : AttributeMap.From(
                [new("gen_ai.request.model", "model " + (i % 3)), new("gen_ai.usage.input_tokens", 100L)]),
        });
        return TraceAssembler.Assemble(new Trace { Reference = new("made", "1"), Name = "made" }, spans);
    }
}
