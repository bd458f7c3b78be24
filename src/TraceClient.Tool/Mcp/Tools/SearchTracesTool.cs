namespace TraceClient.Tool;

/// <summary>The tool <c>search_traces</c>.</summary>
internal sealed class SearchTracesTool(TraceToolContext context) : TraceTool(
    context,
    "search_traces",
    "Lists traces of all sources with the references that other tools need, newest first.",
    [
        .. ToolFilters.Parameters,
        new ToolParameter("sort", ToolParameterType.Text) { Values = SummaryOrder.Names },
        new ToolParameter("limit", ToolParameterType.Integer) { Min = 1, Max = 100, Default = 20 },
        ToolParameter.Cursor,
        ToolParameter.MaxChars,
    ])
{
    protected override async Task<ToolResponse> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var filters = ToolFilters.Of(arguments, Context);
        var page = await SearchPage.ReadAsync(
            filters.List(Context), arguments.Text("sort") ?? SummaryOrder.Newest, SearchCursor.Parse(arguments.Text("cursor")),
            arguments.Number("limit")!.Value, cancellationToken);
        var max = arguments.Number(ToolParameter.MaxChars.Name)!.Value;
        IReadOnlyList<string> notes = [.. page.List.Notes(), .. page.Rows.Count == 0 ? NotesOfEmpty(page, filters) : []];

        // A row is in the text and in the data, and the budget is that of both: the most rows that fit are searched for.
        var (count, more) = (Math.Min(1, page.Rows.Count), page.Rows.Count);
        var response = Of(more);
        if (response.Structured is not null)
            return response;
        for (more--; count < more;)
        {
            var middle = (count + more + 1) / 2;
            (count, more) = Of(middle).Structured is null ? (count, middle - 1) : (middle, more);
        }

        return Of(count);

        ToolResponse Of(int rows) => ToolResponse.Within(max, Write(max, page, rows, notes), SearchJson.Of(page, rows, max, notes));
    }

    private static IReadOnlyList<string> NotesOfEmpty(SearchPage page, ToolFilters filters) =>
        page.Cursor.Offset > 0 || page.List.Failures.Count > 0 ? []
        : filters.AreSet ?
        [
            "Likely causes: a time range without traces, or a filter that is too narrow: name is exact and case-sensitive, "
                + "and lists of some sources do not have the model or the duration.",
            "Next: call search_traces with fewer filters, or with text instead of name.",
        ]
        : ["Next: call check_sources to see which sources are configured and work."];

    private static ResponseText Write(int maxChars, SearchPage page, int count, IReadOnlyList<string> notes)
    {
        var text = new ResponseText(maxChars);
        var next = page.NextOf(count);
        var total = page.Total is { } known ? $" of {known}" : next is null ? "" : ", more exist";
        text.Line(page.Rows.Count > 0 ? $"{SpanText.Count(count, "trace", "traces")}{total}:"
            : page.Cursor.Offset > 0 ? "There are no more traces."
            : page.List.Failures.Count > 0 ? "No trace was found in the sources that could be read."
            : "No trace was found.");
        foreach (var row in page.Rows.Take(count))
            text.Line(SearchText.Of(row));
        page.List.WriteTo(text, maxChars);
        foreach (var note in notes)
            text.Line(note);
        if (next is not null)
            text.Line($"Next: call search_traces with the same filters and cursor={next}.");
        return text;
    }
}

/// <summary>Represents the position at which a list goes on.</summary>
/// <param name="Newest">The time of the newest trace of the first page, in ns: newer ones do not shift the rows; null if unknown.</param>
/// <param name="Offset">The number of rows before the position.</param>
internal sealed record SearchCursor(long? Newest, int Offset)
{
    private static readonly SearchCursor Start = new(null, 0);

    /// <summary>Parses a cursor.</summary>
    /// <param name="text">The text; null for the start.</param>
    /// <param name="hasTime">Whether it can have a time.</param>
    /// <exception cref="UsageException">The text is not a cursor.</exception>
    public static SearchCursor Parse(string? text, bool hasTime = true)
    {
        if (text is null)
            return Start;
        var parts = text.Split('.');
        long? newest = parts is [var time, _]
            && long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ns)
            ? ns
            : null;
        return int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && parts.Length == (newest is null ? 1 : 2) && (hasTime || newest is null)
            ? new SearchCursor(newest, offset)
            : throw new UsageException($"'{ToolText.Of(text, 40)}' is not a cursor.", "the cursor of a response, unchanged");
    }

    public override string ToString() => Newest is { } newest
        ? string.Create(CultureInfo.InvariantCulture, $"{newest}.{Offset}")
        : Offset.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Represents a page of a list.</summary>
/// <param name="List">The list.</param>
/// <param name="Rows">The traces.</param>
/// <param name="Cursor">The position of the first one.</param>
/// <param name="Total">The number of traces of the list; null if it was not read to its end.</param>
internal sealed record SearchPage(FilteredTraces List, IReadOnlyList<TraceSummary> Rows, SearchCursor Cursor, int? Total)
{
    private bool HasMore { get; init; }

    public static async Task<SearchPage> ReadAsync(
        FilteredTraces list, string sort, SearchCursor cursor, int limit, CancellationToken cancellationToken)
    {
        var isNewest = sort == SummaryOrder.Newest;
        var traces = new List<TraceSummary>();
        await foreach (var trace in list.ReadAsync(cancellationToken))
        {
            var time = TraceListQuery.TimeOf(trace)?.UnixNanoseconds;
            if (cursor.Newest is null)
                cursor = cursor with { Newest = time };
            else if (time > cursor.Newest && cursor.Offset > 0)
                continue;
            traces.Add(trace);
            if (isNewest && traces.Count > cursor.Offset + (long)limit)
                break;
        }

        var sorted = isNewest ? traces : [.. traces.Order(SummaryOrder.By(sort))];
        return new SearchPage(
            list, [.. sorted.Skip(cursor.Offset).Take(limit)], cursor, list.IsComplete && list.Failures.Count == 0 ? traces.Count : null)
        {
            HasMore = traces.Count > cursor.Offset + (long)limit,
        };
    }

    /// <summary>Returns the position after a number of rows; null at the end.</summary>
    public SearchCursor? NextOf(int count) =>
        HasMore || count < Rows.Count ? Cursor with { Offset = Cursor.Offset + count } : null;
}

/// <summary>Writes a row of a list as text.</summary>
internal static class SearchText
{
    private const int MaxName = 80;

    public static string Of(TraceSummary trace) => string.Join("  ", new[]
    {
        trace.Reference.ToString(),
        (trace.StartTime ?? trace.RecordedAt) is { } time
            ? time.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : null,
        trace.Status.ToString(),
        trace.Duration is null ? null : ValueText.Of(trace.Duration),
        trace.ErrorCount is > 0 and var failed ? SpanText.Count(failed, "failed span", "failed spans") : null,
        ToolText.Of(trace.Name, MaxName),
    }.OfType<string>());
}

/// <summary>Writes a page of a list as structured content.</summary>
internal static class SearchJson
{
    private static readonly JsonWriterOptions Options =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement Of(SearchPage page, int count, int maxChars, IReadOnlyList<string> notes) => ToElement(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("returned", count);
        JsonMembers.Write(writer, "total", page.Total);
        var next = page.NextOf(count);
        writer.WriteBoolean("truncated", next is not null);
        JsonMembers.Write(writer, "next_cursor", next?.ToString());
        page.List.WriteTo(writer, maxChars, notes);
        writer.WriteStartArray("traces");
        foreach (var trace in page.Rows.Take(count))
            Write(writer, trace, Math.Clamp(maxChars / 25, 40, 80));
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Returns what a function writes.</summary>
    public static JsonElement ToElement(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, TraceSummary trace, int maxText)
    {
        writer.WriteStartObject();
        writer.WriteString("ref", trace.Reference.ToString());
        writer.WriteString("name", ToolText.Of(trace.Name, maxText));
        writer.WriteString("status", trace.Status.ToString());
        JsonMembers.Write(writer, "start_time", (trace.StartTime ?? trace.RecordedAt)?.ToString());
        JsonMembers.Write(writer, "duration_ms", trace.Duration);
        JsonMembers.Write(writer, "spans", trace.SpanCount);
        JsonMembers.Write(writer, "errors", trace.ErrorCount);
        JsonMembers.Write(writer, "service", TextOf(trace.ServiceName, maxText));
        JsonMembers.Write(writer, "session", TextOf(trace.SessionId, maxText));
        JsonMembers.Write(writer, "model", TextOf(trace.Model, maxText));
        JsonMembers.Write(writer, "input_tokens", trace.Usage?.InputTokens);
        JsonMembers.Write(writer, "output_tokens", trace.Usage?.OutputTokens);
        JsonMembers.Write(writer, "cost", trace.Usage is { Costs: [var cost, ..] } ? ToolText.Of(cost.ToString(), maxText) : null);
        writer.WriteEndObject();
    }

    private static string? TextOf(string? text, int maxText) => text is null ? null : ToolText.Of(text, maxText);
}
