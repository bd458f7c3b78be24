namespace TraceClient.Http;

/// <summary>
/// Makes the exceptions for an answer that cannot be used. The texts are made here from positions and kinds alone:
/// those of the serializer can quote the body, so neither they nor the exceptions that hold them are passed on.
/// </summary>
internal sealed class FormatErrors(ResponseContext context)
{
    public static bool StartsJson(byte first) => first is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n'
        or (>= (byte)'0' and <= (byte)'9');

    /// <summary>True for an error of the depth limit, which has no type of its own; with stripped resources the text is its key.</summary>
    public static bool IsTooDeep(JsonException exception)
    {
        var text = exception.Message;
        return text.Contains("maximum configured depth", StringComparison.Ordinal) || text.Contains("DepthTooLarge", StringComparison.Ordinal);
    }

    /// <summary>Gets the offset of an error in the bytes that a reader was given.</summary>
    public static int OffsetOf(JsonException exception, ReadOnlySpan<byte> json)
    {
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
            offset += json[offset..].IndexOf((byte)'\n') + 1;
        return offset + (int)(exception.BytePositionInLine ?? 0);
    }

    public TraceFormatException NotJson(BodyPreview preview) => preview.FirstByte switch
    {
        0 when preview.IsEmpty => Create("is empty where JSON is required", null, 0, preview, AddressAdvice),
        _ => Create("is not JSON", null, 0, preview, AddressAdvice),
    };

    /// <summary>Creates the exception for a value of another kind.</summary>
    public TraceFormatException WrongValue(JsonTypeInfoKind kind, byte first, string path, long? offset, BodyPreview preview) =>
        Create($"has {Came(first)} where {Expected(kind)} is required", path, offset, preview);

    public TraceFormatException Malformed(string path, long? offset, BodyPreview preview) => Create("is malformed JSON", path, offset, preview);

    public TraceFormatException Truncated(string path, long offset, BodyPreview preview)
    {
        var exception = Create("ends before its JSON is complete", path, offset, preview);
        exception.Context.IsBodyIncomplete = true;
        return exception;
    }

    public TraceFormatException Trailing(long offset, BodyPreview preview) => Create("goes on after the end of its JSON", "$", offset, preview);

    public TraceFormatException TooDeep(string path, long? offset, BodyPreview preview) =>
        Create(
            string.Create(CultureInfo.InvariantCulture, $"is nested deeper than the limit of {context.Settings.Options.Limits.MaxJsonDepth} (Limits.MaxJsonDepth)"),
            path,
            offset,
            preview,
            LimitAdvice);

    public TraceFormatException ElementTooLarge(string path, long limit, long offset, BodyPreview preview) =>
        Create(
            string.Create(CultureInfo.InvariantCulture, $"has an element of more than the limit of {limit} bytes (Limits.MaxElementBytes)"),
            path,
            offset,
            preview,
            LimitAdvice);

    public TraceFormatException BodyTooLarge(long limit, BodyPreview preview) =>
        Create(string.Create(CultureInfo.InvariantCulture, $"is larger than the limit of {limit} bytes (Limits.MaxBodyBytes)"), null, limit, preview, LimitAdvice);

    private static string Came(byte first) => first switch
    {
        (byte)'{' => "a JSON object",
        (byte)'[' => "a JSON array",
        (byte)'"' => "a string",
        (byte)'t' or (byte)'f' => "a boolean",
        (byte)'n' => "null",
        _ => "a number",
    };

    private static string Expected(JsonTypeInfoKind kind) => kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "a JSON object",
        JsonTypeInfoKind.Enumerable => "a JSON array",
        _ => "another kind of value",
    };

    private string AddressAdvice => $"Check {context.Request.OptionsKey}:BaseAddress and what stands between here and the service.";

    private string LimitAdvice => $"Ask for less at once, or raise it below {context.Request.OptionsKey}:Limits.";

    private TraceFormatException Create(string error, string? path, long? offset, BodyPreview? preview, string? advice = null)
    {
        var place = offset is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $" (at {path ?? "the start"}, byte {bytes})")
            : path is null ? "" : $" (at {path})";
        advice ??= "JsonPath, ByteOffset and BodyPreview of this exception show where to look; if the service has changed its format, a newer version of the SDK may read it.";
        return new TraceFormatException($"{context.Request} was answered, but the body {error}{place}. {advice}")
        {
            Context = context.Request.ErrorContext(context.Response),
            JsonPath = path,
            ByteOffset = offset,
            BodyPreview = preview?.ToMaskedText(context.Request.Redact),
        };
    }
}
