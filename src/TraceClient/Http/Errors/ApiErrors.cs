using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using FieldErrors = System.Collections.Generic.IReadOnlyDictionary<string, System.Collections.Generic.IReadOnlyList<string>>;

namespace TraceClient.Http;

/// <summary>Makes the exception of an answer: its type by the status, its text by what the body says.</summary>
internal static class ApiErrors
{
    /// <summary>So much of a body goes into <see cref="TraceApiException.ResponseBody"/>, in bytes.</summary>
    private const int KeptBodyBytes = 8 * 1024;

    private const int LongestMessage = 500;
    private const int LongestCode = 100;
    private const int LongestRequestId = 128;
    private const int BodyStartLength = 64;

    /// <summary>The exception for a status that is no success.</summary>
    public static TraceApiException From(RequestDescription request, HttpResponseMessage response, byte[] body, TimeProvider timeProvider)
    {
        var error = ErrorBodyReader.Read(body, request.Redact);
        var retryAfter = RetryAfterHeader.Read(response, timeProvider);
        var words = error.Message is { } text ? Excerpt.Of(request.Redact(text), LongestMessage) : "no explanation";
        var hint = error.Hint is { } given ? $" The service's hint: {Excerpt.Of(request.Redact(given), LongestMessage)}." : null;
        var advice = request is { State.MayHaveBeenDone: true } && request.Method == HttpMethod.Delete && response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? "An earlier attempt of this call, whose response was lost, may have deleted it."
            : ErrorAdvice.For(request, response, error.IsHtml, retryAfter);
        var message = $"{request} was answered with {Status(response, request)}: {words.TrimEnd('.')}.{hint} {advice}";

        var context = request.ErrorContext();
        context.RequestId = RequestId(response, request);
        context.IsTransient = RetryRules.IsTransient(response.StatusCode);
        context.ErrorCode = error.Code is { } code ? Excerpt.Of(request.Redact(code), LongestCode) : null;
        context.ResponseBody = KeptBody(request, body);
        return Create(response.StatusCode, message, context, error.IsHtml, Redact(request, error.Errors), retryAfter);
    }

    /// <summary>The exception for a page that comes with a status of success.</summary>
    public static TraceFormatException HtmlWithSuccess(RequestDescription request, HttpResponseMessage response, ReadOnlySpan<byte> page)
    {
        var text = request.Redact(LimitedBody.AsText(page));
        var context = request.ErrorContext();
        context.RequestId = RequestId(response, request);
        return new TraceFormatException(
            $"{request} was answered with {Status(response, request)}, but with {HtmlPage.Describe(text)} where JSON belongs. "
            + $"Something in front of the service answers in its place, such as a sign-in or a proxy: check {request.OptionsKey}:BaseAddress and the network.")
        {
            Context = context,
            ByteOffset = 0,
            BodyStart = Excerpt.Of(text, BodyStartLength),
        };
    }

    /// <summary>Gets the id that the service gave to the request; null when it gave none.</summary>
    public static string? RequestId(HttpResponseMessage response, RequestDescription request)
    {
        foreach (var name in (ReadOnlySpan<string>)["X-Request-ID", "X-Trace-ID"])
        {
            if (response.Headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } id)
                return Excerpt.Of(request.Redact(id), LongestRequestId);
        }

        return null;
    }

    private static TraceApiException Create(
        HttpStatusCode status, string message, ErrorContext context, bool isHtml, FieldErrors fields, TimeSpan? wait) => status switch
        {
            HttpStatusCode.Unauthorized => new TraceAuthenticationException(message, status) { Context = context },

            // A firewall's page is no word on what the token may do.
            HttpStatusCode.Forbidden when !isHtml => new TraceAuthorizationException(message, status) { Context = context },
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new TraceNotFoundException(message, status) { Context = context },
            HttpStatusCode.Conflict => new TraceConflictException(message, status) { Context = context },
            HttpStatusCode.BadRequest or HttpStatusCode.RequestUriTooLong or HttpStatusCode.UnprocessableEntity =>
                new TraceValidationException(message, status) { Context = context, Errors = fields },
            HttpStatusCode.TooManyRequests => new TraceRateLimitException(message, status) { Context = context, RetryAfter = wait },
            >= HttpStatusCode.InternalServerError => new TraceServerException(message, status) { Context = context },
            _ => new TraceApiException(message, status) { Context = context },
        };

    private static FrozenDictionary<string, IReadOnlyList<string>> Redact(RequestDescription request, FieldErrors errors) =>
        errors.GroupBy(field => Excerpt.Of(request.Redact(field.Key), LongestCode), StringComparer.Ordinal).ToFrozenDictionary(
            fields => fields.Key,
            IReadOnlyList<string> (fields) => [.. fields.SelectMany(field => field.Value).Select(message => Excerpt.Of(request.Redact(message), LongestMessage))],
            StringComparer.Ordinal);

    private static string Status(HttpResponseMessage response, RequestDescription request)
    {
        var phrase = string.IsNullOrWhiteSpace(response.ReasonPhrase) ? response.StatusCode.ToString() : response.ReasonPhrase;
        return string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {Excerpt.Of(request.Redact(phrase), LongestCode)}");
    }

    private static string? KeptBody(RequestDescription request, byte[] body) =>
        body.Length == 0 ? null : Excerpt.OfBytes(request.Redact(LimitedBody.AsText(body)), KeptBodyBytes);
}
