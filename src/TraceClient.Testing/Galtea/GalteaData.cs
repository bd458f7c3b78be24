namespace TraceClient.Testing;

/// <summary>The generated agents: any product, session, inference result or row computed from the seed and its indexes.</summary>
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
    private static readonly GalteaScript[][] Scripts = [.. GalteaAgents.All.Select(
        agent => agent.Turns.Select((turn, at) => new GalteaScript(agent, turn, agent.Turns.Take(at))).ToArray())];
    private static readonly GalteaScript[][] FailingScripts =
        [.. Scripts.Select(scripts => scripts.Select(script => script.Failing()).ToArray())];
    private static readonly GalteaScript NewestScript = new(GalteaAgents.All[0], GalteaAgents.Newest, GalteaAgents.All[0].Turns.Take(2));

    private readonly Noise _noise;
    private readonly GalteaSimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly long _gap;
    private readonly long _quiet;

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
        _quiet = TimeWindow.QuietAtTheEnd(options);
        _gap = (_options.Spread.Ticks - _quiet) / (_options.Traces + 1L);

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

    /// <summary>The newest turn is the newest trace of all services.</summary>
    public long ResultCreatedAt(long result) => result == 0
        ? Milliseconds(Start - (_quiet / 2))
        : Milliseconds(Start - _quiet - (_gap * (result + 1)) - (long)(_noise.At(result, 0, 1) % (ulong)Math.Max(1, _gap / 2)));

    /// <summary>The rows of a turn are stored together, some seconds after it began.</summary>
    public long RowCreatedAt(long row) => ResultCreatedAt(Layout.Locate(row).Trace) + (20 * TimeSpan.TicksPerSecond);

    public static long SessionOf(long result) => result / TurnsPerSession;

    public IEnumerable<long> ResultsOf(long session)
    {
        for (var result = session * TurnsPerSession; result < Math.Min((session + 1) * TurnsPerSession, Layout.TraceCount); result++)
            yield return result;
    }

    /// <summary>The turn's place in its session, 0 for the first.</summary>
    public long Turn(long result) => Math.Min((SessionOf(result) + 1) * TurnsPerSession, Layout.TraceCount) - 1 - result;

    public long SessionCreatedAt(long session) =>
        ResultCreatedAt(Math.Min(((session + 1) * TurnsPerSession) - 1, Layout.TraceCount - 1)) - TimeSpan.TicksPerSecond;

    public static long VersionOf(long session) => session % (Products * VersionsPerProduct);

    public string Status(long result) =>
        result == 0 ? "FAILED" : _options.UnknownMembers && result % 5 == 4 ? "ARCHIVED" : Statuses[result % Statuses.Length];

    public GalteaScript ScriptOf(long result)
    {
        if (result == 0)
            return NewestScript;
        var scripts = (Status(result) == "FAILED" ? FailingScripts : Scripts)[VersionOf(SessionOf(result)) % Scripts.Length];
        return scripts[Turn(result) % scripts.Length];
    }

    /// <summary>How many rows follow the script: all but a last one that is special.</summary>
    public int Scripted(long result) => Layout.Count(result) - (LastRowOf(result) == LastRow.Plain ? 0 : 1);

    /// <summary>The step that a row is, and how often it was repeated before; null for a special row.</summary>
    public (GalteaStep? Step, int Round) StepOf(long result, int span) =>
        RoleOf(result, span) == LastRow.Plain ? ScriptOf(result).Rows.At(Scripted(result), span) : (null, 0);

    public long DurationMs(long result) =>
        Math.Min(LongestMs, ScriptOf(result).Rows.Milliseconds(Scripted(result)) * (80 + (long)(_noise.At(result, 0, 2) % 41)) / 100);

    /// <summary>The numbers of tokens of a model call; the user's words vary a little.</summary>
    public (long Input, long Output) TokensOf(long result, GalteaStep step) => (step.InputTokens + MoreTokens(result), step.OutputTokens);

    /// <summary>The sums over the model calls of a turn; the cost in 0.00000001 dollars.</summary>
    public (long Input, long Output, long Cost) Usage(long result)
    {
        var (script, count) = (ScriptOf(result), Scripted(result));
        var calls = script.Rows.Sum(count, step => step.IsModelCall ? 1 : 0);
        var (input, output) = (script.Rows.Sum(count, step => step.InputTokens) + (calls * MoreTokens(result)),
            script.Rows.Sum(count, step => step.OutputTokens));
        var cost = script.Agent.Model.Cost(input, output);
        if (LastRowOf(result) != LastRow.NormalisedType)
            return (input, output, cost);
        var (more, written) = SummaryTokens(result);
        return (input + more, output + written, cost + SummaryModel.Cost(more, written));
    }

    public static GalteaModel SummaryModel => GalteaModel.Gpt4oMini;

    /// <summary>The numbers of tokens of the model call whose type was normalised.</summary>
    public (long Input, long Output) SummaryTokens(long result) => (96 + MoreTokens(result), 24);

    /// <summary>The value that a text of a script names: the same in all turns of a session, but for the round.</summary>
    public string Value(long result, int round, string name)
    {
        var session = SessionOf(result);
        var cents = 3000 + _noise.Below(6900, session, 0, 10);
        return name switch
        {
            "name" => Names[_noise.Below(Names.Length, session, 0, 11)],
            "email" => Names[_noise.Below(Names.Length, session, 0, 11)].ToLowerInvariant() + "@example.com",
            "order" => Number("A-", 10000 + _noise.Below(90000, session, 0, 12)),
            "ticket" => Number("", 100000 + _noise.Below(900000, session, 0, 13)),
            "cents" => Number("", cents),
            "price" => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture),
            "wrong" => Number("", cents) + ".00",
            "fare" => Number("", 90 + _noise.Below(160, session, 0, 14)),
            "from" => Cities[_noise.Below(Cities.Length, session, 0, 15)],
            "to" => Cities[(
                _noise.Below(Cities.Length, session, 0, 15) + 1 + _noise.Below(Cities.Length - 1, session, 0, 16)) % Cities.Length],
            "sent" => Day(-5),
            "past" => Day(-2),
            "today" => Day(0),
            "day" => Day(3),
            "n" => Number("", round),
            "n1" => Number("", round % 10),
            _ => throw new ArgumentException($"A script has no value '{name}'.", nameof(name)),
        };

        string Day(int days) => new DateTime(SessionCreatedAt(session) + (TimeSpan.TicksPerDay * days), DateTimeKind.Utc)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string Number(string prefix, long number) => prefix + number.ToString(CultureInfo.InvariantCulture);

    private static long Milliseconds(long ticks) => ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;

    private long MoreTokens(long result) => _noise.Below(40, result, 0, 17);

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
                return StepOf(result, span).Step!.Type;
        }
    }

    public string NameOf(long result, int span) => RoleOf(result, span) switch
    {
        LastRow.SecondRoot => "feedback_received",
        LastRow.Orphan => "write_cache",
        LastRow.NameOnly => "session_ping",
        LastRow.NormalisedType => "summarize_conversation",
        _ => Filled(result, StepOf(result, span) is var (step, round) ? step!.Name : "", round),
    };

    public string Filled(long result, string text, int round) => Template.Fill(text, name => Value(result, round, name));

    public string? ParentId(long result, int span) => RoleOf(result, span) switch
    {
        LastRow.SecondRoot or LastRow.NameOnly => null,
        LastRow.Orphan => RowIds[(1L << 50) + result],
        LastRow.NormalisedType => RowIds[Layout.Start(result)],
        _ => ParentOf(result, span) is >= 0 and var parent ? RowIds[Layout.Start(result) + parent] : null,
    };

    /// <summary>Ticks; null where the row has no times.</summary>
    public (long? Start, long? End) Times(long result, int span)
    {
        var (offset, length) = Interval(result, span, DurationMs(result) * TimeSpan.TicksPerMillisecond);
        var start = ResultCreatedAt(result) + offset;
        return RoleOf(result, span) switch
        {
            LastRow.NameOnly => (null, null),
            LastRow.SecondRoot => (start, null),
            _ when span > 0 && result > 0 && _noise.Below(9, result, span, 5) == 0 => (null, null),
            _ => (start, start + length),
        };
    }

    public string? Error(long result, int span) =>
        StepOf(result, span) is ({ Error: { } error }, var round) ? Filled(result, error, round) : null;

    /// <summary>The parent within the turn, -1 for the root: as the script says, unless the options ask for a depth.</summary>
    private int ParentOf(long result, int span) =>
        _options.Depth is null ? ScriptOf(result).Rows.Parent(Scripted(result), span) : Layout.Parent(result, span);

    private (long Start, long Length) Interval(long result, int span, long total)
    {
        var (rows, count) = (ScriptOf(result).Rows, Scripted(result));
        if (_options.Depth is not null)
            return Layout.Interval(result, span, total);
        if (span >= count)
            return (total / 10 * 9, total / 20);
        var (start, length) = rows.Interval(count, span, total);
        // A step waits a little before the next.
        return (start, span == 0 || rows.HasChild(count, span) ? length : length * (90 + _noise.Below(10, result, span, 18)) / 100);
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

    /// <summary>Whether a row has arrived by now.</summary>
    public bool IsVisible(long row) =>
        row != Layout.Count(0) - 1 || _options.LateBy is not { } late || _time.GetUtcNow().UtcTicks >= Start + late.Ticks;
}
