namespace TraceClient.Otlp;

/// <summary>Extracts the attributes that are members of an OTLP span.</summary>
internal sealed class WireMembers(AttributeMap attributes)
{
    private string?[] _taken = [];

    /// <summary>Gets the names of the extracted attributes.</summary>
    public ReadOnlySpan<string?> Taken => _taken;

    public void Take(string name) => _taken = [.. _taken, name];

    /// <summary>Extracts a number; 0 if there is none in range. A number out of range stays an attribute.</summary>
    public uint TakeCount(string name)
    {
        if (attributes.Count == 0 || attributes.GetInt64(name) is not (> 0 and <= uint.MaxValue and var count))
            return 0;
        Take(name);
        return (uint)count;
    }

    /// <summary>Extracts a string; empty if there is none.</summary>
    public string TakeText(string name)
    {
        if (attributes.Count == 0 || attributes.GetString(name) is not { Length: > 0 } text)
            return "";
        Take(name);
        return text;
    }
}
