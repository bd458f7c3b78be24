namespace TraceClient.Testing;

/// <summary>The generated project. Pipelines and sessions are in memory; a record is computed from the seed and its indexes.</summary>
internal sealed class CalyptiaData
{
    public const int InstanceCount = 2;
    private const long EventGap = 2_000_000;

    private readonly SeededRandom _random;
    private readonly CalyptiaSimulatorOptions _options;
    private readonly long _start;
    private readonly long _end;
    private readonly SpanLayout[] _layouts;

    public CalyptiaData(TraceSimulatorOptions options)
    {
        _options = options.Calyptia;
        _random = new SeededRandom(options.Seed, "calyptia");
        _start = options.TimeProvider.GetUtcNow().UtcTicks / 10 * 10;
        _end = _start - (TimeWindow.IdleTimeBeforeStart(options) / 10 * 10);
        Ids = new IdCodec(new SeededRandom(options.Seed, "calyptia ids"), "", IdFormat.Uuid);
        RecordIds = new IdCodec(new SeededRandom(options.Seed, "calyptia records"), "", IdFormat.Uuid);
        ProjectId = Ids[1L << 50];
        ProjectCreatedAt = _start - (90 * TimeSpan.TicksPerDay);
        Pipelines = [.. Enumerable.Range(0, _options.Pipelines).Select(Pipeline)];
        Sessions = [.. Enumerable.Range(0, _options.Pipelines * _options.SessionsPerPipeline).Select(Session)];
        // A pipeline with two inputs makes chunks in pairs of one name and one size.
        _layouts = [.. Enumerable.Range(0, 2)
            .Select(kind => new SpanLayout(_random, _options.TracesPerSession, _options.RecordsPerTrace, null, kind + 1))];
    }

    public IdCodec Ids { get; }

    public IdCodec RecordIds { get; }

    public string ProjectId { get; }

    public long ProjectCreatedAt { get; }

    public IReadOnlyList<CalyptiaPipeline> Pipelines { get; }

    /// <summary>Gets the sessions by pipeline, those of one pipeline newest first.</summary>
    public IReadOnlyList<CalyptiaSession> Sessions { get; }

    public string InstanceId(int instance) => Ids[(1L << 51) + instance];

    public string EnvironmentId => Ids[1L << 52];

    public static string InstanceName(int instance) => instance == 0 ? "edge" : "core";

    public long RecordCount(int session) => Layout(session).Total;

    /// <summary>Gets when a record was written, in ticks. Index 0 is the newest of its session.</summary>
    /// <remarks>The events of a chunk are seconds apart; chunks, or pairs of them, are further apart.</remarks>
    public long CreatedAt(int session, long index)
    {
        var group = Group(session, index);
        return group.TimeOf(Layout(session).Total - 1 - index - group.First);
    }

    /// <summary>Gets the time of the log records of one append to a chunk, in ticks.</summary>
    /// <remarks>It is the same at each step, and not after the first event of the append.</remarks>
    public long LoggedAt(int session, long index, bool isDropped, int pass)
    {
        var group = Group(session, index);
        var events = (long)Math.Max(0, pass - 1) * CalyptiaRecordShape.EventsOfPass(PipelineOf(session), isDropped);
        return group.TimeOf(Math.Min(events, group.Count - 1));
    }

    /// <summary>Gets the number that the id of a record encodes.</summary>
    public static long RecordNumber(int session, long index) => ((long)session << 34) + index;

    public CalyptiaRecordShape Shape(int session, long index)
    {
        var layout = Layout(session);
        var pipeline = PipelineOf(session);
        var chronological = layout.Total - 1 - index;
        var (chunk, at) = layout.Locate(chronological);
        var input = 0;
        if (pipeline.Inputs.Length == 2 && (chunk % 2 == 1 || chunk + 1 < layout.TraceCount))
        {
            var pair = chunk - (chunk % 2);
            (at, input) =
                CalyptiaRecordShape.InPair(pipeline, layout.Count(pair), IsDropped(pipeline, pair), chronological - layout.Start(pair));
            chunk = pair + input;
        }

        var number = pipeline.Inputs.Length == 2 ? chunk / 2 : chunk;
        var perRun = pipeline.Inputs.Length == 2 ? (layout.TraceCount + 1) / 2 : layout.TraceCount;
        // In the older sessions Fluent Bit restarted: its counter started again, so there is a second trace.0.
        var restart = session % Math.Max(1, _options.SessionsPerPipeline) == 1 ? (perRun + 1) / 2 : long.MaxValue;
        return CalyptiaRecordShape.Of(pipeline, session, chunk, layout.Count(chunk), at, input,
            number >= restart ? number - restart : number, IsDropped(pipeline, chunk));
    }

    private static bool IsDropped(CalyptiaPipeline pipeline, long chunk) =>
        chunk / pipeline.Inputs.Length % 5 == 3 && pipeline.Filters.Contains("grep.0", StringComparer.Ordinal);

    public CalyptiaPipeline PipelineOf(int session) => Pipelines[session / _options.SessionsPerPipeline];

    private EventGroup Group(int session, long index)
    {
        var layout = Layout(session);
        var perGroup = PipelineOf(session).Inputs.Length;
        var group = layout.Locate(layout.Total - 1 - index).Trace / perGroup;
        var first = layout.Start(group * perGroup);
        var count = layout.Start(Math.Min((group + 1) * perGroup, layout.TraceCount)) - first;
        var slot = Window(session) / Math.Max(1, (layout.TraceCount + perGroup - 1) / perGroup);
        return new EventGroup(Sessions[session].CreatedAt + (slot * group), slot, first, count);
    }

    private SpanLayout Layout(int session) => _layouts[PipelineOf(session).Inputs.Length - 1];

    /// <summary>Gets the time in which records arrived: for the active session until shortly before the start, else its lifespan.</summary>
    private long Window(int session) => Math.Min(Sessions[session].LifespanNs / 100, _end - Sessions[session].CreatedAt);

    private CalyptiaPipeline Pipeline(int index) => new(
        Ids[(1L << 53) + index],
        index switch { 0 => "orders", 1 => "audit", 2 => "metrics", _ => $"pipeline-{index:d3}" },
        (index % 3) switch { 0 => "deployment", 1 => "daemonSet", _ => "statefulSet" },
        index % 3 == 1 ? ["tail.0", "tail.1"] : ["tail.0"],
        (index % 3) switch
        {
            0 => ["grep.0", "record_modifier.1", "lua.2"],
            1 => ["grep.0", "record_modifier.1", "modify.2"],
            _ => ["record_modifier.0", "throttle.1"],
        },
        index % 2 == 0 ? ["http.0"] : ["stdout.0", "http.1"],
        index % 2 == 0 ? ["team-a", "edge"] : ["team-b"],
        index % 4 == 3 ? "yaml" : "ini",
        index % InstanceCount,
        ProjectCreatedAt + (TimeSpan.TicksPerDay * (index % 60 + 1)) + index)
    {
        Content = (CalyptiaContent)(index % 3),
    };

    private CalyptiaSession Session(int number)
    {
        var (pipeline, age) = Math.DivRem(number, _options.SessionsPerPipeline);
        var slot = _options.HistoryLength.Ticks / _options.SessionsPerPipeline;
        var createdAt = (_end - (slot * (age + 1)) + (slot / 4) - (2_345_680L * pipeline)) / 10 * 10;
        var lifespan = age == 0 ? (_options.HistoryLength * 4).Ticks * 100 : (age % 3) switch
        {
            1 => Math.Min(600_000_000_000, slot / 2 * 100),
            2 => Math.Min(192_345_678_000, slot / 2 * 100),
            _ => Math.Min(950_000_000, slot / 2 * 100),
        };
        return new CalyptiaSession(
            Ids[(1L << 54) + number], Pipelines[pipeline].Id, number, [.. Pipelines[pipeline].Plugins], lifespan, createdAt, createdAt);
    }

    /// <summary>The events of a chunk or of a pair of chunks: the first of them, their number, and the time that they take.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct EventGroup(long StartedAt, long Slot, long First, long Count)
    {
        public long TimeOf(long at) => StartedAt + Math.Min((at + 1) * EventGap, (long)((Int128)(at + 1) * (Slot / 2) / (Count + 1)));
    }
}
