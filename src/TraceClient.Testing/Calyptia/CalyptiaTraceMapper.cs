using TraceClient.Calyptia;

namespace TraceClient.Testing;

/// <summary>Maps a trace to the data of Calyptia: the records of one chunk in a session.</summary>
internal static class CalyptiaTraceMapper
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private static readonly TraceMapper Mapper = new("Calyptia", "calyptia.");
    private static readonly SpanType[] Types = [SpanType.Input, SpanType.Filter, SpanType.PreOutput, SpanType.Output];

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["created_at"] = "createdAt",
        ["event_time"] = "start_time",
    };

    // A client assigns records within a minute of each other to one chunk.
    private static readonly TimeSpan RecordInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Maps a trace to its records, oldest first, and the session that they are part of.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="time">Formats Unix seconds as the options select.</param>
    /// <exception cref="ArgumentException">Calyptia does not support a property of the trace.</exception>
    public static (string SessionId, DateTimeOffset CreatedAt, List<JsonMembers> Records) Map(Trace trace, Func<long, byte[]> time)
    {
        var parts = trace.Id.Split('/');
        Mapper.RejectIf(
            parts.Length < 3 || !Guid.TryParseExact(parts[0], "D", out _),
            "an id of the trace that is not SESSION/TRACE_ID/RECORD_ID with a UUID as the session");
        Mapper.RejectIf(
            trace.Spans.Count == 0 || trace.Spans[0].Id != parts[^1],
            "an id of the trace that does not end with its first span's");
        Mapper.RejectIf(trace.SessionId is not null && trace.SessionId != parts[0], "a session that is not the one in the trace's id");
        Mapper.RejectIf(trace.User is not null, "a user");
        Mapper.ThrowIfTimesDiffer(trace);
        var traceId = string.Join('/', parts[1..^1]);
        var createdAt = CreatedAtOf(trace.Spans[0]) ?? (trace.StartTime ?? trace.EndTime)?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch;
        Step[] steps =
        [
            .. trace.Spans.Select((span, i) =>
                new Step(span, traceId, CreatedAtOf(span) ?? createdAt + (i * RecordInterval), InstanceOf(span))),
        ];
        ThrowIfNotOneChunk(trace, parts[0], steps);
        return (parts[0], createdAt, [.. steps.Select(step => RecordOf(step, time))]);
    }

    private static JsonMembers RecordOf(Step step, Func<long, byte[]> time)
    {
        var span = step.Span;
        var isOfWholeChunk = span.Type == SpanType.Input || span.Type == SpanType.PreOutput;
        Mapper.RejectIf(span.Kind != SpanKind.Internal, $"the kind {span.Kind} of a span");
        Mapper.RejectIf(
            span.Status == SpanStatus.Error || span.StatusMessage is not null,
            "an error of a span: the return code of an output is an attribute");
        Mapper.RejectIf(span.Status == SpanStatus.Ok && span.Type != SpanType.Output, "the status Ok of a span that is not an output");
        Mapper.RejectIf(isOfWholeChunk && span.StartTime is not null, $"a start of a span of the type {span.Type}");
        Mapper.RejectIf(
            span.Duration != span.EndTime - span.StartTime,
            "a duration of a span that is not the time from its start to its end");
        Mapper.RejectIf(span.Resource.Count > 0, "the resource of a span");
        Mapper.RejectIf(span.Links.Count > 0, "links of a span");
        var json = JsonMembers.Parse("{}"u8);
        TraceMapper.Set(json, "id", span.Id);
        json.SetNumber("type", Array.IndexOf(Types, span.Type) + 1);
        TraceMapper.Set(json, "trace_id", step.TraceId);
        TraceMapper.Set(json, "plugin_instance", step.Instance);
        TraceMapper.Set(json, "plugin_alias", span.Name);
        json.SetNumber("return_code", span.Status == SpanStatus.Ok ? 1 : 0);
        SetTime(json, "start_time", span.StartTime, time);
        SetTime(json, "end_time", span.EndTime, time);
        TraceMapper.Set(json, "createdAt", TimestampFormat.Rfc3339(step.CreatedAt.UtcTicks));
        Mapper.RejectIf(
            Mapper.SetMembers(json, span.Attributes, Names) is { Count: > 0 },
            "an attribute of a span whose name does not begin with 'calyptia.'");
        return TraceMapper.Set(json, "records", span.Records, LogOf);
    }

    private static JsonMembers LogOf(Record record)
    {
        Mapper.RejectIf(record.Kind != RecordKind.Log || record.Name is not null, "a record that is not a log record, or has a name");
        var json = JsonMembers.Parse("{}"u8);
        if (record.Timestamp is { } time)
        {
            var seconds = (decimal)time.UnixNanoseconds / NanosecondsPerSecond;
            json.Set("timestamp", Encoding.ASCII.GetBytes(seconds.ToString(CultureInfo.InvariantCulture)));
        }

        TraceMapper.Set(json, "record", record.Body);
        foreach (var (key, value) in record.Attributes)
            TraceMapper.Set(json, key, value);
        return json;
    }

    private static void SetTime(JsonMembers json, string name, TraceTimestamp? value, Func<long, byte[]> time)
    {
        Mapper.RejectIf(value?.UnixNanoseconds % NanosecondsPerSecond is not (null or 0), "a time of a span that is not a whole second");
        if (value is { } known)
            json.Set(name, time(known.UnixNanoseconds / NanosecondsPerSecond));
        else
            json.Set(name, "null"u8);
    }

    /// <summary>Throws if a client would read another trace: it derives parents, names and the status from the records.</summary>
    private static void ThrowIfNotOneChunk(Trace trace, string sessionId, Step[] steps)
    {
        var builder = new CalyptiaTraceBuilder();
        foreach (var (span, traceId, createdAt, instance) in steps)
        {
            Mapper.RejectIf(!Types.Contains(span.Type), $"the type {span.Type} of a span");
            builder.Add(new CalyptiaTraceRecord
            {
                Id = span.Id,
                SessionId = sessionId,
                Type = new CalyptiaRecordType((Array.IndexOf(Types, span.Type) + 1).ToString(CultureInfo.InvariantCulture)),
                TraceId = traceId,
                PluginInstance = instance,
                PluginAlias = span.Name,
                ReturnCode = span.Attributes.GetInt64("calyptia.return_code") ?? (span.Status == SpanStatus.Ok ? 1 : 0),
                CreatedAt = SourceTime.FromText(TimestampFormat.Rfc3339(createdAt.UtcTicks)),
                Records = [.. span.Records.Select(record => new CalyptiaLogRecord { Record = record.Body })],
            });
        }

        var built = builder.ToTraces();
        Mapper.RejectIf(
            built.Count != 1,
            "spans that are not the steps of one chunk: inputs and pre-outputs must have the same name and all records so far");
        Mapper.RejectIf(
            !built[0].Spans.Select(span => (span.Id, span.ParentId)).SequenceEqual(trace.Spans.Select(span => (span.Id, span.ParentId))),
            "a tree of spans other than input, filters, pre-output and outputs");
        Mapper.RejectIf(built[0].Name != trace.Name, "a name of the trace that is not its input's");
        Mapper.RejectIf(
            built[0].Status != trace.Status,
            $"the status {trace.Status} of the trace: it follows from its outputs, and is {built[0].Status}");
        Mapper.RejectIf(trace.Attributes.Any(attribute => !IsKnown(attribute.Key, attribute.Value)), "attributes of the trace");

        bool IsKnown(string key, AttributeValue value) =>
            key == "calyptia.pipeline_id" || (built[0].Attributes.TryGetValue(key, out var known) && known == value);
    }

    private static string InstanceOf(Span span) => span.Attributes.GetString("calyptia.plugin_instance") ?? $"{span.Name}.0";

    private static DateTimeOffset? CreatedAtOf(Span span) =>
        span.Attributes.GetString("calyptia.created_at") is { } text && TimestampFormat.TryParse(text, out var time) ? time : null;

    private sealed record Step(Span Span, string TraceId, DateTimeOffset CreatedAt, string Instance);
}
