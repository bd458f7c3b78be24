namespace TraceClient.Testing;

/// <summary>The generated agents: any product, session, inference result or row computed from the seed and its indexes.</summary>
internal sealed class GalteaData
{
    public const int Products = 2;
    public const int VersionsPerProduct = 3;
    private const int TurnsPerSession = 3;

    private static readonly string[] Statuses = ["GENERATED", "GENERATED", "GENERATED", "FAILED", "GENERATED", "GENERATED", "SKIPPED", "GENERATED", "PENDING", "GENERATED"];
    private static readonly string[] Types = ["TOOL", "GENERATION", "RETRIEVER", "CHAIN", "EMBEDDING", "GUARDRAIL", "EVALUATOR", "SPAN"];

    private readonly Noise _noise;
    private readonly GalteaSimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly long _gap;

    public GalteaData(TraceSimulatorOptions options)
    {
        (_options, _time) = (options.Galtea, options.TimeProvider);
        _noise = new Noise(options.Seed, "galtea");
        Layout = new SpanLayout(_noise, _options.Traces, _options.SpansPerTrace, _options.Depth);
        RowIds = Codec("trace_", IdForm.Hex32);
        ResultIds = Codec("inferenceResult_", IdForm.Hex24);
        SessionIds = Codec("session_", IdForm.Hex24);
        VersionIds = Codec("version_", IdForm.Hex24);
        ProductIds = Codec("product_", IdForm.Hex24);
        OtherIds = Codec("", IdForm.Hex24);
        Start = _time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;
        _gap = _options.Spread.Ticks / (_options.Traces + 1L);

        IdCodec Codec(string prefix, IdForm form) => new(new Noise(options.Seed, "galtea " + prefix), prefix, form);
    }

    /// <summary>What the last row of an inference result may be, to show what real ones hold.</summary>
    public enum LastRow
    {
        Plain,
        SecondRoot,
        Orphan,
        NameOnly,
        NormalisedType,
    }

    public SpanLayout Layout { get; }

    public IdCodec RowIds { get; }

    public IdCodec ResultIds { get; }

    public IdCodec SessionIds { get; }

    public IdCodec VersionIds { get; }

    public IdCodec ProductIds { get; }

    public IdCodec OtherIds { get; }

    public long Start { get; }

    public long SessionCount => (Layout.TraceCount + TurnsPerSession - 1) / TurnsPerSession;

    public long ResultCreatedAt(long result) =>
        (Start - (_gap * (result + 1)) - (long)(_noise.At(result, 0, 1) % (ulong)Math.Max(1, _gap / 2))) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;

    /// <summary>The rows of a turn are stored together, some seconds after it began.</summary>
    public long RowCreatedAt(long row) => ResultCreatedAt(Layout.Locate(row).Trace) + (5 * TimeSpan.TicksPerSecond);

    public static long SessionOf(long result) => result / TurnsPerSession;

    public IEnumerable<long> ResultsOf(long session)
    {
        for (var result = session * TurnsPerSession; result < Math.Min((session + 1) * TurnsPerSession, Layout.TraceCount); result++)
            yield return result;
    }

    /// <summary>The turn's place in its session, 0 for the first.</summary>
    public long Turn(long result) => Math.Min((SessionOf(result) + 1) * TurnsPerSession, Layout.TraceCount) - 1 - result;

    public long SessionCreatedAt(long session) => ResultCreatedAt(Math.Min(((session + 1) * TurnsPerSession) - 1, Layout.TraceCount - 1)) - TimeSpan.TicksPerSecond;

    public static long VersionOf(long session) => session % (Products * VersionsPerProduct);

    public string Status(long result) => _options.UnknownMembers && result % 5 == 4 ? "ARCHIVED" : Statuses[result % Statuses.Length];

    public long DurationMs(long result) => 120 + (long)(_noise.At(result, 0, 2) % 4000);

    public LastRow LastRowOf(long result) => Layout.Count(result) - 1 > Layout.Chain(result) ? (LastRow)(result % 5) : LastRow.Plain;

    /// <summary>The role of one row: only the last can be special.</summary>
    public LastRow RoleOf(long result, int span) => span == Layout.Count(result) - 1 ? LastRowOf(result) : LastRow.Plain;

    public string? TypeOf(long result, int span)
    {
        switch (RoleOf(result, span))
        {
            case LastRow.SecondRoot:
                return "EVENT";
            case LastRow.Orphan:
                return "SPAN";
            case LastRow.NameOnly:
                return null;
            case LastRow.NormalisedType:
                return "GENERATION";
            default:
                if (_options.UnknownMembers && span % 4 == 3)
                    return "PLANNER";
                return span == 0 ? "AGENT" : _noise.Pick<string>(Types, result, span, 3);
        }
    }

    public string NameOf(long result, int span) => RoleOf(result, span) switch
    {
        LastRow.SecondRoot => "second_root_same_turn",
        LastRow.Orphan => "orphan_parent_not_stored",
        LastRow.NameOnly => "name_only",
        LastRow.NormalisedType => "other_type_kept_in_metadata",
        _ => TypeOf(result, span) switch
        {
            "AGENT" => "support_agent",
            "TOOL" => _noise.Below(2, result, span, 4) == 0 ? "lookup_order" : "send_mail",
            "GENERATION" => "answer",
            "RETRIEVER" => "find_policy",
            "CHAIN" => "compose_prompt",
            "EMBEDDING" => "embed_question",
            "GUARDRAIL" => "check_toxicity",
            "EVALUATOR" => "judge_answer",
            _ => "step",
        },
    };

    public string? ParentId(long result, int span) => RoleOf(result, span) switch
    {
        LastRow.SecondRoot or LastRow.NameOnly => null,
        LastRow.Orphan => RowIds[(1L << 50) + result],
        _ => Layout.Parent(result, span) is >= 0 and var parent ? RowIds[Layout.Start(result) + parent] : null,
    };

    /// <summary>Ticks; null where the row has no times.</summary>
    public (long? Start, long? End) Times(long result, int span)
    {
        var (offset, length) = Layout.Interval(result, span, DurationMs(result) * TimeSpan.TicksPerMillisecond);
        var start = ResultCreatedAt(result) + offset;
        return RoleOf(result, span) switch
        {
            LastRow.NameOnly => (null, null),
            LastRow.SecondRoot => (start, null),
            _ when span > 0 && _noise.Below(9, result, span, 5) == 0 => (null, null),
            _ => (start, start + length),
        };
    }

    public string? Error(long result, int span) =>
        span > 0 && TypeOf(result, span) == "TOOL" && (result + span) % 4 == 0 ? "order service timed out" : span == 0 && Status(result) == "FAILED" ? "the agent gave up" : null;

    public GalteaRow Row(long row)
    {
        var (result, span) = Layout.Locate(row);
        return new GalteaRow(row, RowIds[row], ResultIds[result], NameOf(result, span), TypeOf(result, span), Times(result, span).Start, RowCreatedAt(row), null);
    }

    public GalteaInferenceResult Result(long result) => new(result, ResultIds[result], SessionIds[SessionOf(result)], ResultCreatedAt(result), null);

    public GalteaSession Session(long session) => new(
        session,
        SessionIds[session],
        session % 2 == 0 ? string.Create(CultureInfo.InvariantCulture, $"chat-{session}") : null,
        VersionIds[VersionOf(session)],
        session % 4 == 3 ? "testCase_" + OtherIds[session] : null,
        SessionCreatedAt(session),
        null);

    /// <summary>Whether a row has arrived by now.</summary>
    public bool IsVisible(long row) => row != Layout.Count(0) - 1 || _options.LateBy is not { } late || _time.GetUtcNow().UtcTicks >= Start + late.Ticks;
}
