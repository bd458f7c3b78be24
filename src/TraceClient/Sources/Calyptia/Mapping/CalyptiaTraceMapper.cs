namespace TraceClient.Calyptia;

/// <summary>Makes traces and summaries of chunks.</summary>
internal static class CalyptiaTraceMapper
{
    /// <summary>A chunk as a trace.</summary>
    /// <param name="chunk">A chunk whose events have their records.</param>
    /// <param name="session">The trace session that it is part of.</param>
    /// <param name="pipelineName">The pipeline's name; null when unknown.</param>
    /// <param name="now">The time by which it is told whether the session is over.</param>
    /// <param name="namesakes">How many chunks go by the id that was asked for.</param>
    public static Trace ToTrace(CalyptiaChunk chunk, CalyptiaTraceSession session, string? pipelineName, TraceTimestamp now, int namesakes = 1)
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
            IsComplete = CalyptiaSessions.EndOf(session) is { } end && end < now,
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
        SourceErrors.ReferenceTo(SourceNames.Calyptia, CalyptiaTraceId.Format(session.Id ?? "", chunk.First.TraceId, chunk.First.Id));

    private static string NameOf(CalyptiaChunk chunk)
    {
        // Before outputs, too, the plugin that is named is the input.
        var input = chunk.Events.FirstOrDefault(step => step.Type == CalyptiaRecordType.Input && step.PluginName is not null)
            ?? chunk.Events.FirstOrDefault(step => step.Type == CalyptiaRecordType.PreOutput && step.PluginName is not null);
        return input?.PluginName ?? chunk.First.PluginName ?? chunk.First.TraceId;
    }

    private static TraceStatus StatusOf(CalyptiaChunk chunk)
    {
        var last = CalyptiaSpanMapper.LastOutputs(chunk);
        return last.Count > 0 && last.All(output => output.ReturnCode == CalyptiaReturnCodes.Ok) ? TraceStatus.Ok : TraceStatus.Unset;
    }

    private static AttributeMap AttributesOf(CalyptiaChunk chunk, CalyptiaTraceSession session) => AttributeMap.From(
    [
        KeyValuePair.Create(CalyptiaAttributes.TraceId, AttributeValue.From(chunk.First.TraceId)),
        KeyValuePair.Create(CalyptiaAttributes.SessionId, AttributeValue.From(session.Id)),
        KeyValuePair.Create(CalyptiaAttributes.PipelineId, AttributeValue.From(session.PipelineId)),
    ]);

    private static IEnumerable<TraceWarning> WarningsOf(CalyptiaChunk chunk, int namesakes)
    {
        if (namesakes > 1)
            yield return new TraceWarning(TraceWarningCodes.AmbiguousId, $"{namesakes} chunks go by the id that was asked for; this is the newest.");
        if (chunk.HasAmbiguousOutputs)
        {
            yield return new TraceWarning(
                TraceWarningCodes.AmbiguousOutput, "Several inputs' chunks go by this trace id, and outputs do not say which one they got: this one's may be another's.");
        }
    }
}

/// <summary>What a trace session says of its time.</summary>
internal static class CalyptiaSessions
{
    /// <summary>When a session is or was over; null when it does not say.</summary>
    public static TraceTimestamp? EndOf(CalyptiaTraceSession session)
    {
        if (session.CreatedAt.Value is not { } start || session.Lifespan.Duration is not { } lifespan)
            return null;
        var ticks = (Int128)start.UnixNanoseconds + ((Int128)lifespan.Ticks * 100);
        return new TraceTimestamp((long)Int128.Clamp(ticks, long.MinValue, long.MaxValue));
    }
}
