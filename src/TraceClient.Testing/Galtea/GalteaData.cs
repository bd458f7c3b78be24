namespace TraceClient.Testing;

/// <summary>The generated agents. A product, session, inference result or row is computed from the seed and its indexes.</summary>
internal sealed class GalteaData
{
    public const int Products = 2;
    public const int VersionsPerProduct = 3;
    private const int TurnsPerSession = 3;
    private const int LongestMs = 18_000;

    private static readonly string[] Statuses =
        ["GENERATED", "GENERATED", "GENERATED", "FAILED", "GENERATED", "GENERATED", "SKIPPED", "GENERATED", "PENDING", "GENERATED"];
    private static readonly string[] Names = ["Mara", "Tilo", "Ines", "Jonas", "Anouk", "Pavel", "Selin", "Ruben"];
    private static readonly string[] Cities = ["Hamburg", "Lyon", "Porto", "Vienna", "Gdansk", "Turin"];
    private static readonly GalteaScenario[][] Scenarios = [.. GalteaAgents.All.Select(
        agent => agent.Turns.Select((turn, at) => new GalteaScenario(agent, turn, agent.Turns.Take(at))).ToArray())];
    private static readonly GalteaScenario[][] FailingScenarios =
        [.. Scenarios.Select(scenarios => scenarios.Select(scenario => scenario.Failing()).ToArray())];
    private static readonly GalteaScenario NewestScenario =
        new(GalteaAgents.All[0], GalteaAgents.Newest, GalteaAgents.All[0].Turns.Take(2));

    private readonly SeededRandom _random;
    private readonly GalteaSimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly long _gap;
    private readonly long _idleTime;

    public GalteaData(TraceSimulatorOptions options)
    {
        (_options, _time) = (options.Galtea, options.TimeProvider);
        _random = new SeededRandom(options.Seed, "galtea");
        Layout = new SpanLayout(_random, _options.Traces, _options.SpansPerTrace, _options.Depth);
        RowIds = Codec("trace_", IdFormat.Hex32);
        ResultIds = Codec("inferenceResult_", IdFormat.Hex24);
        SessionIds = Codec("session_", IdFormat.Hex24);
        VersionIds = Codec("version_", IdFormat.Hex24);
        ProductIds = Codec("product_", IdFormat.Hex24);
        OtherIds = Codec("", IdFormat.Hex24);
        Start = _time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;
        _idleTime = TimeWindow.IdleTimeBeforeStart(options);
        _gap = (_options.HistoryLength.Ticks - _idleTime) / (_options.Traces + 1L);

        IdCodec Codec(string prefix, IdFormat form) => new(new SeededRandom(options.Seed, "galtea " + prefix), prefix, form);
    }

    /// <summary>The role of a row. The last row of an inference result can be special, as in the real service.</summary>
    public enum RowRole
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

    /// <summary>Gets when an inference result was created, in ticks. The newest one is the newest trace of all services.</summary>
    public long ResultCreatedAt(long result) => result == 0
        ? Milliseconds(Start - (_idleTime / 2))
        : Milliseconds(Start - _idleTime - (_gap * (result + 1)) - (long)(_random.At(result, 0, 1) % (ulong)Math.Max(1, _gap / 2)));

    /// <summary>Gets when a row was created, in ticks. The rows of a turn are stored together, 20 seconds after its start.</summary>
    public long RowCreatedAt(long row) => ResultCreatedAt(Layout.Locate(row).Trace) + (20 * TimeSpan.TicksPerSecond);

    public static long SessionOf(long result) => result / TurnsPerSession;

    public IEnumerable<long> ResultsOf(long session)
    {
        for (var result = session * TurnsPerSession; result < Math.Min((session + 1) * TurnsPerSession, Layout.TraceCount); result++)
            yield return result;
    }

    /// <summary>Gets the place of a turn in its session, from 0.</summary>
    public long Turn(long result) => Math.Min((SessionOf(result) + 1) * TurnsPerSession, Layout.TraceCount) - 1 - result;

    public long SessionCreatedAt(long session) =>
        ResultCreatedAt(Math.Min(((session + 1) * TurnsPerSession) - 1, Layout.TraceCount - 1)) - TimeSpan.TicksPerSecond;

    public static long VersionOf(long session) => session % (Products * VersionsPerProduct);

    public string Status(long result) =>
        result == 0 ? "FAILED" : _options.UnknownMembers && result % 5 == 4 ? "ARCHIVED" : Statuses[result % Statuses.Length];

    public GalteaScenario ScenarioOf(long result)
    {
        if (result == 0)
            return NewestScenario;
        var scenarios = (Status(result) == "FAILED" ? FailingScenarios : Scenarios)[VersionOf(SessionOf(result)) % Scenarios.Length];
        return scenarios[Turn(result) % scenarios.Length];
    }

    /// <summary>Gets the number of rows that follow the scenario: all but a special last one.</summary>
    public int ScenarioSpanCount(long result) => Layout.Count(result) - (LastRowRole(result) == RowRole.Plain ? 0 : 1);

    /// <summary>Gets the step of a row, and how often it was repeated before; null for a special row.</summary>
    public (GalteaStep? Step, int Round) StepOf(long result, int span) =>
        RoleOf(result, span) == RowRole.Plain ? ScenarioOf(result).Rows.At(ScenarioSpanCount(result), span) : (null, 0);

    public long DurationMs(long result)
    {
        var milliseconds = ScenarioOf(result).Rows.Milliseconds(ScenarioSpanCount(result));
        return Math.Min(LongestMs, milliseconds * (80 + (long)(_random.At(result, 0, 2) % 41)) / 100);
    }

    /// <summary>Gets the token counts of a model call, which vary a little between inference results.</summary>
    public (long Input, long Output) TokensOf(long result, GalteaStep step) => (step.InputTokens + MoreTokens(result), step.OutputTokens);

    /// <summary>Gets the sums over the model calls of a turn. The cost is in units of 0.00000001 dollars.</summary>
    public (long Input, long Output, long Cost) Usage(long result)
    {
        var (scenario, count) = (ScenarioOf(result), ScenarioSpanCount(result));
        var calls = scenario.Rows.Sum(count, step => step.IsModelCall ? 1 : 0);
        var (input, output) = (scenario.Rows.Sum(count, step => step.InputTokens) + (calls * MoreTokens(result)),
            scenario.Rows.Sum(count, step => step.OutputTokens));
        var cost = scenario.Agent.Model.Cost(input, output);
        if (LastRowRole(result) != RowRole.NormalisedType)
            return (input, output, cost);
        var (more, written) = SummaryTokens(result);
        return (input + more, output + written, cost + SummaryModel.Cost(more, written));
    }

    public static GalteaModel SummaryModel => GalteaModel.Gpt4oMini;

    /// <summary>Gets the token counts of the model call whose type was normalised.</summary>
    public (long Input, long Output) SummaryTokens(long result) => (96 + MoreTokens(result), 24);

    /// <summary>Gets the value of a placeholder in a text of a scenario.</summary>
    /// <remarks>Except for the round it is the same in all turns of a session.</remarks>
    public string Value(long result, int round, string name)
    {
        var session = SessionOf(result);
        var cents = 3000 + _random.Below(6900, session, 0, 10);
        return name switch
        {
            "name" => Names[_random.Below(Names.Length, session, 0, 11)],
            "email" => Names[_random.Below(Names.Length, session, 0, 11)].ToLowerInvariant() + "@example.com",
            "order" => Number("A-", 10000 + _random.Below(90000, session, 0, 12)),
            "ticket" => Number("", 100000 + _random.Below(900000, session, 0, 13)),
            "cents" => Number("", cents),
            "price" => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture),
            "wrong" => Number("", cents) + ".00",
            "fare" => Number("", 90 + _random.Below(160, session, 0, 14)),
            "from" => Cities[_random.Below(Cities.Length, session, 0, 15)],
            "to" => Cities[(
                _random.Below(Cities.Length, session, 0, 15) + 1 + _random.Below(Cities.Length - 1, session, 0, 16)) % Cities.Length],
            "sent" => Day(-5),
            "past" => Day(-2),
            "today" => Day(0),
            "day" => Day(3),
            "n" => Number("", round),
            "n1" => Number("", round % 10),
            _ => throw new ArgumentException($"Unknown placeholder '{name}' in a scenario.", nameof(name)),
        };

        string Day(int days) => new DateTime(SessionCreatedAt(session) + (TimeSpan.TicksPerDay * days), DateTimeKind.Utc)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string Number(string prefix, long number) => prefix + number.ToString(CultureInfo.InvariantCulture);

    private static long Milliseconds(long ticks) => ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;

    private long MoreTokens(long result) => _random.Below(40, result, 0, 17);

    public RowRole LastRowRole(long result) => Layout.Count(result) - 1 > Layout.Chain(result) ? (RowRole)(result % 5) : RowRole.Plain;

    /// <summary>Gets the role of a row. Only the last one can be special.</summary>
    public RowRole RoleOf(long result, int span) => span == Layout.Count(result) - 1 ? LastRowRole(result) : RowRole.Plain;

    public string? TypeOf(long result, int span)
    {
        switch (RoleOf(result, span))
        {
            case RowRole.SecondRoot:
                return "EVENT";
            case RowRole.Orphan:
                return "SPAN";
            case RowRole.NameOnly:
                return null;
            case RowRole.NormalisedType:
                return "GENERATION";
            default:
                if (_options.UnknownMembers && span % 4 == 3)
                    return "PLANNER";
                return StepOf(result, span).Step!.Type;
        }
    }

    public string NameOf(long result, int span) => RoleOf(result, span) switch
    {
        RowRole.SecondRoot => "feedback_received",
        RowRole.Orphan => "write_cache",
        RowRole.NameOnly => "session_ping",
        RowRole.NormalisedType => "summarize_conversation",
        _ => Filled(result, StepOf(result, span) is var (step, round) ? step!.Name : "", round),
    };

    public string Filled(long result, string text, int round) => Template.Fill(text, name => Value(result, round, name));

    public string? ParentId(long result, int span) => RoleOf(result, span) switch
    {
        RowRole.SecondRoot or RowRole.NameOnly => null,
        RowRole.Orphan => RowIds[(1L << 50) + result],
        RowRole.NormalisedType => RowIds[Layout.Start(result)],
        _ => ParentOf(result, span) is >= 0 and var parent ? RowIds[Layout.Start(result) + parent] : null,
    };

    /// <summary>Gets the times of a row in ticks; null if it has none.</summary>
    public (long? Start, long? End) Times(long result, int span)
    {
        var (offset, length) = Interval(result, span, DurationMs(result) * TimeSpan.TicksPerMillisecond);
        var start = ResultCreatedAt(result) + offset;
        return RoleOf(result, span) switch
        {
            RowRole.NameOnly => (null, null),
            RowRole.SecondRoot => (start, null),
            _ when span > 0 && result > 0 && _random.Below(9, result, span, 5) == 0 => (null, null),
            _ => (start, start + length),
        };
    }

    public string? Error(long result, int span) =>
        StepOf(result, span) is ({ Error: { } error }, var round) ? Filled(result, error, round) : null;

    /// <summary>Gets the index of the parent in the turn, by the scenario unless the options set a depth; -1 for the root.</summary>
    private int ParentOf(long result, int span) =>
        _options.Depth is null ? ScenarioOf(result).Rows.Parent(ScenarioSpanCount(result), span) : Layout.Parent(result, span);

    private (long Start, long Length) Interval(long result, int span, long total)
    {
        var (rows, count) = (ScenarioOf(result).Rows, ScenarioSpanCount(result));
        if (_options.Depth is not null)
            return Layout.Interval(result, span, total);
        if (span >= count)
            return (total / 10 * 9, total / 20);
        var (start, length) = rows.Interval(count, span, total);
        // There is a short pause between two steps.
        return (start, span == 0 || rows.HasChild(count, span) ? length : length * (90 + _random.Below(10, result, span, 18)) / 100);
    }

    public GalteaRow Row(long row)
    {
        var (result, span) = Layout.Locate(row);
        return new GalteaRow(row, RowIds[row], ResultIds[result], NameOf(result, span), TypeOf(result, span), Times(result, span).Start,
            RowCreatedAt(row), null);
    }

    public GalteaInferenceResult Result(long result) =>
        new(result, ResultIds[result], SessionIds[SessionOf(result)], ResultCreatedAt(result), null);

    public GalteaSession Session(long session) => new(
        session,
        SessionIds[session],
        session % 2 == 0 ? string.Create(CultureInfo.InvariantCulture, $"chat-{session}") : null,
        VersionIds[VersionOf(session)],
        session % 4 == 3 ? "testCase_" + OtherIds[session] : null,
        SessionCreatedAt(session),
        null);

    /// <summary>Gets whether a row has arrived by now.</summary>
    public bool IsVisible(long row) =>
        row != Layout.Count(0) - 1 || _options.LastSpanDelay is not { } late || _time.GetUtcNow().UtcTicks >= Start + late.Ticks;
}
