using System.Collections.Frozen;

namespace TraceClient.Http;

/// <summary>Makes the exception of a response: its type by the status, its text by what the body says.</summary>
internal static class ApiErrors
{
    /// <summary>So much of a body goes into <see cref="TraceApiException.ResponseBody"/>, in bytes.</summary>
    private const int KeptBodyBytes = 8 * 1024;

    private const int LongestMessage = 500;
    private const int LongestCode = 100;
    private const int BodyStartLength = 64;

    /// <summary>The exception for a status other than success, or for an error of a token endpoint with any status.</summary>
    public static TraceApiException From(
        RequestDescription request, HttpResponseMessage response, byte[] body, TimeProvider timeProvider, bool isTokenEndpoint = false)
    {
        var error = ErrorBodyReader.Read(body, request.Redact);
        var retryAfter = RetryAfterHeader.Read(response, timeProvider);
        var words = error.Message is { } text ? request.Redact(text, LongestMessage) : "no explanation";
        var hint = error.Hint is { } given ? $" The service's hint: {request.Redact(given, LongestMessage)}." : null;
        var advice = isTokenEndpoint
            ? ErrorAdvice.ForTokenEndpoint(response.StatusCode)
            : ErrorAdvice.For(request, response, error.IsHtml, retryAfter);
        var message = $"{request} responded with {Status(response, request)}: {words.TrimEnd('.')}.{hint} {advice}";

        var context = request.ErrorContext(response);
        context.IsTransient = RetryRules.IsTransient(response.StatusCode);
        context.ErrorCode = error.Code is { } code ? request.Redact(code, LongestCode) : null;
        context.ResponseBody = body.Length == 0 ? null : Excerpt.OfBytes(request.Redact(LimitedBody.AsText(body)), KeptBodyBytes);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new TraceRateLimitException(message) { Context = context, RetryAfter = retryAfter },
            >= HttpStatusCode.InternalServerError and var status => new TraceServerException(message, status) { Context = context },
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest and var status =>
                new TraceApiException(message, status) { Context = context },
            var status when isTokenEndpoint || status == HttpStatusCode.Unauthorized =>
                new TraceAuthenticationException(message, status) { Context = context },

            // A firewall's page is no word on what the token may do.
            HttpStatusCode.Forbidden when !error.IsHtml => new TraceAuthorizationException(message) { Context = context },
            (HttpStatusCode.NotFound or HttpStatusCode.Gone) and var status =>
                new TraceNotFoundException(message, status) { Context = context },
            HttpStatusCode.Conflict => new TraceConflictException(message) { Context = context },
            (HttpStatusCode.BadRequest or HttpStatusCode.RequestUriTooLong or HttpStatusCode.UnprocessableEntity) and var status =>
                new TraceValidationException(message, status) { Context = context, Errors = Redact(request, error.Errors) },
            var status => new TraceApiException(message, status) { Context = context },
        };
    }

    /// <summary>The exception for a page that comes with a status of success.</summary>
    public static TraceFormatException HtmlWithSuccess(RequestDescription request, HttpResponseMessage response, ReadOnlySpan<byte> page)
    {
        var text = request.Redact(LimitedBody.AsText(page));
        return new TraceFormatException(
            $"{request} responded with {Status(response, request)}, but with {HtmlPage.Describe(text)} where JSON belongs. "
            + "Something in front of the service responds in its place, such as a sign-in page or a proxy: "
                + $"check {request.OptionsKey}:BaseAddress and the network.")
        { Context = request.ErrorContext(response), ByteOffset = 0, BodyPreview = Excerpt.Of(text, BodyStartLength) };
    }

    private static FrozenDictionary<string, IReadOnlyList<string>> Redact(RequestDescription request, ILookup<string, string>? errors) =>
        (errors ?? Enumerable.Empty<IGrouping<string, string>>())
            .GroupBy(field => request.Redact(field.Key, LongestCode), StringComparer.Ordinal)
            .ToFrozenDictionary(
                fields => fields.Key,
                IReadOnlyList<string> (fields) =>
                    [.. fields.SelectMany(field => field).Select(message => request.Redact(message, LongestMessage))],
                StringComparer.Ordinal);

    private static string Status(HttpResponseMessage response, RequestDescription request)
    {
        var phrase = string.IsNullOrWhiteSpace(response.ReasonPhrase) ? response.StatusCode.ToString() : response.ReasonPhrase;
        return string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {request.Redact(phrase, LongestCode)}");
    }
}

/// <summary>What to do about a response, in a sentence.</summary>
internal static class ErrorAdvice
{
    public static string For(RequestDescription request, HttpResponseMessage response, bool isHtml, TimeSpan? retryAfter) =>
        (int)response.StatusCode switch
        {
            >= 300 and < 400 and not 304 => Redirect(request, response),
            401 when request.State.Tokens.Count == 0 => $"No token was sent: set {request.OptionsKey}:Token or a TokenProvider.",
            401 => $"The token was refused: check that {request.OptionsKey}:Token (or what the TokenProvider gives) is valid, not "
                + "expired, and of the kind this service takes.",
            403 when isHtml => "The page comes from a firewall or a proxy in front of the service and says nothing about permissions. "
                + "A long URL can cause it: use fewer ids or a shorter filter. Otherwise contact the administrator of the network.",
            403 => "The token is valid but may not do this: use one with the needed role, project or organisation.",
            404 or 410 when request.State.MayHaveBeenDone && request.Method == HttpMethod.Delete =>
                "An earlier attempt of this call, whose response was lost, may have deleted it.",
            404 => "Check the id, that the token sees the project or organisation it is in, and "
                + $"the path of {request.OptionsKey}:BaseAddress.",
            410 => "It existed once and was deleted.",
            407 => "A proxy wants credentials: set them on the handler that PrimaryHandler makes.",
            408 => "Try again; request less at a time if the error persists.",
            409 => "Check the current state, then call again if needed.",
            414 => "The URL is too long for the service or a proxy: use fewer ids or a shorter filter.",
            400 or 422 => "The same call will fail again: correct the arguments.",
            429 => $"{Wait(retryAfter, "Wait before the next request")} To send fewer, set "
                + $"{request.OptionsKey}:Resilience:RequestsPerMinute.",
            502 or 504 when isHtml => $"The service behind the gateway does not respond. {Wait(retryAfter, "Try again later")}",
            >= 500 => Wait(retryAfter, "The error is on the service's side; try again later"),
            _ => $"This is not a response that the service documents: check {request.OptionsKey}:BaseAddress.",
        };

    public static string ForTokenEndpoint(HttpStatusCode status) => (int)status switch
    {
        429 => "Request fewer tokens.",
        >= 500 => "The error is on the endpoint's side; try again later.",
        >= 300 and < 400 =>
            "The redirect was not followed: the secret would travel with it. Set TokenEndpoint to the address that it leads to.",
        _ => "Check TokenEndpoint, ClientId, ClientSecret, Scope and Audience.",
    };

    /// <summary>A wait in seconds.</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static string Wait(TimeSpan? wait, string otherwise) =>
        wait is { } time ? $"The service requests a wait of {Seconds(time)}." : otherwise + ".";

    private static string Redirect(RequestDescription request, HttpResponseMessage response)
    {
        var target = response.Headers.Location is { IsAbsoluteUri: true } other ? $" to {other.Scheme}://{other.Host}"
            : response.Headers.Location is null ? null : " within the same host";
        return $"The redirect{target} was not followed, since the token would travel with it: "
            + $"set {request.OptionsKey}:BaseAddress to the address that it leads to.";
    }
}
