namespace TraceClient.Testing;

/// <summary>The generated control plane: any header or span computed from the seed and its indexes.</summary>
internal sealed class KubiyaData
{
    public const string Organization = "acme-inc";

    private static readonly string[] Requests = ["POST /api/v1/tasks/plan", "GET /api/v1/agents", "POST /api/v1/agents/{id}/execute", "GET /api/v1/executions/{id}", "POST /api/v1/workers/heartbeat"];
    private static readonly string[] Tasks = ["agent.execute_task", "agent.chat", "workflow.run_step"];
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

    public KubiyaData(TraceSimulatorOptions options)
    {
        (_options, _time) = (options.Kubiya, options.TimeProvider);
        _noise = new Noise(options.Seed, "kubiya");
        Layout = new SpanLayout(_noise, _options.Traces, _options.SpansPerTrace, _options.Depth);
        TraceIds = new IdCodec(new Noise(options.Seed, "kubiya trace"), "", IdForm.Hex32);
        RowIds = new IdCodec(new Noise(options.Seed, "kubiya trace row"), "", IdForm.Uuid);
        SpanRowIds = new IdCodec(new Noise(options.Seed, "kubiya span row"), "", IdForm.Uuid);
        _start = _time.GetUtcNow().UtcTicks / 10 * 10;
        _gap = _options.Spread.Ticks / (_options.Traces + 1L);
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
    public long StartedAt(long trace) => (_start - (_gap * (trace + 1)) - (long)(_noise.At(trace, 0, 1) % (ulong)Math.Max(1, _gap / 2))) / 10 * 10;

    public static Outcome OutcomeOf(long trace) => Outcomes[trace % Outcomes.Length];

    public static bool IsTask(long trace) => trace % 3 == 1;

    public long DurationNs(long trace) => 50_000_017 + (long)(_noise.At(trace, 0, 2) % 4_900_000_000);

    /// <summary>When the root span truly began: before the database heard of it.</summary>
    public long TrueStartNs(long trace) => Clock.UnixNanoseconds(StartedAt(trace)) - DurationNs(trace) - 200_000_000 - (long)(_noise.At(trace, 0, 3) % 1_300_000_000);

    public string SpanId(long trace, int span) => (_noise.At(trace, span, 4) | 1).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The id of a parent that was never stored.</summary>
    public string LostParentId(long trace) => (_noise.At(trace, 0, 5) | 1).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The span whose parent was never stored, -1 when the trace has none; the span after it is its child.</summary>
    public int Orphan(long trace)
    {
        var orphan = Layout.Count(trace) - 2;
        return trace % 4 == 3 && orphan > Layout.Chain(trace) ? orphan : -1;
    }

    public int Parent(long trace, int span) => Orphan(trace) is >= 0 and var orphan && span >= orphan
        ? span == orphan ? -1 : orphan
        : Layout.Parent(trace, span);

    public string? ParentId(long trace, int span)
    {
        var parent = Parent(trace, span);
        return parent >= 0 ? SpanId(trace, parent) : span == Orphan(trace) ? LostParentId(trace) : null;
    }

    public int FirstChild(long trace, int span) => WithinTree(trace, Layout.FirstChild(trace, span));

    public int NextSibling(long trace, int span) => WithinTree(trace, Layout.NextSibling(trace, span));

    public bool IsError(long trace, int span) => OutcomeOf(trace) switch
    {
        Outcome.Error => span <= 1,
        Outcome.SuccessWithErrors => span == FailedStep(trace),
        _ => false,
    };

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
        return trace == 0 && _options.LateBy is { } late ? _start + late.Ticks : StartedAt(trace) + (TimeSpan.TicksPerSecond * (1 + _noise.Below(8, trace, 0, 6)));
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
            Name = IsTask(index) ? _noise.Pick<string>(Tasks, index, 0, 7) : _noise.Pick<string>(Requests, index, 0, 7),
            ServiceName = index % 6 == 5 ? null : IsTask(index) ? "agent-worker" : "agent-control-plane",
            Status = _options.UnknownMembers && index % 5 == 2 ? "queued" : isRunning ? "running" : outcome == Outcome.Error ? "error" : "success",
            ExecutionId = IsTask(index) ? $"exec_{_noise.At(index / 2, 0, 8):x16}" : null,
            UserId = index % 5 == 0 ? null : UserId(index),
            StartedAt = StartedAt(index),
            EndedAt = isRunning ? null : StartedAt(index),
            DurationMs = isRunning ? null : DurationNs(index) / 1_000_000,
            // The service counts when it writes the header; spans that come later are not always counted.
            SpanCount = index % 7 == 5 ? visible - 1 : visible,
            ErrorCount = outcome switch { Outcome.Error => Math.Min(2, visible), Outcome.SuccessWithErrors => 1, _ => 0 },
            CreatedAt = StartedAt(index),
        };
    }

    public string UserId(long trace) => $"8c0f2b1e-1111-4222-8333-{_noise.Below(3, trace, 0, 9) + 1:d12}";

    private int FailedStep(long trace) => Layout.Count(trace) / 2;

    private int WithinTree(long trace, int span) => span >= 0 && (Orphan(trace) is var orphan and >= 0 && span >= orphan || span >= VisibleSpans(trace)) ? -1 : span;
}
