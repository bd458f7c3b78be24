namespace TraceClient.Http;

/// <summary>Reads the members of an object of a response.</summary>
/// <param name="members">The members in the order in which the service sends them, each with what reads its value.</param>
internal sealed class WireType<T>(params (string Name, WireMember<T> Read)[] members) where T : class, new()
{
    private readonly (string Name, byte[] Utf8, WireMember<T> Read)[] _members =
        [.. members.Select(member => (member.Name, Encoding.UTF8.GetBytes(member.Name), member.Read))];


    /// <summary>Gets <see cref="Read"/> as a delegate.</summary>
    public WireValueReader<T> Reader => field ??= Read;

    /// <summary>Gets the known members of an object that could not be read, which are among its extensions.</summary>
    public IEnumerable<string> Unreadable(IWireObject read) =>
        read.Extensions is { } extensions ? _members.Select(member => member.Name).Where(extensions.ContainsKey) : [];

    /// <summary>Reads an object.</summary>
    /// <returns>The object; null where the value is none.</returns>
    public T? Read(ref WireReader reader)
    {
        if (reader.Token != JsonTokenType.StartObject)
        {
            reader.Ignore();
            return null;
        }

        var result = new T();
        var next = 0;
        while (reader.Read() && reader.Token == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader, next);
            var isKnown = index >= 0;
            var name = isKnown ? _members[index].Name : result is IWireObject ? reader.Name() : "";
            if (!reader.Read())
                break;
            var start = reader.Start;
            reader.IsUnreadable = !isKnown;
            if (isKnown)
                _members[index].Read(result, ref reader);
            else
                reader.Skip();
            if (reader.IsUnreadable)
                Extend(result as IWireObject, name, reader.BytesFrom(start));
            reader.IsUnreadable = false;
            if (isKnown)
                next = index + 1 < _members.Length ? index + 1 : 0;
        }

        return result;
    }

    private int IndexOf(ref WireReader reader, int expected)
    {
        for (var i = 0; i < _members.Length; i++)
        {
            var index = expected + i < _members.Length ? expected + i : expected + i - _members.Length;
            if (reader.IsName(_members[index].Utf8))
                return index;
        }

        return -1;
    }

    private static void Extend(IWireObject? result, string name, ReadOnlySpan<byte> json)
    {
        if (result is not null && !json.IsEmpty)
            (result.Extensions ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal))[name] = new JsonPayload(json.ToArray())
                .ToElement();
    }
}

/// <summary>Reads the value of a member.</summary>
internal delegate void WireMember<in T>(T result, ref WireReader reader);

/// <summary>The types of a source's responses.</summary>
internal sealed class WireTypes
{
    private readonly Dictionary<Type, Delegate> _types = new()
    {
        [typeof(JsonPayload)] = (WireValueReader<JsonPayload>)(static (ref reader) => reader.Payload()),
    };

    /// <summary>Adds a type and the list of it.</summary>
    public WireTypes With<T>(WireType<T> type) where T : class, new()
    {
        _types[typeof(T)] = type.Reader;
        _types[typeof(IReadOnlyList<T>)] = (WireValueReader<IReadOnlyList<T>>)((ref reader) => reader.List(type.Reader));
        return this;
    }

    /// <summary>Gets what reads a value of a type.</summary>
    public WireValueReader<T> Find<T>() => (WireValueReader<T>)_types[typeof(T)];
}

/// <summary>Reads a value, such as one element of a list.</summary>
/// <returns>The value; null where it is of another kind.</returns>
internal delegate T? WireValueReader<out T>(ref WireReader reader);
