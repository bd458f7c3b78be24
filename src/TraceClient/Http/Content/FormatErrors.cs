using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace TraceClient.Http;

/// <summary>
/// Makes the exceptions for an answer that cannot be used. The texts are made here from positions and kinds alone:
/// those of the serializer can quote the body, so neither they nor the exceptions that hold them are passed on.
/// </summary>
internal sealed partial class FormatErrors(ResponseContext context)
{
    private const int LongestPath = 500;

    public static bool StartsJson(byte first) => first is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n'
        or (>= (byte)'0' and <= (byte)'9');

    /// <summary>True when the JSON itself is in error, false when a value does not fit its type.</summary>
    public static bool IsSyntax(JsonException exception) => exception.InnerException is JsonException || exception.Path is null;

    /// <summary>True for an error of the depth limit, which has no type of its own; with stripped resources the text is its key.</summary>
    public static bool IsTooDeep(JsonException exception)
    {
        var text = (exception.InnerException ?? exception).Message;
        return text.Contains("maximum configured depth", StringComparison.Ordinal) || text.Contains("DepthTooLarge", StringComparison.Ordinal);
    }

    /// <summary>True for what a converter throws at a value that it cannot take.</summary>
    public static bool IsOfConverter(Exception exception) =>
        exception is FormatException or OverflowException or InvalidOperationException and not ObjectDisposedException or ArgumentException;

    /// <summary>A path without the names that only stand in quotes: they are data, such as the keys of a map.</summary>
    public static string MaskPath(string? path)
    {
        if (path is null)
            return "$";

        // A name that a map uses as a key can be as long as the body: what is cut off is not searched, and not shown.
        if (path.Length <= LongestPath)
            return QuotedName().Replace(path, "['…']");
        path = path[..LongestPath];
        return (path.IndexOf("['", StringComparison.Ordinal) is >= 0 and var quote ? path[..quote] : QuotedName().Replace(path, "['…']")) + "…";
    }

    public TraceFormatException NotJson(BodyPreview preview) => preview.FirstByte switch
    {
        0 when preview.IsEmpty => Create("is empty where JSON is required", null, 0, preview, AddressAdvice),
        _ => Create("is not JSON", null, 0, preview, AddressAdvice),
    };

    /// <summary>For an error of the value as a whole: of another kind, or of the right kind and without a required member.</summary>
    public TraceFormatException WrongValue(JsonTypeInfoKind kind, byte first, string path, long? offset, BodyPreview preview)
    {
        var (came, expected) = (Came(first), Expected(kind));
        return Create(
            string.Equals(came, expected, StringComparison.Ordinal)
                ? $"has {came} without a member that is required, or with one of another type"
                : $"has {came} where {expected} is required",
            path,
            offset,
            preview);
    }

    public TraceFormatException Malformed(string path, long? offset, BodyPreview preview) => Create("is malformed JSON", path, offset, preview);

    public TraceFormatException Truncated(string path, long offset, BodyPreview preview) => Create("ends before its JSON is complete", path, offset, preview);

    public TraceFormatException Trailing(long offset, BodyPreview preview) => Create("goes on after the end of its JSON", "$", offset, preview);

    public TraceFormatException TooDeep(string path, long? offset, BodyPreview preview) =>
        Create(
            string.Create(CultureInfo.InvariantCulture, $"is nested deeper than the limit of {context.Settings.Options.Limits.MaxJsonDepth} (Limits.MaxJsonDepth)"),
            path,
            offset,
            preview,
            LimitAdvice);

    public TraceFormatException Mismatch(string path, long? offset, BodyPreview preview) =>
        Create("has a value that is not of the type required there", path, offset, preview);

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
        _ => "another type",
    };

    private string AddressAdvice => $"Check {context.Request.OptionsKey}:BaseAddress and what stands between here and the service.";

    private string LimitAdvice => $"Ask for less at once, or raise it below {context.Request.OptionsKey}:Limits.";

    private TraceFormatException Create(string error, string? path, long? offset, BodyPreview? preview, string? advice = null)
    {
        var place = offset is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $" (at {path ?? "the start"}, byte {bytes})")
            : path is null ? "" : $" (at {path})";
        advice ??= "JsonPath, ByteOffset and BodyPreview of this exception show where to look; if the service has changed its format, a newer version of the SDK may read it.";
        var errorContext = context.Request.ErrorContext();
        errorContext.RequestId = ApiErrors.RequestId(context.Response, context.Request);
        return new TraceFormatException($"{context.Request} was answered, but the body {error}{place}. {advice}")
        {
            Context = errorContext,
            JsonPath = path,
            ByteOffset = offset,
            BodyPreview = preview?.ToMaskedText(context.Request.Redact),
        };
    }

    [GeneratedRegex(@"\['.*?'\](?=[.\[]|$)|[^.\[\]]*@[^.\[\]]*", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuotedName();
}
