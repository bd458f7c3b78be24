namespace TraceClient.Otlp;

/// <summary>Gathers the attributes of one span, event, link or resource: the
/// source's own, then what is derived, then what OTLP has no member for.</summary>
internal sealed class OutgoingAttributes
{
    private readonly AttributeMap _own;
    private readonly bool _includeContent;
    private readonly List<KeyValuePair<string, AttributeValue>> _entries;
    private List<AttributeValue>? _derived;
    private List<KeyValuePair<string, AttributeValue>>? _exact;

    /// <summary>Begins with the source's own attributes.</summary>
    /// <param name="entries">Takes all of them.</param>
    /// <param name="own">The attributes; those that are in <paramref name="moved"/> are members of OTLP and left out.</param>
    /// <param name="includeContent">Whether those that hold content are written.</param>
    /// <param name="moved">Names.</param>
    public OutgoingAttributes(
        List<KeyValuePair<string, AttributeValue>> entries, AttributeMap own, bool includeContent, params ReadOnlySpan<string?> moved)
    {
        (_entries, _own, _includeContent) = (entries, own, includeContent);
        foreach (var (name, value) in own)
        {
            if (!includeContent && ContentAttributes.Contains(name))
                Dropped++;
            else if (!moved.Contains(name))
                AddExactly(name.StartsWith(Keys.Prefix, StringComparison.Ordinal) ? Keys.Escape + name : name, value);
        }
    }

    /// <summary>How many were left out because they hold content.</summary>
    public uint Dropped { get; private set; }

    /// <summary>Adds an attribute of the writer's; null is left out.</summary>
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

    /// <summary>Adds a flag; false is left out.</summary>
    public void Add(string name, bool value)
    {
        if (value)
            _entries.Add(KeyValuePair.Create(name, AttributeValue.From(value)));
    }

    /// <summary>Adds a duration that the times do not say, in nanoseconds: as text where it is longer than 64 bits hold.</summary>
    public void AddDuration(string name, TimeSpan? duration, TimeSpan? fromTimes)
    {
        if (duration is not { } value || duration == fromTimes)
            return;
        var nanoseconds = (Int128)value.Ticks * TimeSpan.NanosecondsPerTick;
        _entries.Add(KeyValuePair.Create(name, nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue
            ? AttributeValue.From((long)nanoseconds)
            : AttributeValue.From(nanoseconds.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Adds a whole map under one name; an empty one is left out, and content where the options exclude it.</summary>
    public void AddMap(string name, AttributeMap map)
    {
        var written = _includeContent || !map.Keys.Any(ContentAttributes.Contains)
            ? map
            : AttributeMap.From(map.Where(entry => !ContentAttributes.Contains(entry.Key)));
        if (written.Count > 0)
            AddExactly(name, AttributeValue.From(written));
    }

    /// <summary>Adds warnings; none are left out.</summary>
    public void AddWarnings(string name, IReadOnlyCollection<TraceWarning> warnings)
    {
        if (warnings.Count > 0)
            _entries.Add(KeyValuePair.Create(name, Warnings.Write(warnings)));
    }

    /// <summary>Adds what follows from the source's data, unless the source says it itself.</summary>
    public void Derive(string name, AttributeValue value)
    {
        if (_own.ContainsKey(name))
            return;
        _entries.Add(KeyValuePair.Create(name, value));
        (_derived ??= []).Add(AttributeValue.From(name));
    }

    /// <summary>Adds the notes by which a reader separates them again.</summary>
    public void AddNotes()
    {
        if (_derived is not null)
            _entries.Add(KeyValuePair.Create(Keys.Derived, AttributeValue.From(_derived)));
        if (_exact is not null)
            _entries.Add(KeyValuePair.Create(Keys.Exact, AttributeValue.From(AttributeMap.From(_exact))));
    }

    private void AddExactly(string name, AttributeValue value)
    {
        var (written, note) = ExactValues.Write(value);
        _entries.Add(KeyValuePair.Create(name, written));
        if (note is { } exact)
            (_exact ??= []).Add(KeyValuePair.Create(name, exact));
    }
}
