namespace TraceClient;

/// <summary>Reads what <see cref="TraceJsonWriter"/> writes. Members that it does not know are ignored.</summary>
internal static class TraceJsonReader
{
    /// <summary>Reads a value. What is wrong with it becomes a <see cref="JsonException"/> with the path to it and no value.</summary>
    public static T Read<T>(string path, JsonElement json, Func<JsonElement, T> read)
    {
        try
        {
            return read(json);
        }
        catch (JsonException exception)
        {
            throw new JsonException(path + exception.Message, exception);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            throw new JsonException(path + " is not valid.", error);
        }
    }

    public static Trace ReadTrace(JsonElement json)
    {
        var (start, end) = (Time(json, "startTime"), Time(json, "endTime"));
        return TraceAssembler.Join(
            new Trace
            {
                Reference = Identity(json),
                Name = Required(json, "name"),
                Status = Get(json, "status", ReadEnum<TraceStatus>),
                StartTime = start,
                EndTime = end,
                Duration = Duration(json, start, end),
                SessionId = Text(json, "sessionId"),
                ServiceName = Text(json, "serviceName"),
                User = Text(json, "user"),
                Attributes = Attributes(json, "attributes"),
                Warnings = Items(json, "warnings", ReadWarning) ?? [],
                IsComplete = Get(json, "isComplete", value => value.GetBoolean()),
            },
            Items(json, "spans", ReadSpan) ?? []);
    }

    public static TraceSummary ReadSummary(JsonElement json)
    {
        var (start, end) = (Time(json, "startTime"), Time(json, "endTime"));
        return new TraceSummary
        {
            Reference = Identity(json),
            Name = Required(json, "name"),
            Status = Get(json, "status", ReadEnum<TraceStatus>),
            RecordedAt = Time(json, "recordedAt"),
            StartTime = start,
            EndTime = end,
            Duration = Duration(json, start, end),
            SessionId = Text(json, "sessionId"),
            ServiceName = Text(json, "serviceName"),
            User = Text(json, "user"),
            SpanCount = Get<int?>(json, "spanCount", value => value.GetInt32()),
            ErrorCount = Get<int?>(json, "errorCount", value => value.GetInt32()),
            SpanTypes = Items(json, "spanTypes", ReadType),
            Model = Text(json, "model"),
            Usage = Get(json, "usage", ReadUsage),
            Attributes = Attributes(json, "attributes"),
        };
    }

    public static Span ReadSpan(JsonElement json)
    {
        var (start, end) = (Time(json, "startTime"), Time(json, "endTime"));
        return new Span
        {
            Id = Required(json, "id"),
            ParentId = Text(json, "parentId"),
            Name = Required(json, "name"),
            Type = Get(json, "type", ReadType),
            Kind = Get(json, "kind", ReadEnum<SpanKind>),
            Status = Get(json, "status", ReadEnum<SpanStatus>),
            StatusMessage = Text(json, "statusMessage"),
            StartTime = start,
            EndTime = end,
            Duration = Duration(json, start, end),
            Attributes = Attributes(json, "attributes"),
            Resource = Attributes(json, "resource"),
            Records = Items(json, "records", ReadRecord) ?? [],
            Links = Items(json, "links", ReadLink) ?? [],
            Warnings = Items(json, "warnings", ReadWarning) ?? [],
        };
    }

    public static Record ReadRecord(JsonElement json) => new()
    {
        Kind = Get<RecordKind?>(json, "kind", value => ReadEnum<RecordKind>(value)) ?? throw new JsonException(".kind is missing."),
        Name = Text(json, "name"),
        Timestamp = Time(json, "timestamp"),
        Body = Get<JsonPayload?>(json, "body", value => ReadPayload(value))
            ?? Get(json, "bodyBase64", value => JsonPayload.FromUtf8(value.GetBytesFromBase64())),
        Attributes = Attributes(json, "attributes"),
    };

    public static SpanLink ReadLink(JsonElement json) =>
        new(Required(json, "traceId"), Required(json, "spanId")) { Attributes = Attributes(json, "attributes") };

    public static TraceWarning ReadWarning(JsonElement json) =>
        new(Required(json, "code"), Required(json, "message"), Text(json, "spanId"));

    // Not Parse: here, spaces around an id belong to it.
    public static TraceReference ReadReference(JsonElement json) =>
        JsonValueReader.ReadString(json).Split(':', 2) is [var source, var id]
            ? new TraceReference(source, id)
            : throw new FormatException();

    public static TraceTimestamp ReadTimestamp(JsonElement json) => TraceTimestamp.Parse(JsonValueReader.ReadString(json));

    public static SpanType ReadType(JsonElement json) => new(JsonValueReader.ReadString(json));

    public static JsonPayload ReadPayload(JsonElement json) => JsonPayload.FromUtf8(JsonMarshal.GetRawUtf8Value(json));

    private static GenAIUsage ReadUsage(JsonElement json)
    {
        var usage = new GenAIUsage
        {
            InputTokens = Get<long?>(json, "inputTokens", value => value.GetInt64()),
            OutputTokens = Get<long?>(json, "outputTokens", value => value.GetInt64()),
            CachedInputTokens = Get<long?>(json, "cachedInputTokens", value => value.GetInt64()),
            Costs = Items(json, "costs", ReadCost) ?? [],
        };
        var total = Get<long?>(json, "totalTokens", value => value.GetInt64());
        return total is null || total == usage.TotalTokens ? usage : usage with { TotalTokens = total };
    }

    private static GenAICost ReadCost(JsonElement json) => new(
        Get<decimal?>(json, "amount", value => value.GetDecimal()) ?? throw new JsonException(".amount is missing."),
        Text(json, "currency"));

    private static T ReadEnum<T>(JsonElement json)
        where T : struct, Enum =>
        Enum.TryParse<T>(JsonValueReader.ReadString(json), out var value) ? value : throw new JsonException(" is not known.");

    private static TraceReference Identity(JsonElement json) =>
        Get(json, "reference", ReadReference) ?? (Text(json, "source") is { } source && Text(json, "id") is { } id
            ? new TraceReference(source, id)
            : throw new JsonException(".reference is missing."));

    /// <summary>Gets a duration that the times do not say themselves.</summary>
    private static TimeSpan? Duration(JsonElement json, TraceTimestamp? start, TraceTimestamp? end) =>
        Get<decimal?>(json, "durationMs", value => value.GetDecimal()) is { } milliseconds
            && milliseconds != TraceJsonWriter.MillisecondsBetween(start, end)
            ? Read(".durationMs", json, _ => TimeSpan.FromTicks((long)decimal.Round(milliseconds * TimeSpan.TicksPerMillisecond)))
            : null;

    private static TraceTimestamp? Time(JsonElement json, string name) => Get<TraceTimestamp?>(json, name, value => ReadTimestamp(value));

    private static AttributeMap Attributes(JsonElement json, string name) => Get(json, name, JsonValueReader.ReadMap) ?? AttributeMap.Empty;

    private static string Required(JsonElement json, string name) => Text(json, name) ?? throw new JsonException($".{name} is missing.");

    private static string? Text(JsonElement json, string name) => Get(json, name, JsonValueReader.ReadString);

    private static List<T>? Items<T>(JsonElement json, string name, Func<JsonElement, T> read) => Get(json, name, array =>
    {
        var items = new List<T>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
            items.Add(Read($"[{items.Count}]", item, read));
        return items;
    });

    /// <summary>Gets a member; null or the default value where it is missing or null.</summary>
    private static T? Get<T>(JsonElement json, string name, Func<JsonElement, T> read) =>
        json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? Read($".{name}", member, read) : default;
}
