namespace TraceClient.Otlp;

/// <summary>Collects the attributes of a span, event, link or resource: of the source, derived ones, and of the writer.</summary>
internal sealed class OutgoingAttributes
{
    private readonly AttributeMap _own;
    private readonly bool _includeContent;
    private readonly List<KeyValuePair<string, AttributeValue>> _entries;
    private List<AttributeValue>? _derived;
    private List<KeyValuePair<string, AttributeValue>>? _exact;

    /// <summary>Initializes the attributes with those of the source.</summary>
    /// <param name="entries">The list to add to.</param>
    /// <param name="own">The attributes of the source.</param>
    /// <param name="includeContent">Whether attributes with content are written.</param>
    /// <param name="moved">The names of attributes that are members of OTLP, and are not written.</param>
    public OutgoingAttributes(
        List<KeyValuePair<string, AttributeValue>> entries, AttributeMap own, bool includeContent, params ReadOnlySpan<string?> moved)
    {
        (_entries, _own, _includeContent) = (entries, own, includeContent);
        foreach (var (name, value) in own)
        {
            if (!includeContent && ContentAttributes.Contains(name))
                Dropped++;
            else if (!moved.Contains(name))
                AddExactly(name.StartsWith(AttributeKeys.Prefix, StringComparison.Ordinal) ? AttributeKeys.Escape + name : name, value);
        }
    }

    /// <summary>Gets the number of attributes that were omitted because they have content.</summary>
    public uint Dropped { get; private set; }

    /// <summary>Adds an attribute of the writer, unless it is null.</summary>
    public void Add(string name, string? value)
    {
        if (value is not null)
            _entries.Add(KeyValuePair.Create(name, AttributeValue.From(value)));
    }

    /// <inheritdoc cref="Add(string, string?)"/>
    public void Add(string name, long? value)
    {
        if (value is { } number)
            _entries.Add(KeyValuePair.Create(name, AttributeValue.From(number)));
    }

    /// <summary>Adds a flag, unless it is false.</summary>
    public void Add(string name, bool value)
    {
        if (value)
            _entries.Add(KeyValuePair.Create(name, AttributeValue.From(value)));
    }

    /// <summary>Adds a duration other than the difference of the times, in nanoseconds; as text if it exceeds 64 bits.</summary>
    public void AddDuration(string name, TimeSpan? duration, TimeSpan? fromTimes)
    {
        if (duration is not { } value || duration == fromTimes)
            return;
        var nanoseconds = (Int128)value.Ticks * TimeSpan.NanosecondsPerTick;
        _entries.Add(KeyValuePair.Create(name, nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue
            ? AttributeValue.From((long)nanoseconds)
            : AttributeValue.From(nanoseconds.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Adds a map, unless it is empty, or has content that the options exclude.</summary>
    public void AddMap(string name, AttributeMap map)
    {
        var written = _includeContent || !map.Keys.Any(ContentAttributes.Contains)
            ? map
            : AttributeMap.From(map.Where(entry => !ContentAttributes.Contains(entry.Key)));
        if (written.Count > 0)
            AddExactly(name, AttributeValue.From(written));
    }

    /// <summary>Adds warnings, unless there are none.</summary>
    public void AddWarnings(string name, IReadOnlyCollection<TraceWarning> warnings)
    {
        if (warnings.Count > 0)
            _entries.Add(KeyValuePair.Create(name, Warnings.Write(warnings)));
    }

    /// <summary>Adds a derived attribute, unless the source has it.</summary>
    public void Derive(string name, AttributeValue value)
    {
        if (_own.ContainsKey(name))
            return;
        _entries.Add(KeyValuePair.Create(name, value));
        (_derived ??= []).Add(AttributeValue.From(name));
    }

    /// <summary>Adds the names of derived attributes and the notes to restore values.</summary>
    public void AddNotes()
    {
        if (_derived is not null)
            _entries.Add(KeyValuePair.Create(AttributeKeys.Derived, AttributeValue.From(_derived)));
        if (_exact is not null)
            _entries.Add(KeyValuePair.Create(AttributeKeys.Exact, AttributeValue.From(AttributeMap.From(_exact))));
    }

    private void AddExactly(string name, AttributeValue value)
    {
        var (written, note) = LosslessValues.Write(value);
        _entries.Add(KeyValuePair.Create(name, written));
        if (note is { } exact)
            (_exact ??= []).Add(KeyValuePair.Create(name, exact));
    }
}
