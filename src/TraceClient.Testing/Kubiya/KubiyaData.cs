namespace TraceClient.Testing;

/// <summary>The generated control plane: any header or span computed from the seed and its indexes.</summary>
internal sealed class KubiyaData
{
    public const string Organization = "acme-inc";

    private const long LongestMs = 60_000;

    private static readonly string[] Namespaces = ["checkout", "search", "billing", "accounts"];
    private static readonly ILookup<(bool, Outcome), KubiyaScript> Scripts =
        KubiyaScripts.All.ToLookup(script => (script.IsTask, script.Outcome));
    private static readonly Outcome[] Outcomes =
    [
        Outcome.Success, Outcome.Error, Outcome.Success, Outcome.SuccessWithErrors, Outcome.Running,
        Outcome.Success, Outcome.Success, Outcome.Error, Outcome.Success, Outcome.SuccessWithErrors,
    ];

    private readonly Noise _noise;
    private readonly KubiyaSimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly long _gap;
    private readonly long _quiet;

    public KubiyaData(TraceSimulatorOptions options)
    {
        (_options, _time) = (options.Kubiya, options.TimeProvider);
        _noise = new Noise(options.Seed, "kubiya");
        Layout = new SpanLayout(_noise, _options.Traces, _options.SpansPerTrace, _options.Depth);
        TraceIds = new IdCodec(new Noise(options.Seed, "kubiya trace"), "", IdForm.Hex32);
        RowIds = new IdCodec(new Noise(options.Seed, "kubiya trace row"), "", IdForm.Uuid);
        SpanRowIds = new IdCodec(new Noise(options.Seed, "kubiya span row"), "", IdForm.Uuid);
        _start = _time.GetUtcNow().UtcTicks / 10 * 10;
        _quiet = TimeWindow.QuietAtTheEnd(options);
        _gap = (_options.Spread.Ticks - _quiet) / (_options.Traces + 1L);
    }

    public enum Outcome
    {
        Success,
        SuccessWithErrors,
        Error,
        Running,
    }

    public SpanLayout Layout { get; }

    public IdCodec TraceIds { get; }

    public IdCodec RowIds { get; }

    public IdCodec SpanRowIds { get; }

    /// <summary>When the header of a trace was written; index 0 is the newest.</summary>
    public long StartedAt(long trace) =>
        (_start - _quiet - (_gap * (trace + 1)) - (long)(_noise.At(trace, 0, 1) % (ulong)Math.Max(1, _gap / 2))) / 10 * 10;

    public static Outcome OutcomeOf(long trace) => Outcomes[trace % Outcomes.Length];

    public static bool IsTask(long trace) => trace % 3 == 1;

    public KubiyaScript ScriptOf(long trace)
    {
        var outcome = OutcomeOf(trace);
        var scripts = Scripts[(IsTask(trace), outcome == Outcome.Running ? Outcome.Success : outcome)];
        return scripts.ElementAt((int)((trace / 2) + _noise.Below(100, 0, 0, 10)) % scripts.Count());
    }

    /// <summary>How many spans follow the script: all but an orphan and its child.</summary>
    public int Scripted(long trace) => Orphan(trace) is >= 0 and var orphan ? orphan : Layout.Count(trace);

    public (KubiyaStep Step, int Round) StepOf(long trace, int span) =>
        span < Scripted(trace) ? ScriptOf(trace).Spans.At(Scripted(trace), span) : (KubiyaScripts.Lost[span == Orphan(trace) ? 0 : 1], 0);

    public long DurationNs(long trace) =>
        (Math.Min(LongestMs, ScriptOf(trace).Spans.Milliseconds(Scripted(trace))) * 10_000 * (80 + _noise.Below(41, trace, 0, 2)))
            + _noise.Below(999_983, trace, 0, 11);

    public (long Start, long Length) Interval(long trace, int span)
    {
        var (spans, count, total) = (ScriptOf(trace).Spans, Scripted(trace), DurationNs(trace));
        if (_options.Depth is not null || span >= count)
            return Layout.Interval(trace, span, total);
        var (start, length) = spans.Interval(count, span, total);
        // A step waits a little before the next.
        return (start, span == 0 || spans.HasChild(count, span) ? length : length / 100 * (90 + _noise.Below(10, trace, span, 12)));
    }

    /// <summary>The value that a text of a script names.</summary>
    public string Value(long trace, int round, string name) => name switch
    {
        "ns" => Namespace(trace),
        "pod" => $"{Namespace(trace)}-6d9f7c{_noise.Below(900, trace, 0, 14) + 100:x}-x{_noise.Below(900, trace, 0, 15) + 100:x}",
        "exec" => ExecutionId(trace),
        "agent" => (_noise.At(trace % 4, 0, 16) >> 32).ToString("x8", CultureInfo.InvariantCulture),
        "n" => round.ToString(CultureInfo.InvariantCulture),
        "n1" => _noise.Below(10, trace, 0, 17).ToString(CultureInfo.InvariantCulture),
        ['c', var number] => _noise.At(trace, (round * 10L) + number, 18).ToString("x16", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A script has no value '{name}'.", nameof(name)),
    };

    /// <summary>When the root span truly began: before the database heard of it.</summary>
    public long TrueStartNs(long trace) =>
        Clock.UnixNanoseconds(StartedAt(trace)) - DurationNs(trace) - 200_000_000 - (long)(_noise.At(trace, 0, 3) % 1_300_000_000);

    public string SpanId(long trace, int span) => (_noise.At(trace, span, 4) | 1).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The id of a parent that was never stored.</summary>
    public string LostParentId(long trace) => (_noise.At(trace, 0, 5) | 1).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The span whose parent was never stored, -1 when the trace has none; the span after it is its child.</summary>
    public int Orphan(long trace)
    {
        var orphan = Layout.Count(trace) - 2;
        return trace % 4 == 3 && orphan > Layout.Chain(trace) ? orphan : -1;
    }

    public int Parent(long trace, int span)
    {
        if (Orphan(trace) is >= 0 and var orphan && span >= orphan)
            return span == orphan ? -1 : orphan;
        return _options.Depth is null ? ScriptOf(trace).Spans.Parent(Scripted(trace), span) : Layout.Parent(trace, span);
    }

    public string? ParentId(long trace, int span)
    {
        var parent = Parent(trace, span);
        return parent >= 0 ? SpanId(trace, parent) : span == Orphan(trace) ? LostParentId(trace) : null;
    }

    public int FirstChild(long trace, int span) => WithinTree(
        trace,
        _options.Depth is not null
            ? Layout.FirstChild(trace, span)
            : span < Scripted(trace) && ScriptOf(trace).Spans.HasChild(Scripted(trace), span) ? span + 1 : -1);

    public int NextSibling(long trace, int span) => WithinTree(
        trace,
        _options.Depth is not null ? Layout.NextSibling(trace, span) : span < Scripted(trace)
            ? ScriptOf(trace).Spans.NextSibling(Scripted(trace), span)
            : -1);

    public bool IsError(long trace, int span) => StepOf(trace, span).Step.Error is not null;

    /// <summary>How many spans are there by now.</summary>
    public int VisibleSpans(long trace)
    {
        var all = Layout.Count(trace);
        var isLate = trace == 0 && _options.LateBy is { } late && _time.GetUtcNow().UtcTicks < _start + late.Ticks;
        return isLate ? all - 1 : all;
    }

    public long SpanCreatedAt(long trace, int span)
    {
        if (span != Layout.Count(trace) - 1)
            return StartedAt(trace);
        return trace == 0 && _options.LateBy is { } late
            ? _start + late.Ticks
            : StartedAt(trace) + (TimeSpan.TicksPerSecond * (1 + _noise.Below(8, trace, 0, 6)));
    }

    public KubiyaTrace Trace(long index)
    {
        var outcome = OutcomeOf(index);
        var isRunning = outcome == Outcome.Running;
        var visible = VisibleSpans(index);
        return new KubiyaTrace
        {
            Index = index,
            TraceId = TraceIds[index],
            Name = ScriptOf(index).Spans.Steps[0].Name,
            ServiceName = index % 6 == 5 ? null : IsTask(index) ? "agent-worker" : "agent-control-plane",
            Status = _options.UnknownMembers && index % 5 == 2 ? "queued" : isRunning ? "running" : outcome == Outcome.Error
                ? "error"
                : "success",
            ExecutionId = IsTask(index) ? ExecutionId(index) : null,
            UserId = index % 5 == 0 ? null : UserId(index),
            StartedAt = StartedAt(index),
            EndedAt = isRunning ? null : StartedAt(index),
            DurationMs = isRunning ? null : DurationNs(index) / 1_000_000,
            // The service counts when it writes the header; spans that come later are not always counted.
            SpanCount = index % 7 == 5 ? visible - 1 : visible,
            ErrorCount = ScriptOf(index).Spans.Sum(Scripted(index), step => step.Error is null ? 0 : 1),
            CreatedAt = StartedAt(index),
        };
    }

    public string UserId(long trace) => $"8c0f2b1e-1111-4222-8333-{_noise.Below(3, trace, 0, 9) + 1:d12}";

    private string Namespace(long trace) => _noise.Pick<string>(Namespaces, trace, 0, 13);

    private string ExecutionId(long trace) => $"exec_{_noise.At(trace / 2, 0, 8):x16}";

    private int WithinTree(long trace, int span) =>
        span >= 0 && (Orphan(trace) is var orphan and >= 0 && span >= orphan || span >= VisibleSpans(trace)) ? -1 : span;
}
