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

    /// <summary>Adds milliseconds that are not a duration.</summary>
    public AttributeCollector AddUnreadable(string name, double? milliseconds) =>
        Add(name, SourceTime.DurationOf(milliseconds) is null ? milliseconds : null);

    /// <summary>Adds attributes where they are not a JSON object; an object's members stand for themselves.</summary>
    public AttributeCollector AddUnlessObject(string name, JsonPayload value) =>
        value.ValueKind == JsonValueKind.Object ? this : Add(name, value);

    /// <summary>Adds the members that the wire model does not know, and those that could not be read.</summary>
    public AttributeCollector AddExtensions(IWireObject row)
    {
        foreach (var (name, value) in row.Extensions ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
        {
            // What was sent says more than what could be read of it.
            _entries.RemoveAll(
                entry => entry.Key.Length == prefix.Length + name.Length && entry.Key.EndsWith(name, StringComparison.Ordinal));
            _entries.Add(KeyValuePair.Create(prefix + name, AttributeValue.From(value)));
        }

        return this;
    }
}

/// <summary>Collects the warnings of what could not be read.</summary>
/// <param name="prefix">The prefix of the attributes that keep it.</param>
/// <param name="spanId">The span; null where it is the trace.</param>
internal struct WarningCollector(string prefix, string? spanId = null)
{
    private List<TraceWarning>? _warnings;

    public readonly IReadOnlyList<TraceWarning> Warnings => (IReadOnlyList<TraceWarning>?)_warnings ?? [];

    /// <summary>Adds a warning, unless it is null.</summary>
    public WarningCollector Add(TraceWarning? warning)
    {
        if (warning is not null)
            (_warnings ??= []).Add(warning);
        return this;
    }

    /// <summary>Warns of spans that are left out.</summary>
    public WarningCollector AddWithoutId(int count) =>
        Add(count == 0 ? null : new TraceWarning(TraceWarningCodes.Unreadable, $"Spans without an id were left out: {count}."));

    /// <summary>Warns of a member that is kept as an attribute, if it could not be read.</summary>
    public WarningCollector AddUnreadable(string name, bool isUnreadable) => Add(!isUnreadable ? null : new TraceWarning(
        TraceWarningCodes.Unreadable, $"'{name}' could not be read; it is kept as the attribute '{prefix}{name}'.", spanId));

    public WarningCollector AddUnreadable(string name, SourceTime time) => AddUnreadable(name, time.IsUnreadable);

    /// <summary>Warns of milliseconds that are not a duration.</summary>
    public WarningCollector AddUnreadable(string name, double? milliseconds) =>
        AddUnreadable(name, milliseconds is not null && SourceTime.DurationOf(milliseconds) is null);

    /// <summary>Warns of the known members that could not be read, each of which is among the extensions.</summary>
    public WarningCollector AddUnreadable<T>(WireType<T> type, T row) where T : class, IWireObject, new()
    {
        foreach (var name in type.Unreadable(row))
            AddUnreadable(name, isUnreadable: true);
        return this;
    }
}
