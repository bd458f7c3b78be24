namespace TraceClient.Tool;

/// <summary>Writes CSV (RFC 4180) with line feeds.</summary>
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
