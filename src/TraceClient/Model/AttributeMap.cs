using System.Collections;
using System.Diagnostics;

namespace TraceClient;

/// <summary>An immutable map from names to values that keeps the source's order. It is built on first use.</summary>
/// <remarks>Two maps are equal when they hold equal values under the same names, in any order.</remarks>
[JsonConverter(typeof(TraceJsonConverter))]
[DebuggerDisplay("Count = {Count}")]
[DebuggerTypeProxy(typeof(DebuggerView))]
public sealed class AttributeMap : IReadOnlyDictionary<string, AttributeValue>, IEquatable<AttributeMap>
{
    private const int SearchLimit = 8;

    private readonly JsonPayload _payload;
    private readonly object _added;
    private readonly Func<object, IReadOnlyList<KeyValuePair<string, AttributeValue>>>? _read;
    private Content? _content;

    private AttributeMap(JsonPayload payload, object added, Func<object, IReadOnlyList<KeyValuePair<string, AttributeValue>>>? read = null)
    {
        _payload = payload;
        _added = added;
        _read = read;
    }

    /// <summary>Gets the map without entries.</summary>
    public static AttributeMap Empty { get; } = new(JsonPayload.Null, Array.Empty<KeyValuePair<string, AttributeValue>>());

    /// <inheritdoc/>
    public int Count => Loaded.Items.Length;

    /// <summary>Gets the names in the source's order.</summary>
    public IEnumerable<string> Keys => Loaded.Items.Select(item => item.Key);

    /// <summary>Gets the values in the source's order.</summary>
    public IEnumerable<AttributeValue> Values => Loaded.Items.Select(item => item.Value);

    /// <summary>Gets the JSON object that the map was made of and is equal to; null where there is none.</summary>
    internal JsonPayload? Source => _read is null && !_payload.IsNull && Added.Count == 0 ? _payload : null;

    private Content Loaded => _content ?? Load();

    private IReadOnlyList<KeyValuePair<string, AttributeValue>> Added =>
        _read is null ? (IReadOnlyList<KeyValuePair<string, AttributeValue>>)_added : _read(_added);

    /// <inheritdoc/>
    public AttributeValue this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The attribute '{key}' does not exist.");

    /// <summary>Returns the members of a JSON object. Where a name comes twice the last one counts.</summary>
    /// <exception cref="ArgumentException">The JSON is neither an object nor null.</exception>
    public static AttributeMap From(JsonPayload jsonObject) => jsonObject.ValueKind switch
    {
        JsonValueKind.Null => Empty,
        JsonValueKind.Object => new(jsonObject, Array.Empty<KeyValuePair<string, AttributeValue>>()),
        _ => throw new ArgumentException("Attributes are the members of a JSON object.", nameof(jsonObject)),
    };

    /// <summary>Returns the given entries. Where a name comes twice the first one counts.</summary>
    public static AttributeMap From(IEnumerable<KeyValuePair<string, AttributeValue>> entries) => new(JsonPayload.Null, entries.ToArray());

    /// <summary>Creates the attributes of an object and of a wire model, which are read on first use.</summary>
    /// <param name="payload">The object; any other value has no attributes.</param>
    /// <param name="row">The wire model.</param>
    /// <param name="read">
    /// Reads the attributes of the wire model. They come behind those of the object; one whose name is taken goes by another one:
    /// <c>galtea.row.description</c> beside a <c>galtea.description</c> of the object.
    /// </param>
    internal static AttributeMap Of(
        JsonPayload payload, object row, Func<object, IReadOnlyList<KeyValuePair<string, AttributeValue>>> read) =>
        new(payload, row, read);

    internal static AttributeMap From(JsonElement element) => From(new JsonPayload(JsonMarshal.GetRawUtf8Value(element).ToArray()));

    /// <summary>This map with further entries behind its own; an entry whose name is there already is left out.</summary>
    public AttributeMap With(params IEnumerable<KeyValuePair<string, AttributeValue>> entries)
    {
        // The names of what a wire model adds are known when they stand beside the object's.
        var (payload, before) = _read is null ? (_payload, Added) : (JsonPayload.Null, Loaded.Items);
        KeyValuePair<string, AttributeValue>[] added = [.. before, .. entries];
        return added.Length == before.Count ? this : new AttributeMap(payload, added);
    }

    /// <summary>This map with one further entry; it stays as it is when the name is there already.</summary>
    public AttributeMap With(string key, AttributeValue value) => With([KeyValuePair.Create(key, value)]);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out AttributeValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var content = Loaded;
        var index = content.IndexOf(key);
        value = index < 0 ? default : content.Items[index].Value;
        return index >= 0;
    }

    /// <summary>Returns the text under a name; null when there is none or it is not a string.</summary>
    public string? GetString(string key) => TryGetValue(key, out var value) ? value.AsString : null;

    /// <summary>Returns the whole number under a name; null when there is none or it is not a whole number.</summary>
    public long? GetInt64(string key) => TryGetValue(key, out var value) ? value.AsInt64 : null;

    /// <summary>Gets the number under a name, whole or not.</summary>
    /// <param name="key">The name.</param>
    /// <returns>The number; null if there is none under the name, or another kind of value.</returns>
    public double? GetDouble(string key) => TryGetValue(key, out var value) ? value.AsDouble : null;

    /// <summary>Gets the truth value under a name.</summary>
    /// <param name="key">The name.</param>
    /// <returns>True or false; null if there is neither under the name.</returns>
    public bool? GetBoolean(string key) => TryGetValue(key, out var value) ? value.AsBoolean : null;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, AttributeValue>> GetEnumerator() => Loaded.Items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Writes the map as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        foreach (var (key, value) in Loaded.Items)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public bool Equals(AttributeMap? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || other.Count != Count)
            return false;
        foreach (var (key, value) in Loaded.Items)
        {
            if (!other.TryGetValue(key, out var there) || value != there)
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AttributeMap);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <summary>Returns the number of entries; values are not shown, since they can be personal data.</summary>
    public override string ToString() => $"{Count} attributes";

    private Content Load()
    {
        var items = new List<KeyValuePair<string, AttributeValue>>();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        if (_payload.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in _payload.ToElement().EnumerateObject())
            {
                var entry = KeyValuePair.Create(NameOf(member), AttributeValue.From(member.Value));
                if (index.TryAdd(entry.Key, items.Count))
                    items.Add(entry);
                else
                    items[index[entry.Key]] = entry;
            }
        }

        var members = items.Count;
        foreach (var (key, value) in Added)
        {
            var free = key;
            while (_read is not null && index.TryGetValue(free, out var at) && at < members)
                free = free.Insert(free.IndexOf('.', StringComparison.Ordinal) + 1, "row.");
            if (index.TryAdd(free, items.Count))
                items.Add(KeyValuePair.Create(free, value));
        }

        // Two threads may both build it; the results are equal and either one may stay.
        return _content = new Content([.. items], items.Count > SearchLimit ? index : null);
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // An escape of half a surrogate pair in a name: valid JSON, but no text.
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member));
        }
    }

    /// <summary>Shows the entries in a debugger, in place of how they are kept.</summary>
    private sealed class DebuggerView(AttributeMap map)
    {
        [DebuggerBrowsable(DebuggerBrowsableState.RootHidden)]
        public KeyValuePair<string, AttributeValue>[] Items => map.Loaded.Items;
    }

    private sealed record Content(KeyValuePair<string, AttributeValue>[] Items, Dictionary<string, int>? Index)
    {
        public int IndexOf(string key)
        {
            if (Index is not null)
                return Index.GetValueOrDefault(key, -1);
            for (var i = 0; i < Items.Length; i++)
            {
                if (Items[i].Key == key)
                    return i;
            }

            return -1;
        }
    }
}
