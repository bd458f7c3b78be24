namespace TraceClient;

/// <summary>Compares the names of members.</summary>
internal static class JsonNames
{
    /// <summary>Gets whether the name that a reader is at is the given one. An escape of
    /// half a surrogate pair is valid JSON, but no name that can be compared.</summary>
    public static bool IsName(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.ValueIsEscaped && !reader.HasValueSequence)
            return reader.ValueSpan.SequenceEqual(name);
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
