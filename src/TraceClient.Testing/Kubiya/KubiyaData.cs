namespace TraceClient.Testing;

/// <summary>The generated traces of the control plane. A header or span is computed from the seed and its indexes.</summary>
internal sealed class KubiyaData
{
    public const string Organization = "acme-inc";

    private const long LongestMs = 60_000;

    private static readonly string[] Namespaces = ["checkout", "search", "billing", "accounts"];
    private static readonly ILookup<(bool, Outcome), KubiyaScenario> Scenarios =
        KubiyaScenarios.All.ToLookup(scenario => (scenario.IsTask, scenario.Outcome));
    private static readonly Outcome[] Outcomes =
    [
        Outcome.Success, Outcome.Error, Outcome.Success, Outcome.SuccessWithErrors, Outcome.Running,
        Outcome.Success, Outcome.Success, Outcome.Error, Outcome.Success, Outcome.SuccessWithErrors,
    ];

    private readonly SeededRandom _random;
    private readonly KubiyaSimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly long _gap;
    private readonly long _idleTime;

    public KubiyaData(TraceSimulatorOptions options)
    {
        (_options, _time) = (options.Kubiya, options.TimeProvider);
        _random = new SeededRandom(options.Seed, "kubiya");
        Layout = new SpanLayout(_random, _options.Traces, _options.SpansPerTrace, _options.Depth);
        TraceIds = new IdCodec(new SeededRandom(options.Seed, "kubiya trace"), "", IdFormat.Hex32);
        RowIds = new IdCodec(new SeededRandom(options.Seed, "kubiya trace row"), "", IdFormat.Uuid);
        SpanRowIds = new IdCodec(new SeededRandom(options.Seed, "kubiya span row"), "", IdFormat.Uuid);
        _start = _time.GetUtcNow().UtcTicks / 10 * 10;
        _idleTime = TimeWindow.IdleTimeBeforeStart(options);
        _gap = (_options.HistoryLength.Ticks - _idleTime) / (_options.Traces + 1L);
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

    /// <summary>Gets when the header of a trace was written, in ticks. Index 0 is the newest.</summary>
    public long StartedAt(long trace) =>
        (_start - _idleTime - (_gap * (trace + 1)) - (long)(_random.At(trace, 0, 1) % (ulong)Math.Max(1, _gap / 2))) / 10 * 10;

    public static Outcome OutcomeOf(long trace) => Outcomes[trace % Outcomes.Length];

    public static bool IsTask(long trace) => trace % 3 == 1;

    public KubiyaScenario ScenarioOf(long trace)
    {
        var outcome = OutcomeOf(trace);
        var scenarios = Scenarios[(IsTask(trace), outcome == Outcome.Running ? Outcome.Success : outcome)];
        return scenarios.ElementAt((int)((trace / 2) + _random.Below(100, 0, 0, 10)) % scenarios.Count());
    }

    /// <summary>Gets the number of spans that follow the scenario: all but an orphan and its child.</summary>
    public int ScenarioSpanCount(long trace) => Orphan(trace) is >= 0 and var orphan ? orphan : Layout.Count(trace);

    public (KubiyaStep Step, int Round) StepOf(long trace, int span) => span < ScenarioSpanCount(trace)
        ? ScenarioOf(trace).Spans.At(ScenarioSpanCount(trace), span)
        : (KubiyaScenarios.OrphanSteps[span == Orphan(trace) ? 0 : 1], 0);

    public long DurationNs(long trace)
    {
        var milliseconds = Math.Min(LongestMs, ScenarioOf(trace).Spans.Milliseconds(ScenarioSpanCount(trace)));
        return (milliseconds * 10_000 * (80 + _random.Below(41, trace, 0, 2))) + _random.Below(999_983, trace, 0, 11);
    }

    public (long Start, long Length) Interval(long trace, int span)
    {
        var (spans, count, total) = (ScenarioOf(trace).Spans, ScenarioSpanCount(trace), DurationNs(trace));
        if (_options.Depth is not null || span >= count)
            return Layout.Interval(trace, span, total);
        var (start, length) = spans.Interval(count, span, total);
        // There is a short pause between two steps.
        return (start, span == 0 || spans.HasChild(count, span) ? length : length / 100 * (90 + _random.Below(10, trace, span, 12)));
    }

    /// <summary>Gets the value of a placeholder in a text of a scenario.</summary>
    public string Value(long trace, int round, string name) => name switch
    {
        "ns" => Namespace(trace),
        "pod" => $"{Namespace(trace)}-6d9f7c{_random.Below(900, trace, 0, 14) + 100:x}-x{_random.Below(900, trace, 0, 15) + 100:x}",
        "exec" => ExecutionId(trace),
        "agent" => (_random.At(trace % 4, 0, 16) >> 32).ToString("x8", CultureInfo.InvariantCulture),
        "n" => round.ToString(CultureInfo.InvariantCulture),
        "n1" => _random.Below(10, trace, 0, 17).ToString(CultureInfo.InvariantCulture),
        ['c', var number] => _random.At(trace, (round * 10L) + number, 18).ToString("x16", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"Unknown placeholder '{name}' in a scenario.", nameof(name)),
    };

    /// <summary>Gets when the root span started, in Unix nanoseconds: before the service stored its header.</summary>
    public long TrueStartNs(long trace) =>
        TimestampFormat.UnixNanoseconds(StartedAt(trace)) - DurationNs(trace) - 200_000_000
            - (long)(_random.At(trace, 0, 3) % 1_300_000_000);

    public string SpanId(long trace, int span) => (_random.At(trace, span, 4) | 1).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Gets the id of a parent that is not stored.</summary>
    public string MissingParentId(long trace) => (_random.At(trace, 0, 5) | 1).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Gets the index of the span whose parent is not stored; -1 if the trace has none. The next span is its child.</summary>
    public int Orphan(long trace)
    {
        var orphan = Layout.Count(trace) - 2;
        return trace % 4 == 3 && orphan > Layout.Chain(trace) ? orphan : -1;
    }

    public int Parent(long trace, int span)
    {
        if (Orphan(trace) is >= 0 and var orphan && span >= orphan)
            return span == orphan ? -1 : orphan;
        return _options.Depth is null ? ScenarioOf(trace).Spans.Parent(ScenarioSpanCount(trace), span) : Layout.Parent(trace, span);
    }

    public string? ParentId(long trace, int span)
    {
        var parent = Parent(trace, span);
        return parent >= 0 ? SpanId(trace, parent) : span == Orphan(trace) ? MissingParentId(trace) : null;
    }

    public int FirstChild(long trace, int span) => WithinTree(
        trace,
        _options.Depth is not null
            ? Layout.FirstChild(trace, span)
            : span < ScenarioSpanCount(trace) && ScenarioOf(trace).Spans.HasChild(ScenarioSpanCount(trace), span) ? span + 1 : -1);

    public int NextSibling(long trace, int span) => WithinTree(
        trace,
        _options.Depth is not null ? Layout.NextSibling(trace, span) : span < ScenarioSpanCount(trace)
            ? ScenarioOf(trace).Spans.NextSibling(ScenarioSpanCount(trace), span)
            : -1);

    public bool IsError(long trace, int span) => StepOf(trace, span).Step.Error is not null;

    /// <summary>Gets the number of spans that have arrived by now.</summary>
    public int VisibleSpans(long trace)
    {
        var all = Layout.Count(trace);
        var isLate = trace == 0 && _options.LastSpanDelay is { } late && _time.GetUtcNow().UtcTicks < _start + late.Ticks;
        return isLate ? all - 1 : all;
    }

    public long SpanCreatedAt(long trace, int span)
    {
        if (span != Layout.Count(trace) - 1)
            return StartedAt(trace);
        return trace == 0 && _options.LastSpanDelay is { } late
            ? _start + late.Ticks
            : StartedAt(trace) + (TimeSpan.TicksPerSecond * (1 + _random.Below(8, trace, 0, 6)));
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
            Name = ScenarioOf(index).Spans.Steps[0].Name,
            ServiceName = index % 6 == 5 ? null : IsTask(index) ? "agent-worker" : "agent-control-plane",
            Status = (_options.UnknownMembers && index % 5 == 2, outcome) switch
            {
                (true, _) => "queued",
                (_, Outcome.Running) => "running",
                (_, Outcome.Error) => "error",
                _ => "success",
            },
            ExecutionId = IsTask(index) ? ExecutionId(index) : null,
            UserId = index % 5 == 0 ? null : UserId(index),
            StartedAt = StartedAt(index),
            EndedAt = isRunning ? null : StartedAt(index),
            DurationMs = isRunning ? null : DurationNs(index) / 1_000_000,
            // The service counts the spans when it writes the header, and does not always count those that arrive later.
            SpanCount = index % 7 == 5 ? visible - 1 : visible,
            ErrorCount = ScenarioOf(index).Spans.Sum(ScenarioSpanCount(index), step => step.Error is null ? 0 : 1),
            CreatedAt = StartedAt(index),
        };
    }

    public string UserId(long trace) => $"8c0f2b1e-1111-4222-8333-{_random.Below(3, trace, 0, 9) + 1:d12}";

    private string Namespace(long trace) => _random.Pick<string>(Namespaces, trace, 0, 13);

    private string ExecutionId(long trace) => $"exec_{_random.At(trace / 2, 0, 8):x16}";

    private int WithinTree(long trace, int span) =>
        span >= 0 && (Orphan(trace) is var orphan and >= 0 && span >= orphan || span >= VisibleSpans(trace)) ? -1 : span;
}
