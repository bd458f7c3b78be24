using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TraceClient.Otlp.Tests;

/// <summary>Turns OTLP/JSON into protobuf's text form by the rules of the specification alone: it knows nothing of the writer.</summary>
internal static class TextForm
{
    /// <summary>A document as text. In the binary form each scope has its
    /// resource beside it, where JSON has it once for several scopes.</summary>
    public static string Of(JsonElement document)
    {
        var text = new StringBuilder();
        foreach (var group in document.GetProperty("resourceSpans").EnumerateArray())
        {
            foreach (var scope in group.GetProperty("scopeSpans").EnumerateArray())
            {
                text.Append("resource_spans {\n");
                AppendField(text, "resource", group.GetProperty("resource"));
                AppendField(text, "scopeSpans", scope);
                text.Append("}\n");
            }
        }

        return text.ToString();
    }

    private static void AppendMembers(StringBuilder text, JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in member.Value.EnumerateArray())
                    AppendField(text, member.Name, item);
            }
            else
            {
                AppendField(text, member.Name, member.Value);
            }
        }
    }

    private static void AppendField(StringBuilder text, string name, JsonElement value)
    {
        text.Append(SnakeCase(name));
        if (value.ValueKind == JsonValueKind.Object)
        {
            text.Append(" {\n");
            AppendMembers(text, value);
            text.Append("}\n");
            return;
        }

        text.Append(": ").Append(Scalar(name, value)).Append('\n');
    }

    private static string Scalar(string name, JsonElement value) => name switch
    {
        "traceId" or "spanId" or "parentSpanId" => Quoted(Convert.FromHexString(value.GetString()!)),
        "startTimeUnixNano" or "endTimeUnixNano" or "timeUnixNano" or "intValue" => value.GetString()!,
        "doubleValue" when value.ValueKind == JsonValueKind.String =>
            value.GetString() switch { "NaN" => "nan", "Infinity" => "inf", _ => "-inf" },
        _ when value.ValueKind == JsonValueKind.String => Quoted(Encoding.UTF8.GetBytes(value.GetString()!)),
        _ => value.GetRawText(),
    };

    private static string Quoted(byte[] bytes) =>
        '"' + string.Concat(bytes.Select(one => "\\" + Convert.ToString(one, 8).PadLeft(3, '0'))) + '"';

    private static string SnakeCase(string name) =>
        string.Concat(name.Select(
            letter => char.IsUpper(letter) ? "_" + letter.ToString().ToLower(CultureInfo.InvariantCulture) : letter.ToString()));
}
