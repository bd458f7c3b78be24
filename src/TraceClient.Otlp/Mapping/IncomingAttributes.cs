namespace TraceClient.Otlp;

/// <summary>The attributes of a span, event, link or resource that was read: the inverse of <see cref="OutgoingAttributes"/>.</summary>
internal sealed class IncomingAttributes
{
    private readonly List<KeyValuePair<string, AttributeValue>> _entries = [];
    private readonly Dictionary<string, AttributeValue>? _notes;
    private readonly IReadOnlyList<AttributeValue> _derived = [];
    private readonly AttributeMap _exact = AttributeMap.Empty;

    public IncomingAttributes(List<KeyValuePair<string, AttributeValue>> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (name.StartsWith(AttributeKeys.Prefix, StringComparison.Ordinal)
                && !name.StartsWith(AttributeKeys.Escape, StringComparison.Ordinal))
                (_notes ??= new(StringComparer.Ordinal)).TryAdd(name, value);
            else
                _entries.Add(KeyValuePair.Create(name, value));
        }

        _derived = TakeStructure(AttributeKeys.Derived)?.AsList ?? [];
        _exact = TakeStructure(AttributeKeys.Exact)?.AsMap ?? AttributeMap.Empty;
    }

    /// <summary>Adds a member of OTLP without a property in the model.</summary>
    public void Add(string name, AttributeValue value) => _entries.Add(KeyValuePair.Create(name, value));

    /// <summary>Adds a number, unless it is 0, the default in OTLP.</summary>
    public void AddCount(string name, uint value)
    {
        if (value != 0)
            Add(name, value);
    }

    /// <summary>Adds a string, unless it is empty, the default in OTLP.</summary>
    public void AddText(string name, string value)
    {
        if (value.Length > 0)
            Add(name, value);
    }

    /// <summary>Gets an attribute of the writer without removing it.</summary>
    public string? Note(string name) => _notes?.GetValueOrDefault(name).AsString;

    public string? TakeString(string name) => Take(name)?.AsString;

    // Some receivers return every value as a string.
    public long? TakeInt64(string name) => Take(name) is not { } value ? null
        : value.AsInt64
            ?? (long.TryParse(value.AsString, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null);

    public bool TakeFlag(string name) => Take(name) is { } value && (value.AsBoolean ?? value.AsString is "true" or "True");

    public IReadOnlyList<TraceWarning> TakeWarnings(string name) => TakeStructure(name) is { } list ? Warnings.Read(list) : [];

    public AttributeMap TakeMap(string name) =>
        TakeStructure(name) is { } value ? Exactly(name, value).AsMap ?? AttributeMap.Empty : AttributeMap.Empty;

    public TimeSpan? TakeDuration(string name)
    {
        if (Take(name) is not { } value
            || !Int128.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nanoseconds))
            return null;
        var ticks = nanoseconds / TimeSpan.NanosecondsPerTick;
        return ticks >= long.MinValue && ticks <= long.MaxValue ? TimeSpan.FromTicks((long)ticks) : null;
    }

    /// <summary>Gets the value of an attribute without removing it.</summary>
    public AttributeValue? Find(string name)
    {
        foreach (var (key, value) in _entries)
        {
            if (key == name)
                return value;
        }

        return null;
    }

    /// <summary>Gets whether the writer derived the attribute.</summary>
    public bool IsDerived(string name) => _derived.Contains(AttributeValue.From(name));

    /// <summary>Gets the attributes of the source.</summary>
    public AttributeMap ToMap()
    {
        var map = new List<KeyValuePair<string, AttributeValue>>(_entries.Count);
        foreach (var (name, value) in _entries)
        {
            if (_derived.Count == 0 || !IsDerived(name))
                map.Add(KeyValuePair.Create(Unescaped(name), Exactly(name, value)));
        }

        // Attributes of a newer version of the writer are kept.
        map.AddRange(_notes ?? []);
        return map.Count == 0 ? AttributeMap.Empty : AttributeMap.From(map);
    }

    private static string Unescaped(string name) =>
        name.StartsWith(AttributeKeys.Escape, StringComparison.Ordinal) ? name[AttributeKeys.Escape.Length..] : name;

    private AttributeValue? Take(string name) =>
        _notes is not null && _notes.Remove(name, out var value) ? value : default(AttributeValue?);

    private AttributeValue? TakeStructure(string name)
    {
        var value = Take(name);
        return value?.AsString is { } text && JsonPayload.TryFromUtf8(Encoding.UTF8.GetBytes(text), out var json)
            ? AttributeValue.From(json)
            : value;
    }

    private AttributeValue Exactly(string name, AttributeValue value) =>
        _exact.TryGetValue(name, out var note) ? LosslessValues.Read(value, note) : value;
}
