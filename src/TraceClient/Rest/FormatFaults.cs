using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using TraceClient.Http;

namespace TraceClient.Rest;

/// <summary>
/// Makes the exceptions for an answer that cannot be used. The texts are made here from positions and kinds alone:
/// those of the serializer can quote the body, so neither they nor the exceptions that hold them are passed on.
/// </summary>
internal sealed partial class FormatFaults(RestSettings settings, RestRequest request, HttpResponseMessage response)
{
    private const int LongestRequestId = 128;
    private const int LongestPath = 500;

    private static readonly string[] RequestIdHeaders = ["X-Request-ID", "X-Trace-ID"];

    public static bool StartsJson(byte first) => first is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n'
        or (>= (byte)'0' and <= (byte)'9');

    /// <summary>True when the JSON itself is at fault, false when a value does not fit its type.</summary>
    public static bool IsSyntax(JsonException fault) => fault.InnerException is JsonException || fault.Path is null;

    /// <summary>True for a fault of the depth limit, which has no type of its own; with stripped resources the text is its key.</summary>
    public static bool IsTooDeep(JsonException fault)
    {
        var text = (fault.InnerException ?? fault).Message;
        return text.Contains("maximum configured depth", StringComparison.Ordinal) || text.Contains("DepthTooLarge", StringComparison.Ordinal);
    }

    /// <summary>True for what a converter throws at a value that it cannot take.</summary>
    public static bool IsOfConverter(Exception fault) =>
        fault is FormatException or OverflowException or InvalidOperationException and not ObjectDisposedException or ArgumentException;

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

    public TraceApiException Status() =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Operation}: {settings.SourceName} answered with status {(int)response.StatusCode} ({response.StatusCode})."),
            response.StatusCode)
        {
            SourceName = settings.SourceName,
            Operation = request.Operation,
            RequestUri = RequestUri,
            RequestId = RequestId,
        };

    public TraceFormatException NotJson(BodyStart start) => start.FirstByte switch
    {
        (byte)'<' => Create("is an HTML page, not JSON: a proxy, a firewall or a login page answered, or the base address is not the API's", null, 0, start, AddressAdvice),
        0 when start.IsEmpty => Create("is empty where JSON is required", null, 0, start, AddressAdvice),
        _ => Create("is not JSON", null, 0, start, AddressAdvice),
    };

    /// <summary>For a fault of the value as a whole: of another kind, or of the right kind and without a required member.</summary>
    public TraceFormatException WrongValue(JsonTypeInfoKind kind, byte first, string path, long? offset, BodyStart start)
    {
        var (came, expected) = (Came(first), Expected(kind));
        return Create(
            string.Equals(came, expected, StringComparison.Ordinal)
                ? $"has {came} without a member that is required, or with one of another type"
                : $"has {came} where {expected} is required",
            path,
            offset,
            start);
    }

    public TraceFormatException Malformed(string path, long? offset, BodyStart start) => Create("is malformed JSON", path, offset, start);

    public TraceFormatException Truncated(string path, long offset, BodyStart start) => Create("ends before its JSON is complete", path, offset, start);

    public TraceFormatException Trailing(long offset, BodyStart start) => Create("goes on after the end of its JSON", "$", offset, start);

    public TraceFormatException TooDeep(string path, long? offset, BodyStart start) =>
        Create(
            string.Create(CultureInfo.InvariantCulture, $"is nested deeper than the limit of {settings.SerializerOptions.MaxDepth} (Limits.MaxJsonDepth)"),
            path,
            offset,
            start,
            LimitAdvice);

    public TraceFormatException Mismatch(string path, long? offset, BodyStart start) =>
        Create("has a value that is not of the type required there", path, offset, start);

    public TraceFormatException ElementTooLarge(string path, long limit, long offset, BodyStart start) =>
        Create(
            string.Create(CultureInfo.InvariantCulture, $"has an element of more than the limit of {limit} bytes (Limits.MaxElementBytes)"),
            path,
            offset,
            start,
            LimitAdvice);

    public TraceFormatException BodyTooLarge(long limit, BodyStart start) =>
        Create(string.Create(CultureInfo.InvariantCulture, $"is larger than the limit of {limit} bytes (Limits.MaxBodyBytes)"), null, limit, start, LimitAdvice);

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

    private string AddressAdvice => $"Check {RequestDescription.KeyOf(settings.SourceName)}:BaseAddress and what stands between here and the service.";

    private string LimitAdvice => $"Ask for less at once, or raise it below {RequestDescription.KeyOf(settings.SourceName)}:Limits.";

    private TraceFormatException Create(string fault, string? path, long? offset, BodyStart? start, string? advice = null)
    {
        var place = offset is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $" (at {path ?? "the start"}, byte {bytes})")
            : path is null ? "" : $" (at {path})";
        advice ??= "JsonPath, ByteOffset and BodyStart of this exception show where to look; if the service has changed its format, a newer version of the SDK may read it.";
        return new TraceFormatException($"{settings.SourceName}: {request.Operation} ({request.Method} {RequestUri}) was answered, but the body {fault}{place}. {advice}")
        {
            SourceName = settings.SourceName,
            Operation = request.Operation,
            RequestUri = RequestUri,
            RequestId = RequestId,
            JsonPath = path,
            ByteOffset = offset,
            BodyStart = start?.ToMaskedText(Redact),
        };
    }

    private Uri? RequestUri =>
        Redaction.Address(response.RequestMessage?.RequestUri ?? new Uri(request.Address, UriKind.Absolute), Tokens);

    private string? RequestId
    {
        get
        {
            foreach (var header in RequestIdHeaders)
            {
                if (response.Headers.TryGetValues(header, out var values) && values.FirstOrDefault() is { } id)
                {
                    return Excerpt.Of(Redact(id), LongestRequestId);
                }
            }

            return null;
        }
    }

    // What was sent with the request, should the answer repeat it.
    private IReadOnlyList<string> Tokens => response.RequestMessage is { } message ? RequestState.Of(message).Tokens : [];

    private string Redact(string text) => Redaction.Text(text, Tokens);

    [GeneratedRegex(@"\['.*?'\](?=[.\[]|$)|[^.\[\]]*@[^.\[\]]*", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuotedName();
}
