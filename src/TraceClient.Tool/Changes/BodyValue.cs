namespace TraceClient.Tool;

/// <summary>A body as a value that can be compared level by level.</summary>
internal static class BodyValue
{
    // What is nested deeper would exhaust the call stack: it stays one text.
    private const int Deepest = 512;

    public static AttributeValue Of(JsonPayload body) =>
        IsDeep(body.Utf8.Span) ? AttributeValue.From(body.ToString()) : AttributeValue.From(body);

    private static bool IsDeep(ReadOnlySpan<byte> json)
    {
        var (depth, isText) = (0, false);
        for (var i = 0; i < json.Length && depth <= Deepest; i++)
        {
            switch (json[i])
            {
                case (byte)'"':
                    isText = !isText;
                    break;
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'{' or (byte)'[' when !isText:
                    depth++;
                    break;
                case (byte)'}' or (byte)']' when !isText:
                    depth--;
                    break;
            }
        }

        return depth > Deepest;
    }
}
