namespace TraceClient.Otlp;

/// <summary>Reads the enums of OTLP/JSON: numbers by the specification, or names of generic protobuf converters.</summary>
internal static class WireEnums
{
    public static int ReadKind(string text) => text switch
    {
        "SPAN_KIND_INTERNAL" or "INTERNAL" => 1,
        "SPAN_KIND_SERVER" or "SERVER" => 2,
        "SPAN_KIND_CLIENT" or "CLIENT" => 3,
        "SPAN_KIND_PRODUCER" or "PRODUCER" => 4,
        "SPAN_KIND_CONSUMER" or "CONSUMER" => 5,
        _ => NumberOf(text),
    };

    public static int ReadStatus(string text) => text switch
    {
        "STATUS_CODE_OK" or "OK" => 1,
        "STATUS_CODE_ERROR" or "ERROR" => 2,
        _ => NumberOf(text),
    };

    // Unknown names and numbers are treated as missing.
    private static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
