namespace TraceClient;

/// <summary>Writes the members of the model's types that <c>docs/trace.schema.json</c> describes. What is not known is left out.</summary>
/// <remarks>The tool compiles these files as well: what it prints is the same.</remarks>
internal static class TraceJsonWriter
{
    private const int FlushAt = 16 * 1024;
    private const decimal TicksPerMillisecond = TimeSpan.TicksPerMillisecond;
    private const decimal NanosecondsPerMillisecond = 1_000_000;

    public static void Write(Utf8JsonWriter writer, Trace trace)
    {
        WriteHeader(writer, trace);
        WriteSpans(writer, trace.Spans, Write);
    }

    /// <summary>Writes all of a trace but its spans.</summary>
    public static void WriteHeader(Utf8JsonWriter writer, Trace trace)
    {
        WriteIdentity(writer, trace.Reference, trace.Name, trace.Status);
        WriteTimes(writer, trace.StartTime, trace.EndTime, trace.Duration);
        writer.Write("sessionId", trace.SessionId).Write("serviceName", trace.ServiceName).Write("user", trace.User)
            .Write("spanCount", trace.Spans.Count).Write("errorCount", trace.Spans.Count(span => span.Status == SpanStatus.Error));
        WriteUsage(writer, trace.Usage);
        writer.Write("attributes", trace.Attributes).Write("warnings", trace.Warnings, Write).Write("isComplete", trace.IsComplete);
    }

    /// <summary>Writes spans, and passes on what is written from time to time.</summary>
    public static void WriteSpans(Utf8JsonWriter writer, IEnumerable<Span> spans, Action<Utf8JsonWriter, Record> record)
    {
        writer.WriteStartArray("spans"u8);
        foreach (var span in spans)
        {
            writer.WriteObject((span, record), static (writer, one) => Write(writer, one.span, one.record));
            if (writer.BytesPending >= FlushAt)
                writer.Flush();
        }

        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, TraceSummary trace)
    {
        WriteIdentity(writer, trace.Reference, trace.Name, trace.Status);
        writer.Write("recordedAt", trace.RecordedAt);
        WriteTimes(writer, trace.StartTime, trace.EndTime, trace.Duration);
        writer.Write("sessionId", trace.SessionId).Write("serviceName", trace.ServiceName).Write("user", trace.User)
            .Write("spanCount", trace.SpanCount).Write("errorCount", trace.ErrorCount)
            .Write("spanTypes", ListOf(trace.SpanTypes?.Select(type => type.Value))).Write("model", trace.Model);
        WriteUsage(writer, trace.Usage);
        writer.Write("attributes", trace.Attributes);
    }

    public static void Write(Utf8JsonWriter writer, Span span) => Write(writer, span, Write);

    /// <summary>Writes a span whose records are written by someone else.</summary>
    public static void Write(Utf8JsonWriter writer, Span span, Action<Utf8JsonWriter, Record> record)
    {
        writer.Write("id", span.Id).Write("parentId", span.ParentId).Write("name", span.Name).Write("type", span.Type.Value)
            .Write("kind", span.Kind.ToString()).Write("status", span.Status.ToString()).Write("statusMessage", span.StatusMessage);
        WriteTimes(writer, span.StartTime, span.EndTime, span.Duration);
        if (span.GenAI is { } genAI)
            Write(writer, genAI);
        writer.Write("attributes", span.Attributes).Write("resource", span.Resource)
            .Write("records", span.Records, record).Write("links", span.Links, Write).Write("warnings", span.Warnings, Write);
    }

    public static void Write(Utf8JsonWriter writer, Record record)
    {
        writer.Write("kind", record.Kind.ToString()).Write("name", record.Name).Write("timestamp", record.Timestamp);
        if (!IsReadable(record.Body.Utf8.Span))
        {
            writer.WriteBase64String("bodyBase64"u8, record.Body.Utf8.Span);
        }
        else if (!record.Body.IsNull)
        {
            writer.WritePropertyName("body"u8);
            record.Body.WriteTo(writer);
        }

        writer.Write("attributes", record.Attributes);
    }

    public static void Write(Utf8JsonWriter writer, SpanLink link) =>
        writer.Write("traceId", link.TraceId).Write("spanId", link.SpanId).Write("attributes", link.Attributes);

    public static void Write(Utf8JsonWriter writer, TraceWarning warning) =>
        writer.Write("code", warning.Code).Write("message", warning.Message).Write("spanId", warning.SpanId);

    /// <summary>Writes single values. Messages, arguments and results stand in the records and the attributes.</summary>
    public static void Write(Utf8JsonWriter writer, GenAIInfo genAI)
    {
        writer.WriteStartObject("genAI"u8);
        writer.Write("operation", genAI.Operation).Write("provider", genAI.Provider).Write("model", genAI.Model)
            .Write("responseModel", genAI.ResponseModel).Write("agentName", genAI.AgentName).Write("conversationId", genAI.ConversationId);
        WriteTokens(writer, genAI.InputTokens, genAI.OutputTokens, genAI.CachedInputTokens, genAI.TotalTokens);
        if (genAI.Cost is { } cost)
        {
            writer.WritePropertyName("cost"u8);
            writer.WriteObject(cost, Write);
        }

        writer.Write("temperature", genAI.Temperature).Write("topP", genAI.TopP).Write("topK", genAI.TopK)
            .Write("maxTokens", genAI.MaxTokens).Write("frequencyPenalty", genAI.FrequencyPenalty)
            .Write("presencePenalty", genAI.PresencePenalty).Write("seed", genAI.Seed)
            .Write("finishReasons", ListOf(genAI.FinishReasons.Count == 0 ? null : genAI.FinishReasons))
            .Write("toolName", genAI.ToolName).Write("toolCallId", genAI.ToolCallId);
        writer.WriteEndObject();
    }

    /// <summary>Gets the milliseconds between two times to the nanosecond; null where one is not known.</summary>
    public static decimal? MillisecondsBetween(TraceTimestamp? start, TraceTimestamp? end) =>
        ((decimal?)end?.UnixNanoseconds - start?.UnixNanoseconds) / NanosecondsPerMillisecond;

    private static void WriteIdentity(Utf8JsonWriter writer, TraceReference reference, string name, TraceStatus status) => writer
        .Write("reference", reference.ToString()).Write("source", reference.Source).Write("id", reference.Id)
        .Write("name", name).Write("status", status.ToString());

    /// <summary>Writes times and how long it took: to the nanosecond where the times say it, else as the source says.</summary>
    private static void WriteTimes(Utf8JsonWriter writer, TraceTimestamp? start, TraceTimestamp? end, TimeSpan? duration) => writer
        .Write("startTime", start).Write("endTime", end)
        .WriteDecimal("durationMs", duration == end - start ? MillisecondsBetween(start, end) : duration?.Ticks / TicksPerMillisecond);

    private static void WriteUsage(Utf8JsonWriter writer, GenAIUsage? usage)
    {
        if (usage is null)
            return;
        writer.WriteStartObject("usage"u8);
        WriteTokens(writer, usage.InputTokens, usage.OutputTokens, usage.CachedInputTokens, usage.TotalTokens);
        writer.Write("costs", usage.Costs, Write).WriteEndObject();
    }

    private static void WriteTokens(Utf8JsonWriter writer, long? input, long? output, long? cached, long? total) =>
        writer.Write("inputTokens", input).Write("outputTokens", output).Write("cachedInputTokens", cached).Write("totalTokens", total);

    private static void Write(Utf8JsonWriter writer, GenAICost cost) =>
        writer.WriteDecimal("amount", cost.Amount).Write("currency", cost.Currency);

    private static AttributeValue ListOf(IEnumerable<string>? texts) =>
        texts is null ? default : AttributeValue.From(texts.Select(AttributeValue.From));

    /// <summary>Whether a body is read back as it is: it is valid UTF-8, and no deeper than readers of JSON go by default.</summary>
    private static bool IsReadable(ReadOnlySpan<byte> json)
    {
        if (!System.Text.Unicode.Utf8.IsValid(json))
            return false;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var mayBeDeep = json.Count((byte)'[') + json.Count((byte)'{') > JsonValueWriter.MaxNesting;
        while (mayBeDeep && reader.Read())
        {
            if (reader.CurrentDepth > JsonValueWriter.MaxNesting)
                return false;
        }

        return true;
    }
}
