namespace TraceClient.Tool;

/// <summary>Writes CSV (RFC 4180) with line feeds, or the same rows for programs that read lines: separated by tabs, without a
/// header.</summary>
internal sealed class CsvOutput(TextWriter writer, bool isRows = false)
{
    /// <summary>Creates the output of a command.</summary>
    public static CsvOutput Of(CommandContext context) => new(context.Streams.Out, context.Format == OutputFormat.Rows);

    public void Header(params IEnumerable<string> names)
    {
        if (!isRows)
            Row(names.Select(name => (CsvField)name));
    }

    public void Row(params IEnumerable<CsvField> fields) =>
        writer.WriteLine(isRows ? string.Join('\t', fields.Select(field => field.Line)) : string.Join(',', fields.Select(Quote)));

    private static string? Quote(CsvField field) => field.Cell.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Cell!.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field.Cell;
}

/// <summary>Represents a field of CSV: a number, or text that a spreadsheet does not run as a formula.</summary>
internal readonly record struct CsvField
{
    // Excel takes the full-width characters for the others. Control characters in front of a formula are ignored by some programs.
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create(
        [.. "=+-@\uff1d\uff0b\uff0d\uff20", .. ControlCharacters]);

    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. ControlCharacters.Where(character => character is not ('\t' or '\n' or '\r'))]);

    private readonly string? _text;
    private readonly bool _isNumber;

    private CsvField(string? text, bool isNumber = false) => (_text, _isNumber) = (text, isNumber);

    /// <summary>Gets the text of a cell of CSV; null for none.</summary>
    public string? Cell => _isNumber ? _text : Neutralize(_text);

    /// <summary>Gets the text on one line without tabs.</summary>
    public string Line => TerminalText.OneLine(_text ?? "");

    private static IEnumerable<char> ControlCharacters => Enumerable.Range(0, 0xa0).Select(code => (char)code).Where(char.IsControl);

    public static implicit operator CsvField(string? text) => new(text);

    public static implicit operator CsvField(long? number) => new(number?.ToString(CultureInfo.InvariantCulture), isNumber: true);

    public static implicit operator CsvField(double? number) => new(number?.ToString(CultureInfo.InvariantCulture), isNumber: true);

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
