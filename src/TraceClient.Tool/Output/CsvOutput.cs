namespace TraceClient.Tool;

/// <summary>Writes comma-separated values in the form of RFC 4180, with a line feed at the end of each line.</summary>
internal sealed class CsvOutput(TextWriter writer)
{
    public void Row(params IEnumerable<string?> values) => writer.WriteLine(string.Join(',', values.Select(Field)));

    private static string Field(string? value) => value switch
    {
        null => "",
        _ when value.AsSpan().ContainsAny(",\"\r\n") => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => value,
    };
}
