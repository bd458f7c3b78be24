namespace TraceClient;

/// <summary>Represents the words of a <see cref="TraceQuery.FullText"/>, and finds them in traces.</summary>
/// <remarks>
/// <para>
/// A word is a sequence of letters, digits and marks, such as <c>timeout</c> or <c>4711</c>, in any case. All other characters separate
/// words. Of a word of more than <see cref="MaxWordLength"/> characters only the first ones count. A word with <c>*</c> after it
/// matches all words that start with it.
/// </para>
/// <para>
/// A span matches if it has all words, in its name, its status message, the values of its attributes and resource, and the names, the
/// attributes and the bodies of its records. A trace matches if one of its spans does, or if its own name, service, session, user and
/// attributes have all words. The names of attributes and of members of JSON objects are not searched. Of a span with very many different
/// words, the first 250,000 characters count.
/// </para>
/// </remarks>
public sealed class FullTextQuery
{
    /// <summary>The number of UTF-16 characters of a word that count.</summary>
    public const int MaxWordLength = 64;

    private FullTextQuery(IReadOnlyList<string> words, IReadOnlyList<string> prefixes) => (Words, Prefixes) = (words, prefixes);

    /// <summary>Gets the words that must be there, in lower case, each once.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Gets the beginnings for each of which there must be a word, in lower case, each once.</summary>
    public IReadOnlyList<string> Prefixes { get; }

    /// <summary>Creates a query from text.</summary>
    /// <param name="text">The words, such as <c>refund order-4711</c> or <c>time*</c>.</param>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentException">The text has no word.</exception>
    public static FullTextQuery Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text, nameof(text));
    }

    /// <summary>Gets the words of a trace itself, without those of its spans.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>The words in lower case, each once.</returns>
    public static IReadOnlyCollection<string> WordsOf(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var words = new TextWords();
        words.Add(trace.Name);
        words.Add(trace.ServiceName);
        words.Add(trace.SessionId);
        words.Add(trace.User);
        words.Add(trace.Attributes);
        return words.All;
    }

    /// <summary>Gets the words of a span.</summary>
    /// <param name="span">The span.</param>
    /// <returns>The words in lower case, each once.</returns>
    public static IReadOnlyCollection<string> WordsOf(Span span)
    {
        ArgumentNullException.ThrowIfNull(span);
        var words = new TextWords();
        words.Add(span.Name);
        words.Add(span.StatusMessage);
        words.Add(span.Attributes);
        words.Add(span.Resource);
        foreach (var record in span.Records)
        {
            words.Add(record.Name);
            words.Add(record.Attributes);
            words.Add(record.Body);
        }

        return words.All;
    }

    /// <summary>Gets whether a span has all words.</summary>
    /// <param name="span">The span.</param>
    /// <returns>True if it has.</returns>
    public bool IsMatch(Span span) => IsMatch(WordsOf(span));

    /// <summary>Gets whether a span of a trace, or the trace itself, has all words.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>True if one has.</returns>
    public bool IsMatch(Trace trace) => IsMatch(WordsOf(trace)) || trace.Spans.Any(IsMatch);

    /// <summary>Creates a query from the text of a parameter.</summary>
    internal static FullTextQuery Parse(string text, string parameter)
    {
        var (words, prefixes) = (new TextWords(), new TextWords());
        words.Add(text, prefixes);
        return words.All.Count + prefixes.All.Count > 0
            ? new FullTextQuery([.. words.All], [.. prefixes.All])
            : throw new ArgumentException("The text has no word. A full-text search needs letters or digits.", parameter);
    }

    private bool IsMatch(IReadOnlyCollection<string> found) =>
        Words.All(found.Contains) && Prefixes.All(prefix => found.Any(word => word.StartsWith(prefix, StringComparison.Ordinal)));
}

/// <summary>Collects the different words of texts, in lower case.</summary>
internal sealed class TextWords
{
    private const int MaxCharacters = 250_000;

    private readonly HashSet<string> _all = new(StringComparer.Ordinal);
    private int _characters;

    public IReadOnlyCollection<string> All => _all;

    public void Add(string? text) => Add(text, this);

    /// <summary>Adds the words of a text, and those before an asterisk to others.</summary>
    public void Add(ReadOnlySpan<char> text, TextWords beginnings)
    {
        Span<char> word = stackalloc char[FullTextQuery.MaxWordLength];
        var length = 0;
        var isFull = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsOfWord(rune))
            {
                (rune.Value == '*' ? beginnings : this).Add(word, ref length);
                isFull = false;
                continue;
            }

            var lower = Rune.ToLowerInvariant(rune);
            isFull |= length + lower.Utf16SequenceLength > word.Length;
            if (!isFull)
                length += lower.EncodeToUtf16(word[length..]);
        }

        Add(word, ref length);
    }

    public void Add(AttributeMap attributes)
    {
        // Not recursive: values can be nested deeply.
        var rest = new Stack<AttributeValue>();
        rest.Push(AttributeValue.From(attributes));
        while (rest.TryPop(out var value))
        {
            switch (value.Kind)
            {
                case AttributeValueKind.String:
                    Add(value.AsString);
                    break;
                case AttributeValueKind.List:
                    foreach (var item in value.AsList!.Reverse())
                        rest.Push(item);
                    break;
                case AttributeValueKind.Map:
                    foreach (var item in value.AsMap!.Values.Reverse())
                        rest.Push(item);
                    break;
                case AttributeValueKind.Null:
                    break;
                default:
                    Add(value.ToString());
                    break;
            }
        }
    }

    public void Add(JsonPayload body)
    {
        var reader = new Utf8JsonReader(body.Utf8.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (_characters < MaxCharacters && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
                Add(TextOf(ref reader));
            else if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
                Add(Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or no valid UTF-8.
            return JsonValueReader.Unescape(reader.ValueSpan);
        }
    }

    private void Add(ReadOnlySpan<char> word, ref int length)
    {
        if (length > 0 && _characters < MaxCharacters && _all.Add(word[..length].ToString()))
            _characters += length;
        length = 0;
    }

    private static bool IsOfWord(Rune rune) => rune.IsAscii ? Rune.IsLetterOrDigit(rune) : Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark => true,
        _ => false,
    };
}
