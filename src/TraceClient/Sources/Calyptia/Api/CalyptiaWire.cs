namespace TraceClient.Calyptia;

/// <summary>Reads Calyptia's responses and saved trace records.</summary>
internal static class CalyptiaWire
{
    private static readonly (string Name, WireMember<CalyptiaTraceRecord> Read)[] TraceRecordMembers =
    [
        ("id", (record, ref json) => record.Id = json.Text()),
        ("sessionID", (record, ref json) => record.SessionId = json.SharedText()),
        ("type", (record, ref json) => record.Type = json.RecordType()),
        ("trace_id", (record, ref json) => record.TraceId = json.SharedTextOrRaw()),
        ("start_time", (record, ref json) => record.StartTime = json.Time(TimeNumber.Seconds)),
        ("end_time", (record, ref json) => record.EndTime = json.Time(TimeNumber.Seconds)),
        ("plugin_instance", (record, ref json) => record.PluginInstance = json.SharedTextOrRaw()),
        ("plugin_alias", (record, ref json) => record.PluginAlias = json.SharedTextOrRaw()),
        ("return_code", (record, ref json) => record.ReturnCode = json.Int64()),
        ("records", ReadRecords),
        ("createdAt", (record, ref json) => record.CreatedAt = json.Time(TimeNumber.Seconds)),
    ];

    public static WireType<CalyptiaTraceRecord> TraceRecord { get; } = new(TraceRecordMembers);

    /// <summary>Gets the records of files, where those of Tap have names of their own for two members.</summary>
    public static WireType<CalyptiaTraceRecord> SavedRecord { get; } = new(
    [
        .. TraceRecordMembers,
        ("date", (record, ref json) => record.CreatedAt = json.Time(TimeNumber.Seconds)),
        ("return", (record, ref json) => record.ReturnCode = json.Int64()),
    ]);

    private static WireType<CalyptiaPipeline> Pipeline { get; } = new(
        ("id", (pipeline, ref json) => pipeline.Id = json.Text()),
        ("name", (pipeline, ref json) => pipeline.Name = json.Text()),
        ("kind", (pipeline, ref json) => pipeline.Kind = json.Text()),
        ("tracingEnabled", (pipeline, ref json) => pipeline.TracingEnabled = json.Boolean()),
        ("status", (pipeline, ref json) => pipeline.Status = PipelineStatus!.Read(ref json)),
        ("replicasCount", (pipeline, ref json) => pipeline.ReplicasCount = json.Int64()),
        ("createdAt", (pipeline, ref json) => pipeline.CreatedAt = json.Time(TimeNumber.Seconds)),
        ("updatedAt", (pipeline, ref json) => pipeline.UpdatedAt = json.Time(TimeNumber.Seconds)));

    private static WireType<CalyptiaPipelineStatus> PipelineStatus { get; } =
        new(("status", (status, ref json) => status.Status = json.Text()));

    private static WireType<CalyptiaCoreInstance> CoreInstance { get; } = new(
        ("id", (instance, ref json) => instance.Id = json.Text()),
        ("name", (instance, ref json) => instance.Name = json.Text()),
        ("version", (instance, ref json) => instance.Version = json.Text()),
        ("createdAt", (instance, ref json) => instance.CreatedAt = json.Time(TimeNumber.Seconds)),
        ("updatedAt", (instance, ref json) => instance.UpdatedAt = json.Time(TimeNumber.Seconds)));

    public static WireTypes Types { get; } = new WireTypes()
        .With(TraceRecord)
        .With(new WireType<CalyptiaTraceSession>(
            ("id", (session, ref json) => session.Id = json.Text()),
            ("pipelineID", (session, ref json) => session.PipelineId = json.Text()),
            ("plugins", (session, ref json) => session.Plugins = json.List(static (ref item) => item.Text())),
            ("lifespan", (session, ref json) => session.Lifespan = json.Lifespan()),
            ("createdAt", (session, ref json) => session.CreatedAt = json.Time(TimeNumber.Seconds)),
            ("updatedAt", (session, ref json) => session.UpdatedAt = json.Time(TimeNumber.Seconds))))
        .With(new WireType<CalyptiaCreatedTraceSession>(
            ("id", (session, ref json) => session.Id = json.Text()),
            ("createdAt", (session, ref json) => session.CreatedAt = json.Time(TimeNumber.Seconds))))
        .With(new WireType<CalyptiaUpdatedTraceSession>(
            ("updatedAt", (session, ref json) => session.UpdatedAt = json.Time(TimeNumber.Seconds))))
        .With(new WireType<CalyptiaTerminatedTraceSession>(
            ("id", (session, ref json) => session.Id = json.Text()),
            ("lifespan", (session, ref json) => session.Lifespan = json.Lifespan()),
            ("updatedAt", (session, ref json) => session.UpdatedAt = json.Time(TimeNumber.Seconds))))
        .With(new WireType<CalyptiaCreatedTraceRecord>(
            ("id", (record, ref json) => record.Id = json.Text()),
            ("sessionID", (record, ref json) => record.SessionId = json.Text()),
            ("createdAt", (record, ref json) => record.CreatedAt = json.Time(TimeNumber.Seconds))))
        .With(new WireType<CalyptiaProject>(
            ("id", (project, ref json) => project.Id = json.Text()),
            ("name", (project, ref json) => project.Name = json.Text()),
            ("aggregatorsCount", (project, ref json) => project.AggregatorsCount = json.Int64()),
            ("createdAt", (project, ref json) => project.CreatedAt = json.Time(TimeNumber.Seconds))))
        .With(Pipeline)
        .With(new WireType<CalyptiaPipelinePage>(
            ("items", (page, ref json) => page.Items = json.List(Pipeline)),
            ("endCursor", (page, ref json) => page.EndCursor = json.Text()),
            ("count", (page, ref json) => page.Count = json.Int64())))
        .With(new WireType<CalyptiaCoreInstancePage>(
            ("items", (page, ref json) => page.Items = json.List(CoreInstance)),
            ("endCursor", (page, ref json) => page.EndCursor = json.Text()),
            ("count", (page, ref json) => page.Count = json.Int64())))
        .With(new WireType<CalyptiaSearchResult>(
            ("id", (result, ref json) => result.Id = json.Text()),
            ("name", (result, ref json) => result.Name = json.Text())));

    // A type can be a number, as documented, or a name.
    private static CalyptiaRecordType RecordType(this ref WireReader json) =>
        json.SharedTextOrRaw() is { } text ? new CalyptiaRecordType(text) : default;

    // Go's own JSON of a duration is a number of nanoseconds.
    private static CalyptiaLifespan Lifespan(this ref WireReader json)
    {
        TimeSpan? duration = json.Token == JsonTokenType.Number && json.Int64() is { } nanoseconds
            ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
            : null;
        var text = json.TextOrRaw();
        return new CalyptiaLifespan(text, duration ?? (GoDuration.TryParse(text, out var read) ? read : null));
    }

    private static void ReadRecords(CalyptiaTraceRecord record, ref WireReader json)
    {
        var skipped = json.Skipped;
        record.Records = json.List(ReadLogRecord);
        record.NullRecords = json.Skipped - skipped;
    }

    private static CalyptiaLogRecord? ReadLogRecord(ref WireReader json)
    {
        if (json.Token != JsonTokenType.StartObject)
            return json.IsNull ? null : new CalyptiaLogRecord { Record = json.Payload() };

        var record = new CalyptiaLogRecord();
        ArrayBufferWriter<byte>? others = null;
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var (isTimestamp, isBody, start) = (json.IsName("timestamp"u8), json.IsName("record"u8), json.Start);
            if (!json.Read())
                return null;
            if (isTimestamp)
            {
                record.Timestamp = json.Time(TimeNumber.Seconds);
            }
            else if (isBody)
            {
                record.Record = json.Payload();
            }
            else
            {
                json.Skip();
                others ??= new ArrayBufferWriter<byte>();
                others.Write(others.WrittenCount == 0 ? "{"u8 : ","u8);
                others.Write(json.BytesFrom(start));
            }
        }

        others?.Write("}"u8);
        record.Extensions = others is null ? JsonPayload.Null : new JsonPayload(others.WrittenMemory);
        return record;
    }
}
