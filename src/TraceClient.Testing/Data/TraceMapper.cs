namespace TraceClient.Testing;

/// <summary>Maps the properties of a trace to JSON, and rejects those that a service does not support.</summary>
/// <param name="service">The name of the service, for messages.</param>
/// <param name="prefix">The prefix of attributes that are members of the service's own objects.</param>
internal sealed class TraceMapper(string service, string prefix)
{
    private const string ArgumentOfCaller = "The trace is an argument of TraceSimulator.Add.";

    /// <summary>Throws if the trace has a property that the service does not support.</summary>
    /// <param name="condition">Whether the trace has the property.</param>
    /// <param name="property">A description of the property, without its value, which can be personal data.</param>
    [SuppressMessage("Usage", "CA2208", Justification = ArgumentOfCaller)]
    [SuppressMessage("Usage", "MA0015", Justification = ArgumentOfCaller)]
    public void RejectIf(bool condition, string property)
    {
        if (condition)
            throw new ArgumentException($"{service} does not support {property}.", "trace");
    }

    /// <summary>Throws if the times of a trace are not those of its spans, from which a client derives them.</summary>
    public void ThrowIfTimesDiffer(Trace trace)
    {
        RejectIf(trace.StartTime != trace.Spans.Min(span => span.StartTime), "a start of the trace that is not its first span's");
        RejectIf(trace.EndTime != trace.Spans.Max(span => span.EndTime), "an end of the trace that is not its last span's");
    }

    /// <summary>Sets the attributes that are members of an object, by their names in the API.</summary>
    /// <param name="json">The object.</param>
    /// <param name="attributes">The attributes; null values are left out.</param>
    /// <param name="names">The names in the API that differ from the attribute's name without its prefix.</param>
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

    /// <summary>Sets the attributes of a trace; throws if one is not a member of the object.</summary>
    public void SetAllMembers(JsonMembers json, AttributeMap attributes, IReadOnlyDictionary<string, string>? names = null) => RejectIf(
        SetMembers(json, attributes, names) is { Count: > 0 }, $"an attribute of the trace whose name does not begin with '{prefix}'");

    public static JsonMembers Set(JsonMembers json, string name, AttributeValue value) => json.Set(name, JsonBytes.Of(value.WriteTo));

    public static JsonMembers Set(JsonMembers json, string name, AttributeMap map) => json.Set(name, JsonBytes.Of(map.WriteTo));

    public static JsonMembers Set(JsonMembers json, string name, JsonPayload payload) => json.Set(name, payload.Utf8.Span);

    /// <summary>Sets an array of objects.</summary>
    public static JsonMembers Set<T>(JsonMembers json, string name, IEnumerable<T> items, Func<T, JsonMembers> toJson)
    {
        return json.Set(name, JsonBytes.Of(Write));

        void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartArray();
            foreach (var item in items)
                toJson(item).Write(writer);
            writer.WriteEndArray();
        }
    }

    /// <summary>Converts a duration to milliseconds; null if it is unknown.</summary>
    public static AttributeValue Milliseconds(TimeSpan? duration) =>
        duration?.TotalMilliseconds is { } value ? value : default(AttributeValue);
}
