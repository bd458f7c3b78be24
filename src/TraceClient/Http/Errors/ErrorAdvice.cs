using System.Globalization;

namespace TraceClient.Http;

/// <summary>What to do about an answer, in a sentence.</summary>
internal static class ErrorAdvice
{
    public static string For(RequestDescription request, HttpResponseMessage response, bool isHtml, TimeSpan? retryAfter) => (int)response.StatusCode switch
    {
        >= 300 and < 400 and not 304 => Redirect(request, response),
        401 when request.State.Tokens.Count == 0 =>
            $"No token was sent: set {request.OptionsKey}:Token or a TokenProvider.",
        401 => $"The token was refused: check that {request.OptionsKey}:Token (or what the TokenProvider gives) is valid, not expired, and of the kind this service takes.",
        403 when isHtml => "The page comes from a firewall or a proxy in front of the service and says nothing about permissions. "
            + "A long URL can cause it: ask for fewer ids or a shorter filter. Else ask who runs the network.",
        403 => "The token is valid but may not do this: use one with the needed role, project or organisation.",
        404 => $"Check the id, that the token sees the project or organisation it is in, and the path of {request.OptionsKey}:BaseAddress.",
        410 => "It was there once and is no longer.",
        407 => "A proxy wants credentials: set them on the handler that PrimaryHandler makes.",
        408 => "Try again; ask for less at once if it stays.",
        409 => "Look at what is there now and decide, then call again.",
        414 => "The URL is too long for the service or a proxy: ask for fewer ids or a shorter filter.",
        400 or 422 => "The same call will fail again: correct the arguments.",
        429 => $"{Wait(retryAfter, "Wait before the next request")} To send fewer, set {request.OptionsKey}:Resilience:RequestsPerMinute.",
        502 or 504 when isHtml => $"A gateway answers because the service behind it does not. {Wait(retryAfter, "Try again later")}",
        >= 500 => Wait(retryAfter, "The fault is on the service's side; try again later"),
        _ => $"This is not an answer the service documents: check {request.OptionsKey}:BaseAddress.",
    };

    private static string Wait(TimeSpan? wait, string otherwise) =>
        wait is { } time ? $"The service asks to wait {Seconds(time)}." : otherwise + ".";

    private static string Redirect(RequestDescription request, HttpResponseMessage response)
    {
        var target = response.Headers.Location switch
        {
            { IsAbsoluteUri: true } other => $" to {other.Scheme}://{other.Host}",
            { } => " within the same host",
            null => null,
        };
        return $"The redirect{target} was not followed, since the token would travel with it: "
            + $"set {request.OptionsKey}:BaseAddress to the address that answers itself.";
    }

    /// <summary>A wait in seconds.</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
