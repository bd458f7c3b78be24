namespace TraceClient.Otlp;

/// <summary>OTLP's enums in JSON: numbers by the specification, names where a program made the JSON of the protobuf form.</summary>
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

    // An unknown name says no more than none, as an unknown number does.
    private static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
