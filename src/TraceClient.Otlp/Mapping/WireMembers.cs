namespace TraceClient.Otlp;

/// <summary>Takes from attributes what OTLP has a member for.</summary>
internal sealed class WireMembers(AttributeMap attributes)
{
    private string?[] _taken = [];

    /// <summary>The names of what was taken.</summary>
    public ReadOnlySpan<string?> Taken => _taken;

    public void Take(string name) => _taken = [.. _taken, name];

    /// <summary>A number; 0 where there is none that fits, which then stays an attribute.</summary>
    public uint TakeCount(string name)
    {
        if (attributes.Count == 0 || attributes.GetInt64(name) is not (> 0 and <= uint.MaxValue and var count))
            return 0;
        Take(name);
        return (uint)count;
    }

    /// <summary>A text; empty where there is none.</summary>
    public string TakeText(string name)
    {
        if (attributes.Count == 0 || attributes.GetString(name) is not { Length: > 0 } text)
            return "";
        Take(name);
        return text;
    }
}
