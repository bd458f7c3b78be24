namespace TraceClient.Testing;

/// <summary>The number of spans of each trace and their tree. The place of a span is computed, not stored.</summary>
/// <remarks>
/// Spans 0 to n-1 of a trace are a chain (0 is the root), the others are leaves, spread over that chain. The counts are blocks of the
/// numbers 3 to 20 in random order, so that the first row of a trace is computed in constant time.
/// </remarks>
internal sealed class SpanLayout
{
    private const int Fewest = 3;
    private const int Most = 20;

    private readonly SeededRandom _random;
    private readonly int? _depth;
    private readonly int[] _counts;
    private readonly long[] _starts;
    private readonly int _repeat;

    /// <summary>Initializes the layout of a number of traces.</summary>
    /// <param name="random">The random numbers for the order of the counts.</param>
    /// <param name="traces">The number of traces.</param>
    /// <param name="perTrace">The number of spans of each trace; null for 3 to 20.</param>
    /// <param name="depth">The length of the chain; null for 2 to 4.</param>
    /// <param name="repeat">The number of successive traces with the same count.</param>
    public SpanLayout(SeededRandom random, long traces, int? perTrace, int? depth, int repeat = 1)
    {
        (_random, _depth, _repeat, TraceCount) = (random, depth, repeat, traces);
        _counts = perTrace is { } fixedCount ? [fixedCount] : Shuffled(random);
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] = Math.Max(_counts[i], depth ?? 0);
        _starts = new long[(_counts.Length * repeat) + 1];
        for (var i = 1; i < _starts.Length; i++)
            _starts[i] = _starts[i - 1] + _counts[(i - 1) / repeat];
        Total = Start(traces);
    }

    public long TraceCount { get; }

    public long Total { get; }

    public int Count(long trace) => _counts[trace / _repeat % _counts.Length];

    public long Start(long trace) => (Math.DivRem(trace, _starts.Length - 1, out var rest) * _starts[^1]) + _starts[rest];

    public (long Trace, int Span) Locate(long row)
    {
        var block = Math.DivRem(row, _starts[^1], out var rest);
        var at = Array.BinarySearch(_starts, rest);
        if (at < 0)
            at = ~at - 1;
        // If a count of 0 makes two traces start at one row, the row is of the last of them.
        while (at + 1 < _starts.Length - 1 && _starts[at + 1] == rest)
            at++;
        return ((block * (_starts.Length - 1)) + at, (int)(rest - _starts[at]));
    }

    public int Chain(long trace) => Math.Min(Count(trace), _depth ?? (2 + _random.Below(3, trace)));

    /// <summary>Gets the index of the parent in the trace; -1 for the root.</summary>
    public int Parent(long trace, int span)
    {
        var chain = Chain(trace);
        return span < chain ? span - 1 : (span - chain) % chain;
    }

    /// <summary>Gets the index of the first child of a span; -1 if it has none.</summary>
    public int FirstChild(long trace, int span)
    {
        var (chain, count) = (Chain(trace), Count(trace));
        if (span >= chain)
            return -1;
        if (span + 1 < chain)
            return span + 1;
        return chain + span < count ? chain + span : -1;
    }

    /// <summary>Gets the index of the next span with the same parent; -1 after the last one.</summary>
    public int NextSibling(long trace, int span)
    {
        var (chain, count) = (Chain(trace), Count(trace));
        if (span == 0)
            return -1;
        var next = span < chain ? chain + span - 1 : span + chain;
        return next < count ? next : -1;
    }

    /// <summary>Gets the start and the length of a span in a trace of length <paramref name="total"/>, in the same unit.</summary>
    /// <remarks>The interval is inside that of the parent.</remarks>
    public (long Start, long Length) Interval(long trace, int span, long total)
    {
        var (chain, count) = (Chain(trace), Count(trace));
        if (span < chain)
            return ChainInterval(span, chain, total);
        var (parentStart, parentLength) = ChainInterval((span - chain) % chain, chain, total);
        var (slot, slots) = ((span - chain) / chain, ((count - chain + chain - 1) / chain) + 2);
        return (parentStart + (parentLength / slots * (slot + 1)), parentLength / slots);
    }

    private static (long Start, long Length) ChainInterval(int span, int chain, long total)
    {
        var step = total / ((2L * chain) + 2);
        return (step * span, total - (2 * step * span));
    }

    private static int[] Shuffled(SeededRandom random)
    {
        var counts = Enumerable.Range(Fewest, Most - Fewest + 1).ToArray();
        for (var i = counts.Length - 1; i > 0; i--)
        {
            var other = random.Below(i + 1, i, 0, 99);
            (counts[i], counts[other]) = (counts[other], counts[i]);
        }

        return counts;
    }
}
