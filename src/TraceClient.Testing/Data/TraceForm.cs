namespace TraceClient.Testing;

/// <summary>Turns a trace into what a service sends, and refuses what the service has no form for.</summary>
/// <param name="service">The service's name, for messages.</param>
/// <param name="prefix">What the names of the attributes begin with that are members of the service's own objects.</param>
internal sealed class TraceForm(string service, string prefix)
{
    private const string ArgumentOfCaller = "The trace is an argument of TraceSimulator.Add.";

    /// <summary>Throws if the service cannot carry something.</summary>
    /// <param name="isRefused">Whether the trace has it.</param>
    /// <param name="what">What it is; no value of it, which could be personal data.</param>
    [SuppressMessage("Usage", "CA2208", Justification = ArgumentOfCaller)]
    [SuppressMessage("Usage", "MA0015", Justification = ArgumentOfCaller)]
    public void Refuse(bool isRefused, string what)
    {
        if (isRefused)
            throw new ArgumentException($"{service} cannot carry {what}.", "trace");
    }

    /// <summary>Throws if the times of a trace are others than those of its spans, from which a client takes them.</summary>
    public void RefuseOwnTimes(Trace trace)
    {
        Refuse(trace.StartTime != trace.Spans.Min(span => span.StartTime), "a start of the trace that is not its first span's");
        Refuse(trace.EndTime != trace.Spans.Max(span => span.EndTime), "an end of the trace that is not its last span's");
    }

    /// <summary>Sets the attributes that are members of an object, under the names of the wire.</summary>
    /// <param name="json">The object.</param>
    /// <param name="attributes">The attributes; null values are left out.</param>
    /// <param name="names">The names of the wire where they differ from the attribute's without its prefix.</param>
    /// <returns>The other attributes.</returns>
    public AttributeMap SetMembers(JsonMembers json, AttributeMap attributes, IReadOnlyDictionary<string, string>? names = null)
    {
        var others = new List<KeyValuePair<string, AttributeValue>>();
        foreach (var (key, value) in attributes)
        {
            if (!key.StartsWith(prefix, StringComparison.Ordinal))
                others.Add(KeyValuePair.Create(key, value));
            else
                Set(json, names?.GetValueOrDefault(key[prefix.Length..]) ?? key[prefix.Length..], value);
        }

        return AttributeMap.From(others);
    }

    /// <summary>Sets the attributes of a trace, all of which must be members of the object.</summary>
    public void SetAllMembers(JsonMembers json, AttributeMap attributes, IReadOnlyDictionary<string, string>? names = null) => Refuse(
        SetMembers(json, attributes, names) is { Count: > 0 }, $"an attribute of the trace whose name does not begin with '{prefix}'");

    public static JsonMembers Set(JsonMembers json, string name, AttributeValue value) => json.Set(name, Bytes(value.WriteTo));

    public static JsonMembers Set(JsonMembers json, string name, AttributeMap map) => json.Set(name, Bytes(map.WriteTo));

    public static JsonMembers Set(JsonMembers json, string name, JsonPayload payload) => json.Set(name, payload.Utf8.Span);

    /// <summary>Sets an array of objects.</summary>
    public static JsonMembers Set<T>(JsonMembers json, string name, IEnumerable<T> items, Func<T, JsonMembers> toJson)
    {
        return json.Set(name, Bytes(Write));

        void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartArray();
            foreach (var item in items)
                toJson(item).Write(writer);
            writer.WriteEndArray();
        }
    }

    /// <summary>A duration in milliseconds; null where it is not known.</summary>
    public static AttributeValue Milliseconds(TimeSpan? duration) =>
        duration?.TotalMilliseconds is { } value ? value : default(AttributeValue);

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, MaxDepth = int.MaxValue }))
            write(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
