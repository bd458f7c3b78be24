namespace TraceClient.Tool;

/// <summary>Represents the filters that the tools for lists have in common.</summary>
internal sealed class ToolFilters
{
    private readonly TraceListQuery _local;
    private readonly bool _includesRequestTraces;

    private ToolFilters(TraceQuery query, TraceListQuery local, bool includesRequestTraces) =>
        (Query, _local, _includesRequestTraces) = (query, local, includesRequestTraces);

    /// <summary>Gets the parameters.</summary>
    public static IReadOnlyList<ToolParameter> Parameters { get; } =
    [
        new("source", ToolParameterType.TextList, "calyptia, kubiya or galtea; default all"),
        new("since", ToolParameterType.Text, "Age such as 2h or 7d"),
        new("from", ToolParameterType.Text, "Time in UTC, inclusive"),
        new("to", ToolParameterType.Text),
        new("text", ToolParameterType.Text, "Part of trace or service name"),
        new("find", ToolParameterType.Text, "Words in one span's content; stores and files only"),
        new("name", ToolParameterType.Text, "Exact trace name"),
        new("errors_only", ToolParameterType.Flag),
        new("min_duration", ToolParameterType.Text, "Such as 500ms or 2s"),
        new("session", ToolParameterType.Text, "Session or conversation id"),
        new("model", ToolParameterType.Text),
    ];

    /// <summary>Gets the filters that sources apply.</summary>
    public TraceQuery Query { get; }

    /// <summary>Gets a value that indicates whether there is any filter.</summary>
    public bool AreSet => Query != new TraceQuery { ContinueOnSourceFailure = true } || _local != new TraceListQuery();

    /// <summary>Reads the filters of a call.</summary>
    /// <exception cref="UsageException">An argument is invalid.</exception>
    public static ToolFilters Of(ToolArguments arguments, TraceToolContext context)
    {
        var (names, sources) = (context.SourceNames, arguments.Texts("source"));
        foreach (var source in sources.Where(source => !names.Contains(source, StringComparer.Ordinal)))
            throw new UsageException($"There is no source '{ToolText.Of(source, 40)}'.", string.Join(", ", names));
        var (since, from, to) =
            (arguments.Time("since", context.Now), arguments.Time("from", context.Now), arguments.Time("to", context.Now));
        if (since is not null && from is not null)
            throw new UsageException("'since' and 'from' are both set.", "one of them");
        if ((since ?? from) > to)
            throw new UsageException($"'{(since is null ? "from" : "since")}' is later than 'to'.", "an earlier time");
        var find = arguments.Text("find");
        if (find is not null && !FullTextSearch.IsSupportedBy(context.Client))
            throw new UsageException("These sources have no full-text search.", "tracectl sync, then tracectl mcp --store");
        if (find is not null && !FullTextSearch.IsValid(find))
            throw new UsageException("'find' has no word.", "letters or digits");
        return new ToolFilters(
            new TraceQuery
            {
                Sources = sources.Count == 0 ? null : sources,
                From = since ?? from,
                To = to,
                SearchText = arguments.Text("text"),
                FullText = find,
                Name = arguments.Text("name"),
                ErrorsOnly = arguments.Flag("errors_only"),
                SessionId = arguments.Text("session"),
                ContinueOnSourceFailure = true,
            },
            new TraceListQuery { MinDuration = arguments.Duration("min_duration"), Model = arguments.Text("model") },
            context.IncludesRequestTraces);
    }

    /// <summary>Lists the traces that match, newest first.</summary>
    public FilteredTraces List(TraceToolContext context) => new(context.Client.ListTracesAsync(Query), this);

    /// <summary>Returns whether the filters that no source applies match a trace.</summary>
    public bool Matches(TraceSummary trace) => _local.Matches(trace);

    /// <summary>Returns whether a trace is left out since a request for traces created it.</summary>
    public bool IsHidden(TraceSummary trace) => !_includesRequestTraces && TraceListQuery.IsRequestTrace(trace);
}

/// <summary>Represents the traces that match filters. They are read once.</summary>
internal sealed class FilteredTraces(TraceList list, ToolFilters filters)
{
    /// <summary>The maximum number of traces that are read for one call.</summary>
    public const int MaxRead = 10_000;

    private int _readCount;

    /// <summary>Gets a value that indicates whether all traces were read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Gets a value that indicates whether the reading ended at <see cref="MaxRead"/>.</summary>
    public bool IsLimited => _readCount >= MaxRead && !IsComplete;

    /// <summary>Gets the number of traces that were left out since requests for traces created them.</summary>
    public int HiddenCount { get; private set; }

    /// <summary>Gets the sources that failed.</summary>
    public IReadOnlyList<SourceFailure> Failures => list.Failures;

    public async IAsyncEnumerable<TraceSummary> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trace in list.WithCancellation(cancellationToken))
        {
            if (_readCount >= MaxRead)
                yield break;
            _readCount++;
            if (!filters.Matches(trace))
                continue;
            if (filters.IsHidden(trace))
                HiddenCount++;
            else
                yield return trace;
        }

        IsComplete = true;
    }

    /// <summary>Returns sentences about what the list does not have, apart from <see cref="FailureText(SourceFailure, int)"/>.</summary>
    public IEnumerable<string> Notes() =>
    [
        .. Failures.Select(failure => ToolError.AdviceOf(WebError.Of(failure.Exception))).OfType<string>().Distinct(StringComparer.Ordinal),
        .. IsLimited ? [$"Only the newest {MaxRead} traces were read. Narrow the list with since, from, to or source."] : (string[])[],
        .. HiddenCount > 0 ? [$"{HiddenCount} traces are left out that the reading of traces created."] : (string[])[],
    ];

    /// <summary>Writes a line for each source that failed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxChars">The budget of the response.</param>
    public void WriteTo(ResponseText text, int maxChars)
    {
        foreach (var failure in Failures)
            text.Line($"Source {failure.SourceName} failed, its traces are missing: {FailureText(failure, maxChars)}");
    }

    /// <summary>Writes the members <c>failed_sources</c>, <c>hidden</c> and <c>notes</c>.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="maxChars">The budget of the response.</param>
    /// <param name="notes">The sentences about what is missing, and what to call next.</param>
    public void WriteTo(Utf8JsonWriter writer, int maxChars, IReadOnlyList<string> notes)
    {
        writer.WriteStartArray("failed_sources");
        foreach (var failure in Failures)
        {
            writer.WriteStartObject();
            writer.WriteString("source", failure.SourceName);
            writer.WriteString("error", FailureText(failure, maxChars));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (HiddenCount > 0)
            writer.WriteNumber("hidden", HiddenCount);
        if (notes.Count == 0)
            return;
        writer.WriteStartArray("notes");
        foreach (var note in notes)
            writer.WriteStringValue(note);
        writer.WriteEndArray();
    }

    /// <summary>Returns the error of a source, which is in both forms of a response.</summary>
    public static string FailureText(SourceFailure failure, int maxChars) =>
        ToolText.Of(WebError.Of(failure.Exception).Message, Math.Clamp(maxChars / 16, 60, 1000));
}
