namespace TraceClient.Tool;

/// <summary>Writes CSV (RFC 4180) with line feeds.</summary>
internal sealed class CsvOutput(TextWriter writer)
{
    public void Row(params IEnumerable<CsvField> fields) => writer.WriteLine(string.Join(',', fields.Select(Quote)));

    private static string? Quote(CsvField field) => field.Text.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Text!.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field.Text;
}

/// <summary>Represents a field of CSV: a number, or text that a spreadsheet does not run as a formula.</summary>
internal readonly record struct CsvField
{
    // Excel takes the full-width characters for the others. Control characters in front of a formula are ignored by some programs.
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create(
        [.. "=+-@\uff1d\uff0b\uff0d\uff20", .. ControlCharacters]);

    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. ControlCharacters.Where(character => character is not ('\t' or '\n' or '\r'))]);

    private CsvField(string? text) => Text = text;

    /// <summary>Gets the text to write; null for none.</summary>
    public string? Text { get; }

    private static IEnumerable<char> ControlCharacters => Enumerable.Range(0, 0xa0).Select(code => (char)code).Where(char.IsControl);

    public static implicit operator CsvField(string? text) => new(Neutralize(text));

    public static implicit operator CsvField(long? number) => new(number?.ToString(CultureInfo.InvariantCulture));

    public static implicit operator CsvField(double? number) => new(number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Converts a duration to milliseconds.</summary>
    public static implicit operator CsvField(TimeSpan? duration) => duration?.TotalMilliseconds;

    private static string? Neutralize(string? text)
    {
        if (text is not { Length: > 0 })
            return text;
        var isFormula = FormulaStarts.Contains(text[0]);
        if (text.AsSpan().ContainsAny(Unsafe))
            text = TerminalText.VisibleControls(text, Unsafe);
        return isFormula ? $"'{text}" : text;
    }
}
