namespace TraceClient.Http;

/// <summary>
/// Makes the exceptions for a response that cannot be used. The texts are made here from positions and kinds alone:
/// those of the serializer can quote the body, so neither they nor the exceptions that hold them are passed on.
/// </summary>
internal sealed class FormatErrors(ResponseContext context)
{
    private const string Advice =
        "JsonPath, ByteOffset and BodyPreview of this exception show the place; "
        + "if the service has changed its format, a newer version of the SDK may read it.";

    private readonly BodyPreview _preview = new();
    private readonly LimitOptions _limits = context.Settings.Options.Limits;

    /// <summary>Takes the next bytes of the body, of which the first ones are shown.</summary>
    public FormatErrors With(ReadOnlySpan<byte> bytes)
    {
        _preview.Add(bytes);
        return this;
    }

    /// <summary>Translates the exception of a reader.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="json">What the reader was given.</param>
    /// <param name="position">Where that stands in the body.</param>
    /// <param name="isFinal">Whether it is all that is left of the body.</param>
    /// <param name="path">The path to it.</param>
    public TraceFormatException From(JsonException exception, ReadOnlySpan<byte> json, long position, bool isFinal, string path = "$")
    {
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
            offset += json[offset..].IndexOf((byte)'\n') + 1;
        offset += (int)(exception.BytePositionInLine ?? 0);

        // The error of the depth limit has no type of its own; with stripped resources the text is its key.
        var text = exception.Message;
        if (text.Contains("maximum configured depth", StringComparison.Ordinal) || text.Contains("DepthTooLarge", StringComparison.Ordinal))
            return BeyondLimit("is nested deeper than", _limits.MaxJsonDepth, " (Limits.MaxJsonDepth)", path, position + offset);
        return isFinal && offset >= json.Length ? Truncated(path, position + json.Length) : Malformed(path, position + offset);
    }

    /// <summary>Creates the exception for a body that is not JSON.</summary>
    public TraceFormatException NotJson() => Create(
        _preview.IsEmpty ? "is empty where JSON is required" : "is not JSON", path: null, offset: 0,
        $"Check {context.Request.OptionsKey}:BaseAddress and what stands between here and the service.");

    /// <summary>Creates the exception for a body that is a value of another kind.</summary>
    public TraceFormatException WrongValue(bool isList, char first, long offset) =>
        Create($"has {Kind(first)} where {Kind(isList ? '[' : '{')} is required", "$", offset);

    public TraceFormatException Malformed(string path, long offset) => Create("is malformed JSON", path, offset);

    public TraceFormatException Truncated(string path, long offset)
    {
        var exception = Create("ends before its JSON is complete", path, offset);
        exception.Context.IsBodyIncomplete = true;
        return exception;
    }

    public TraceFormatException Trailing(long offset) => Create("goes on after the end of its JSON", "$", offset);

    public TraceFormatException ElementTooLarge(string path, long offset) =>
        BeyondLimit("has an element of more than", _limits.MaxElementBytes, " bytes (Limits.MaxElementBytes)", path, offset);

    public TraceFormatException BodyTooLarge() =>
        BeyondLimit("is larger than", _limits.MaxBodyBytes, " bytes (Limits.MaxBodyBytes)", path: null, _limits.MaxBodyBytes);

    private static string Kind(char first) => first switch
    {
        '{' => "a JSON object",
        '[' => "a JSON array",
        '"' => "a string",
        't' or 'f' => "a boolean",
        'n' => "null",
        _ => "a number",
    };

    private TraceFormatException BeyondLimit(string what, long limit, string name, string? path, long offset) => Create(
        string.Create(CultureInfo.InvariantCulture, $"{what} the limit of {limit}{name}"), path, offset,
        $"Request less at a time, or raise the limit in {context.Request.OptionsKey}:Limits.");

    private TraceFormatException Create(string error, string? path, long offset, string advice = Advice)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"at {path ?? "the start"}, byte {offset}");
        return new TraceFormatException($"{context.Request} responded, but the body {error} ({place}). {advice}")
        {
            Context = context.Request.ErrorContext(context.Response),
            JsonPath = path,
            ByteOffset = offset,
            BodyPreview = _preview.ToMaskedText(context.Request.Redact),
        };
    }
}
