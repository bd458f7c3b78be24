namespace TraceClient.Tool;

/// <summary>Formats records and attributes in full.</summary>
internal static class RecordText
{
    /// <summary>Returns the title, body and attributes of a record.</summary>
    public static IEnumerable<string> Lines(Record record, int width)
    {
        yield return Title(record);
        if (!record.Body.IsNull)
        {
            foreach (var line in BodyText.Lines(AttributeValue.From(record.Body), width))
                yield return line;
        }

        foreach (var line in record.Attributes.SelectMany(attribute => Lines(attribute.Key, attribute.Value, width)))
            yield return line;
    }

    /// <summary>Returns the kind, name and time of a record.</summary>
    public static string Title(Record record) =>
        string.Join("  ", new[] { record.Kind.ToString(), record.Name, ValueText.Precise(record.Timestamp) }.OfType<string>());

    /// <summary>Returns a name and its value.</summary>
    public static IEnumerable<string> Lines(string name, AttributeValue value, int width)
    {
        var lines = BodyText.Lines(value, width - name.Length - 3);
        return lines is [var only] ? [$"{name} = {only}"] : lines.Select(line => "  " + line).Prepend($"{name} =");
    }
}
