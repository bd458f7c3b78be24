namespace TraceClient.Testing;

/// <summary>Writes projects, pipelines, sessions and records in the format of Calyptia Core.</summary>
internal sealed class CalyptiaWriter(CalyptiaData data, CalyptiaSimulatorOptions options, SeededRandom random)
{
    private const int MaxEarlierBatches = 12;

    public void WriteProject(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", data.ProjectId);
        json.WriteString("name", "default");
        json.WriteNumber("aggregatorsCount", CalyptiaData.InstanceCount);
        json.WriteString("createdAt", TimestampFormat.Rfc3339(data.ProjectCreatedAt));
        UnknownMembers.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public void WriteInstance(Utf8JsonWriter json, int instance)
    {
        json.WriteStartObject();
        json.WriteString("id", data.InstanceId(instance));
        json.WriteString("name", CalyptiaData.InstanceName(instance));
        json.WriteString("environmentName", "default");
        json.WriteString("status", "running");
        json.WriteString("createdAt", TimestampFormat.Rfc3339(data.ProjectCreatedAt + instance));
        json.WriteString("updatedAt", TimestampFormat.Rfc3339(data.ProjectCreatedAt + instance));
        UnknownMembers.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public void WritePipeline(Utf8JsonWriter json, CalyptiaPipeline pipeline)
    {
        json.WriteStartObject();
        json.WriteString("id", pipeline.Id);
        json.WriteString("name", pipeline.Name);
        json.WriteString("kind", pipeline.Kind);
        json.WriteBoolean("tracingEnabled", true);
        json.WriteNumber("replicasCount", pipeline.Inputs.Length);
        json.WriteStartArray("tags");
        foreach (var tag in pipeline.Tags)
            json.WriteStringValue(tag);
        json.WriteEndArray();
        json.WriteStartObject("config");
        json.WriteString("configFormat", pipeline.ConfigFormat);
        json.WriteString("rawConfig", RawConfig(pipeline));
        json.WriteEndObject();
        json.WriteStartObject("status");
        json.WriteString("status", "STARTED");
        json.WriteEndObject();
        json.WriteString("createdAt", TimestampFormat.Rfc3339(pipeline.CreatedAt));
        json.WriteString("updatedAt", TimestampFormat.Rfc3339(pipeline.CreatedAt));
        UnknownMembers.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public void WriteSession(Utf8JsonWriter json, CalyptiaSession session)
    {
        if (session.Raw is { } raw)
        {
            raw.Write(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("id", session.Id);
        json.WriteString("pipelineID", session.PipelineId);
        if (session.Plugins is { } plugins)
        {
            json.WriteStartArray("plugins");
            foreach (var plugin in plugins)
                json.WriteStringValue(plugin);
            json.WriteEndArray();
        }
        else
        {
            json.WriteNull("plugins");
        }

        json.WriteString("lifespan", GoDuration.Format(session.LifespanNs));
        json.WriteString("createdAt", TimestampFormat.Rfc3339(session.CreatedAt));
        json.WriteString("updatedAt", TimestampFormat.Rfc3339(session.UpdatedAt));
        UnknownMembers.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public void WriteRecord(Utf8JsonWriter json, CalyptiaSession session, long index)
    {
        var shape = data.Shape(session.Number, index);
        var createdAt = data.CreatedAt(session.Number, index);
        json.WriteStartObject();
        json.WriteString("id", data.RecordIds[CalyptiaData.RecordNumber(session.Number, index)]);
        json.WriteString("sessionID", session.Id);
        json.WriteNumber("type", options.UnknownMembers && index % 7 == 6 ? 9 : shape.Type);
        json.WriteString("trace_id", shape.Name);
        // Fluent Bit puts the event time of the last record into start_time of types 1 and 3; only a filter has a real start.
        WriteTime(json, "start_time", TimestampFormat.UnixSeconds(createdAt) - (shape.Type == 2 ? 0 : 1));
        WriteTime(json, "end_time", TimestampFormat.UnixSeconds(createdAt));
        json.WriteString("plugin_instance", shape.Plugin);
        json.WriteString("plugin_alias", CalyptiaLogs.Alias(data.PipelineOf(session.Number), shape.Plugin));
        json.WriteNumber("return_code", shape.ReturnCode);
        json.WriteStartArray("records");
        if (shape.Type != 4)
        {
            WriteLogs(
                json, session.Number, shape,
                pass => TimestampFormat.UnixSeconds(data.LoggedAt(session.Number, index, shape.IsDropped, pass)));
        }

        json.WriteEndArray();
        json.WriteString("createdAt", TimestampFormat.Rfc3339(createdAt));
        UnknownMembers.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public void WriteTime(Utf8JsonWriter json, string name, long seconds)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(Time(seconds), skipInputValidation: true);
    }

    /// <summary>Formats Unix seconds as JSON, as the options select.</summary>
    public byte[] Time(long seconds) => Encoding.ASCII.GetBytes(options.TimeFormat switch
    {
        CalyptiaTimeFormat.UnixSeconds => seconds.ToString(CultureInfo.InvariantCulture),
        CalyptiaTimeFormat.UnixSecondsWithFraction => seconds.ToString(CultureInfo.InvariantCulture) + ".0",
        _ => $"\"{TimestampFormat.Rfc3339(DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond))}\"",
    });

    /// <summary>Creates a configuration that contains a secret, to test that a client does not keep it.</summary>
    private static string RawConfig(CalyptiaPipeline pipeline)
    {
        var text = new StringBuilder("[SERVICE]\n    Flush 1\n");
        foreach (var input in pipeline.Inputs)
            text.Append(CultureInfo.InvariantCulture, $"[INPUT]\n    Name {CalyptiaLogs.Plain(input)}\n{CalyptiaLogs.Settings(input)}");
        foreach (var filter in pipeline.Filters)
            text.Append(CultureInfo.InvariantCulture, $"[FILTER]\n    Name {CalyptiaLogs.Plain(filter)}\n{CalyptiaLogs.Settings(filter)}");
        return text.Append("[OUTPUT]\n    Name http\n    Host logs.example.com\n    HTTP_User writer\n    HTTP_Passwd ")
            .Append(TraceSimulator.PipelineSecret).Append('\n').ToString();
    }

    /// <summary>Writes the log records: input and pre_output have the whole chunk so far, a filter only the new batch.</summary>
    private void WriteLogs(Utf8JsonWriter json, int session, CalyptiaRecordShape shape, Func<int, long> secondsOf)
    {
        if (shape.IsDropped)
        {
            if (shape.Type == 1)
                WriteBatch(json, session, shape, shape.Pass, 0, secondsOf(shape.Pass));
            return;
        }

        if (shape.Type != 2)
        {
            for (var pass = Math.Max(0, shape.Pass - MaxEarlierBatches); pass < shape.Pass; pass++)
                WriteBatch(json, session, shape, pass, int.MaxValue, secondsOf(pass));
        }

        WriteBatch(json, session, shape, shape.Pass, shape.Type == 3 ? int.MaxValue : shape.Filter, secondsOf(shape.Pass));
    }

    /// <summary>Writes the log records of one append to the chunk, as they are after a number of filters.</summary>
    private void WriteBatch(Utf8JsonWriter json, int session, CalyptiaRecordShape shape, int pass, int filters, long seconds)
    {
        var pipeline = data.PipelineOf(session);
        var working = pass == 0 ? shape.FirstFilters : pipeline.Filters.Length;
        int Below(int bound, int purpose) => random.Below(bound, session, shape.Chunk, (pass * 64) + purpose + 40);

        // A filter that had nothing to do met records that are as it would have made them.
        bool IsThrough(string name) => Array.FindIndex(pipeline.Filters, filter => CalyptiaLogs.Plain(filter) == name) is >= 0 and var at
            && (at < filters || at >= working);

        foreach (var write in CalyptiaLogs.Batch(pipeline, shape.Input, Below, shape.IsDropped, IsThrough))
            WriteLog(json, seconds, write);
    }

    private void WriteLog(Utf8JsonWriter json, long seconds, Action<Utf8JsonWriter> writeMembers)
    {
        json.WriteStartObject();
        json.WriteNumber("timestamp", seconds);
        json.WritePropertyName("record");
        if (options.RecordsAsText)
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            using (var body = new Utf8JsonWriter(buffer))
            {
                body.WriteStartObject();
                writeMembers(body);
                body.WriteEndObject();
            }

            json.WriteStringValue(buffer.WrittenSpan);
        }
        else
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
