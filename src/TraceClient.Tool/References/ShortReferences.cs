namespace TraceClient.Tool;

/// <summary>
/// Shortens references for display: a prefix of the source and a prefix of the distinctive part of the id, as in <c>kub:1994be2</c>.
/// </summary>
/// <param name="sources">The names of all sources.</param>
internal sealed class ShortReferences(IReadOnlyList<string> sources)
{
    private const int SourceLength = 3;
    private const int IdLength = 7;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Returns the short form of a reference, which no reference before has.</summary>
    public string Of(TraceReference reference)
    {
        var source = SourceOf(reference.Source);
        var part = DistinctivePart(reference.Id);
        for (var length = Math.Min(IdLength, part.Length); length <= part.Length && IsPlain(part[..length]); length++)
        {
            var text = $"{source}:{part[..length]}";
            if (_used.Add(text))
                return text;
        }

        return reference.ToString();
    }

    /// <summary>Returns the sources that a text names: the source of that name, otherwise all whose names begin with it.</summary>
    public static IReadOnlyList<string> SourcesOf(string text, IEnumerable<string> sources)
    {
        string[] found = [.. sources.Where(name => name.StartsWith(text, StringComparison.Ordinal))];
        return found.Contains(text, StringComparer.Ordinal) ? [text] : found;
    }

    /// <summary>Returns the references of a source whose ids, or their distinctive parts, begin with a text.</summary>
    public static IReadOnlyList<TraceReference> Match(string source, string id, IEnumerable<TraceReference> references)
    {
        TraceReference[] all = [.. references.Where(reference => reference.Source == source)];
        if (all.FirstOrDefault(reference => reference.Id == id) is { } exact)
            return [exact];
        // The form that was displayed wins, also when a later reference begins with it.
        var shown = new ShortReferences([source]);
        var displayed = $"{shown.SourceOf(source)}:{id}";
        return all.FirstOrDefault(reference => shown.Of(reference) == displayed) is { } first
            ? [first]
            : [.. all.Where(reference => reference.Id.StartsWith(id, StringComparison.Ordinal)
                || DistinctivePart(reference.Id).StartsWith(id, StringComparison.Ordinal)).Distinct()];
    }

    private string SourceOf(string source)
    {
        for (var length = SourceLength; length < source.Length; length++)
        {
            if (SourcesOf(source[..length], sources) is [var only] && only == source)
                return source[..length];
        }

        return source;
    }

    // The ids of a source often begin alike: inferenceResult_5c7c2cf…, or those of Calyptia with their session.
    private static string DistinctivePart(string id) =>
        id.LastIndexOfAny(['/', '_']) is >= 0 and var end && end < id.Length - 1 ? id[(end + 1)..] : id;

    private static bool IsPlain(string text) => text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.');
}
