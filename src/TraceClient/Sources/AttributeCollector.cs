namespace TraceClient;

/// <summary>Collects what a source sends and the model has no member for, as attributes.</summary>
/// <param name="prefix">What stands before each name, such as <c>kubiya.</c></param>
internal sealed class AttributeCollector(string prefix)
{
    private readonly List<KeyValuePair<string, AttributeValue>> _entries = [];

    public IReadOnlyList<KeyValuePair<string, AttributeValue>> Entries => _entries;

    /// <summary>Adds an attribute, unless the value is null.</summary>
    public AttributeCollector Add(string name, AttributeValue value)
    {
        if (value.Kind != AttributeValueKind.Null)
            _entries.Add(KeyValuePair.Create(prefix + name, value));
        return this;
    }

    public AttributeCollector Add(string name, long? value) => value is { } number ? Add(name, AttributeValue.From(number)) : this;

    public AttributeCollector Add(string name, double? value) => value is { } number ? Add(name, AttributeValue.From(number)) : this;

    public AttributeCollector Add(string name, JsonPayload value) => Add(name, AttributeValue.From(value));

    /// <summary>Adds a time as it came, if it was sent and could not be read.</summary>
    public AttributeCollector AddUnreadable(string name, SourceTime time) => Add(name, time.Value is null ? time.Text : null);

    /// <summary>Adds attributes where they are no JSON object; an object's members stand for themselves.</summary>
    public AttributeCollector AddUnlessObject(string name, JsonPayload value) => value.ValueKind == JsonValueKind.Object ? this : Add(name, value);

    /// <summary>Adds the members that the wire model does not know, and those that could not be read.</summary>
    public AttributeCollector AddExtensions(IWireObject row)
    {
        foreach (var (name, value) in row.Extensions ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
        {
            // What was sent says more than what could be read of it.
            _entries.RemoveAll(entry => entry.Key.Length == prefix.Length + name.Length && entry.Key.EndsWith(name, StringComparison.Ordinal));
            _entries.Add(KeyValuePair.Create(prefix + name, AttributeValue.From(value)));
        }

        return this;
    }

    public AttributeMap ToMap() => _entries.Count == 0 ? AttributeMap.Empty : AttributeMap.From(_entries);
}

/// <summary>Collects the warnings of what could not be read.</summary>
/// <param name="prefix">The prefix of the attributes that keep it.</param>
/// <param name="spanId">The span; null where it is the trace.</param>
internal struct WarningCollector(string prefix, string? spanId = null)
{
    private List<TraceWarning>? _warnings;

    public readonly IReadOnlyList<TraceWarning> Warnings => (IReadOnlyList<TraceWarning>?)_warnings ?? [];

    public void Add(TraceWarning warning) => (_warnings ??= []).Add(warning);

    /// <summary>Warns of a member that is kept as an attribute.</summary>
    public void AddUnreadable(string name) =>
        Add(new TraceWarning(TraceWarningCodes.Unreadable, $"'{name}' could not be read; it is kept as the attribute '{prefix}{name}'.", spanId));

    public void AddUnreadable(string name, SourceTime time)
    {
        if (time.IsUnreadable)
            AddUnreadable(name);
    }

    /// <summary>Warns of the known members that could not be read, each of which is among the extensions.</summary>
    public void AddUnreadable<T>(WireType<T> type, T row)
        where T : class, IWireObject, new()
    {
        if (row.Extensions is null)
            return;
        foreach (var name in type.Unreadable(row))
            AddUnreadable(name);
    }
}
