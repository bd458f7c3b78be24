namespace TraceClient.Otlp;

/// <summary>The attributes of one span, event, link or resource as they were read:
/// takes apart what <see cref="OutgoingAttributes"/> put together.</summary>
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
            if (name.StartsWith(Keys.Prefix, StringComparison.Ordinal) && !name.StartsWith(Keys.Escape, StringComparison.Ordinal))
                (_notes ??= new(StringComparer.Ordinal)).TryAdd(name, value);
            else
                _entries.Add(KeyValuePair.Create(name, value));
        }

        _derived = TakeStructure(Keys.Derived)?.AsList ?? [];
        _exact = TakeStructure(Keys.Exact)?.AsMap ?? AttributeMap.Empty;
    }

    /// <summary>Adds what OTLP has a member for and the model none.</summary>
    public void Add(string name, AttributeValue value) => _entries.Add(KeyValuePair.Create(name, value));

    /// <summary>Adds a number of OTLP's; 0 says nothing.</summary>
    public void AddCount(string name, uint value)
    {
        if (value != 0)
            Add(name, value);
    }

    /// <summary>Adds a text of OTLP's; an empty one says nothing.</summary>
    public void AddText(string name, string value)
    {
        if (value.Length > 0)
            Add(name, value);
    }

    /// <summary>Gets a note of the writer without taking it.</summary>
    public string? Note(string name) => _notes?.GetValueOrDefault(name).AsString;

    public string? TakeString(string name) => Take(name)?.AsString;

    // Some receivers give every value back as text.
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

    /// <summary>The value of an attribute that stays where it is.</summary>
    public AttributeValue? Find(string name)
    {
        foreach (var (key, value) in _entries)
        {
            if (key == name)
                return value;
        }

        return null;
    }

    /// <summary>True when the writer derived the attribute.</summary>
    public bool IsDerived(string name) => _derived.Contains(AttributeValue.From(name));

    /// <summary>The source's own attributes.</summary>
    public AttributeMap ToMap()
    {
        var map = new List<KeyValuePair<string, AttributeValue>>(_entries.Count);
        foreach (var (name, value) in _entries)
        {
            if (_derived.Count == 0 || !IsDerived(name))
                map.Add(KeyValuePair.Create(Unescaped(name), Exactly(name, value)));
        }

        // What a newer writer may have added is not lost.
        map.AddRange(_notes ?? []);
        return map.Count == 0 ? AttributeMap.Empty : AttributeMap.From(map);
    }

    private static string Unescaped(string name) =>
        name.StartsWith(Keys.Escape, StringComparison.Ordinal) ? name[Keys.Escape.Length..] : name;

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
        _exact.TryGetValue(name, out var note) ? ExactValues.Read(value, note) : value;
}
