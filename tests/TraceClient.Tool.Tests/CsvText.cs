using System.Text;

namespace TraceClient.Tool.Tests;

/// <summary>Comma-separated values as fields.</summary>
internal static class CsvText
{
    public static IEnumerable<string[]> Rows(string text)
    {
        var (fields, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && isQuoted && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (isQuoted || text[i] is not (',' or '\n' or '\r'))
                field.Append(text[i]);
            else if (text[i] != '\r')
            {
                fields.Add(field.ToString());
                field.Clear();
                if (text[i] == '\n')
                {
                    yield return [.. fields];
                    fields.Clear();
                }
            }
        }
    }
}
