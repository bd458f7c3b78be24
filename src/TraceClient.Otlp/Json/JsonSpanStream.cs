namespace TraceClient.Otlp;

/// <summary>Finds the spans in portions of OTLP/JSON: one object, several objects, or arrays of objects.</summary>
/// <remarks>Only one span, resource or scope is in memory at a time.</remarks>
internal sealed class JsonSpanStream
{
    // Each level of nesting in an attribute has four levels of JSON.
    private const int MaxDepth = 16 + (JsonValueReader.MaxNesting * 5);

    private readonly Stack<Place> _places = new([Place.Outside]);
    private readonly List<WireEntry> _entries = [];
    private readonly SpanGroup _group;
    private readonly int _maxElementBytes;
    private JsonReaderState _state = new(new JsonReaderOptions
    {
        AllowMultipleValues = true,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = MaxDepth
    });

    public JsonSpanStream(int maxElementBytes)
    {
        _maxElementBytes = maxElementBytes;
        _group = new SpanGroup(_entries);
    }

    private enum Place
    {
        Outside,
        Array,
        Envelope,
        ResourceList,
        Resource,
        ScopeList,
        Scope,
        SpanList,
    }

    private enum Step
    {
        Done,
        NeedsMore,
    }

    /// <summary>Gets the offset of the outermost object of the current spans.</summary>
    public long EnvelopeStart { get; private set; }

    /// <summary>Gets whether the last call reached the end of that object.</summary>
    public bool HasEndedEnvelope { get; private set; }

    /// <summary>Reads the next spans, up to the end of an outermost object.</summary>
    /// <param name="data">The data that is not consumed yet.</param>
    /// <param name="position">The number of consumed bytes.</param>
    /// <param name="isFinal">Whether the data ends here.</param>
    /// <returns>The spans, valid until the next call.</returns>
    /// <exception cref="FormatException">The data is not OTLP.</exception>
    /// <exception cref="JsonException">The data is not JSON.</exception>
    public List<WireEntry> Read(ReadOnlySpan<byte> data, long position, bool isFinal)
    {
        _entries.Clear();
        Consumed = 0;
        HasEndedEnvelope = false;
        if (isFinal && _places.Count == 1 && data.TrimStart(" \t\r\n"u8).IsEmpty)
            return _entries;

        var reader = new Utf8JsonReader(data, isFinal, _state);
        while (!HasEndedEnvelope)
        {
            var before = reader;
            if (!reader.Read())
                break;
            if (_places.Peek() is Place.Outside or Place.Array)
                EnvelopeStart = position + reader.TokenStartIndex;
            if (Take(ref reader, data) == Step.NeedsMore)
            {
                reader = before;
                break;
            }

            Consumed = (int)reader.BytesConsumed;
        }

        Consumed = (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return _entries;
    }

    /// <summary>Gets the number of consumed bytes, also after an error.</summary>
    public int Consumed { get; private set; }

    /// <summary>Gets the current position as a JSON path without indexes.</summary>
    public string Path => "$" + string.Concat(_places.Reverse().Select(place => place switch
    {
        Place.ResourceList => ".resourceSpans",
        Place.ScopeList => ".scopeSpans",
        Place.SpanList => ".spans",
        Place.Array or Place.Resource or Place.Scope => "[*]",
        _ => "",
    }));

    private Step Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when _places.Peek() == Place.SpanList:
                return TryWhole(ref reader, data, JsonSpanReader.ReadSpan, _group.Add);
            case JsonTokenType.StartObject:
                BeginObject();
                return Step.Done;
            case JsonTokenType.StartArray when _places.Peek() is Place.Outside:
                _places.Push(Place.Array);
                return Step.Done;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                End();
                return Step.Done;
            case JsonTokenType.PropertyName:
                return TakeMember(ref reader, data);
            case JsonTokenType.Null:
                return Step.Done;
            default:
                throw new FormatException("A value is not an object.");
        }
    }

    private void BeginObject()
    {
        switch (_places.Peek())
        {
            case Place.Outside or Place.Array:
                _places.Push(Place.Envelope);
                break;
            case Place.ResourceList:
                _group.BeginResource();
                _places.Push(Place.Resource);
                break;
            default:
                _group.BeginScope();
                _places.Push(Place.Scope);
                break;
        }
    }

    private void End()
    {
        switch (_places.Pop())
        {
            case Place.Resource:
                _group.EndResource();
                break;
            case Place.Scope:
                _group.EndScope();
                break;
            case Place.Envelope:
                HasEndedEnvelope = _places.Peek() != Place.Envelope;
                break;
        }
    }

    private Step TakeMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        Span<char> buffer = stackalloc char[JsonNames.MaxLength];
        var name = new string(buffer[..JsonNames.Normalize(ref reader, buffer)]);
        if (!reader.Read())
            return Step.NeedsMore;

        if (InnerPlace(_places.Peek(), name, reader.TokenType) is { } inner)
        {
            _places.Push(inner);
            return Step.Done;
        }

        return (_places.Peek(), name, reader.TokenType) switch
        {
            (Place.Resource, "resource", JsonTokenType.StartObject) => TryWhole(ref reader, data, JsonSpanReader.ReadResource, _group.Add),
            (Place.Scope, "scope" or "instrumentationlibrary", JsonTokenType.StartObject) =>
                TryWhole(ref reader, data, JsonSpanReader.ReadScope, _group.Add),
            _ => reader.TrySkip() ? Step.Done : Step.NeedsMore,
        };
    }

    /// <summary>Gets the list of a member, or the object around the lists; null for any other member.</summary>
    private static Place? InnerPlace(Place place, string name, JsonTokenType token)
    {
        var inner = (place, name) switch
        {
            (Place.Envelope, "trace" or "data") => Place.Envelope,
            (Place.Envelope, "resourcespans" or "batches") => Place.ResourceList,
            (Place.Resource, "scopespans" or "instrumentationlibraryspans" or "ilspans") => Place.ScopeList,
            (Place.Scope, "spans") => Place.SpanList,
            _ => (Place?)null,
        };
        if (inner is null || token == JsonTokenType.Null)
            return null;
        return token == (inner == Place.Envelope ? JsonTokenType.StartObject : JsonTokenType.StartArray)
            ? inner
            : throw new FormatException($"The member '{name}' is of the wrong type.");
    }

    private delegate T Reading<out T>(ref Utf8JsonReader reader);

    /// <summary>Reads an object if it is complete.</summary>
    private Step TryWhole<T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, Reading<T> read, Action<T> take)
    {
        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
            return Step.NeedsMore;
        if (reader.BytesConsumed - start > _maxElementBytes)
            throw InputWindow.TooLarge(_maxElementBytes);

        var whole = new Utf8JsonReader(data[start..(int)reader.BytesConsumed],
            new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth });
        whole.Read();
        take(read(ref whole));
        return Step.Done;
    }
}
