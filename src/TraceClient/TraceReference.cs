namespace TraceClient;

/// <summary>Names one trace of one source. As text: <c>kubiya:4bf92f3577b34da6a3ce929d0e0e4736</c>.</summary>
[JsonConverter(typeof(TraceJsonConverter))]
public sealed record TraceReference : IParsable<TraceReference>
{
    internal const string ExpectedForm =
        "A reference to a trace has the form SOURCE:ID, such as 'kubiya:4bf92f3577b34da6a3ce929d0e0e4736'.";

    private static readonly SearchValues<char> SourceCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Initializes a new reference.</summary>
    /// <param name="source">The source's name: lower-case letters, digits and hyphens, such as <c>kubiya</c>.</param>
    /// <param name="id">The source's own id of the trace; for Calyptia <c>SESSION/TRACE_ID</c>,
    /// with <c>/RECORD_ID</c> where several chunks go by one trace id.</param>
    /// <exception cref="ArgumentException">The source's name has other
    /// characters, or the id is empty or has control characters.</exception>
    public TraceReference(string source, string id)
    {
        if (!IsSource(source))
            throw new ArgumentException("The name of a source consists of lower-case letters, digits and hyphens.", nameof(source));
        if (!IsId(id))
            throw new ArgumentException("The id of a trace is not empty and has no control characters.", nameof(id));

        Source = source;
        Id = id;
    }

    /// <summary>Gets the source's name.</summary>
    public string Source { get; }

    /// <summary>Gets the source's own id of the trace.</summary>
    public string Id { get; }

    /// <summary>Reads <c>source:id</c>.</summary>
    /// <exception cref="FormatException">The text is not a reference.</exception>
    public static TraceReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var reference) ? reference : throw new FormatException(ExpectedForm);
    }

    /// <summary>Reads <c>source:id</c>, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TraceReference? reference)
    {
        reference = null;
        text = text?.Trim();
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 1 || !IsSource(text![..colon]) || !IsId(text[(colon + 1)..]))
            return false;
        reference = new TraceReference(text[..colon], text[(colon + 1)..]);
        return true;
    }

    static TraceReference IParsable<TraceReference>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<TraceReference>.TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out TraceReference result) =>
            TryParse(s, out result);

    /// <summary>Returns the reference as <c>source:id</c>.</summary>
    public override string ToString() => $"{Source}:{Id}";

    private static bool IsSource([NotNullWhen(true)] string? source) =>
        !string.IsNullOrEmpty(source) && !source.AsSpan().ContainsAnyExcept(SourceCharacters);

    internal static bool IsId([NotNullWhen(true)] string? id) => !string.IsNullOrWhiteSpace(id)
        && (!id.AsSpan().ContainsAnyExceptInRange(' ', '~') || !id.Any(char.IsControl));
}
