namespace TraceClient.Calyptia;

/// <summary>Makes traces and summaries of chunks.</summary>
internal static class CalyptiaTraceMapper
{
    /// <summary>A chunk as a trace.</summary>
    /// <param name="chunk">A chunk whose events have their records.</param>
    /// <param name="session">The trace session that it is part of.</param>
    /// <param name="pipelineName">The pipeline's name; null when unknown.</param>
    /// <param name="now">The time by which it is decided whether the session is over.</param>
    /// <param name="namesakes">How many chunks go by the id that was given.</param>
    public static Trace ToTrace(
        CalyptiaChunk chunk, CalyptiaTraceSession session, string? pipelineName, TraceTimestamp now, int namesakes = 1)
    {
        var spans = CalyptiaSpanMapper.ToSpans(chunk);
        var header = new Trace
        {
            Reference = ReferenceOf(chunk, session),
            Name = NameOf(chunk),
            Status = StatusOf(chunk),
            SessionId = session.Id,
            ServiceName = pipelineName,
            Attributes = AttributesOf(chunk, session),
            IsComplete = session.EndsAt < now || AreOutputsSettled(chunk),
            Warnings = [.. WarningsOf(chunk, namesakes)],
        };

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var step in chunk.Events)
            places.TryAdd(step.Id, places.Count);
        return TraceAssembler.Assemble(header, spans, Comparer<Span>.Create((left, right) => places[left.Id].CompareTo(places[right.Id])));
    }

    /// <summary>A chunk as an entry of a list; the headers of its events suffice.</summary>
    public static TraceSummary ToSummary(CalyptiaChunk chunk, CalyptiaTraceSession session, string? pipelineName) => new()
    {
        Reference = ReferenceOf(chunk, session),
        Name = NameOf(chunk),
        Status = StatusOf(chunk),
        RecordedAt = chunk.First.CreatedAt,
        StartTime = chunk.Events.Min(step => step.Start),
        EndTime = chunk.Events.Max(step => step.End),
        SessionId = session.Id,
        ServiceName = pipelineName,
        SpanCount = chunk.Events.Count,
        SpanTypes = [.. chunk.Events.Select(step => CalyptiaSpanMapper.TypeOf(step.Type)).Distinct()],
        Attributes = AttributesOf(chunk, session),
    };

    private static TraceReference ReferenceOf(CalyptiaChunk chunk, CalyptiaTraceSession session) =>
        SourceErrors.ReferenceTo(SourceNames.Calyptia, $"{session.Id}/{chunk.First.TraceId}/{chunk.First.Id}");

    private static string NameOf(CalyptiaChunk chunk)
    {
        // Before outputs, too, the plugin that is named is the input.
        var inputs = chunk.Events.Where(step => step is { PluginName: not null, Type.IsOfWholeChunk: true });
        var input = inputs.MinBy(step => step.Type == CalyptiaRecordType.PreOutput);
        return (input ?? chunk.First).PluginName ?? chunk.First.TraceId;
    }

    private static TraceStatus StatusOf(CalyptiaChunk chunk) =>
        chunk.Outputs.Count > 0 && CalyptiaSpanMapper.LastOutputs(chunk).All(output => output.IsDelivered)
            ? TraceStatus.Ok
            : TraceStatus.Unset;

    /// <summary>Whether each route has delivered or has failed for good: outputs come when nothing more is appended to a chunk.</summary>
    private static bool AreOutputsSettled(CalyptiaChunk chunk) =>
        chunk.Outputs.Count > 0 && CalyptiaSpanMapper.LastOutputs(chunk).All(output => !output.IsRetry);

    private static AttributeMap AttributesOf(CalyptiaChunk chunk, CalyptiaTraceSession session) => AttributeMap.From(
    [
        KeyValuePair.Create(CalyptiaSpanMapper.Prefix + "trace_id", AttributeValue.From(chunk.First.TraceId)),
        KeyValuePair.Create(CalyptiaSpanMapper.Prefix + "session_id", AttributeValue.From(session.Id)),
        KeyValuePair.Create(CalyptiaSpanMapper.Prefix + "pipeline_id", AttributeValue.From(session.PipelineId)),
    ]);

    private static IEnumerable<TraceWarning> WarningsOf(CalyptiaChunk chunk, int namesakes)
    {
        if (namesakes > 1)
            yield return new TraceWarning(
                TraceWarningCodes.AmbiguousId, $"{namesakes} chunks go by the id that was given; this is the newest.");
        if (chunk.HasAmbiguousOutputs)
        {
            yield return new TraceWarning(
                TraceWarningCodes.AmbiguousOutput,
                "Several inputs' chunks go by this trace id, and outputs do not say which one they got: this one's may be another's.");
        }
    }
}
