namespace TraceClient.Reliability;

/// <summary>The rule of errors: how an operation may end, and what no text of an error may show.</summary>
internal static class ErrorRule
{
    public const string Token = "planted9QxVb7Lm2RkTzR4wPn8sYd3Hf6JgC1v";
    public const string EMail = "quilla.vandermeer@leaks.example.org";

    /// <summary>A part of the bodies of records. Only the body of an error response may show it.</summary>
    public const string Phrase = "zebrafish lagoon";

    /// <summary>Gets what is wrong with an exception; null when the rule allows it.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="isCancelled">Whether the caller has cancelled the operation.</param>
    /// <param name="isAllowed">Whether the operation documents this exception besides those of the rule.</param>
    public static string? ViolationOf(Exception exception, bool isCancelled, Func<Exception, bool>? isAllowed = null) => exception switch
    {
        FuzzViolationException => exception.Message,

        // What System.Text.Json says of malformed JSON is its own.
        JsonException when isAllowed?.Invoke(exception) == true => null,
        _ when LeakIn(exception) is { } leak => leak,
        TraceClientException => null,
        OperationCanceledException when isCancelled => null,
        _ when isAllowed?.Invoke(exception) == true => null,
        _ => $"{exception.GetType().Name} is outside the rule of errors",
    };

    /// <summary>Gets the secret that a text shows; null when it shows none.</summary>
    public static string? LeakIn(string text, bool isErrorBody = false) =>
        text.Contains(Token, StringComparison.OrdinalIgnoreCase) ? "the token"
        : text.Contains(EMail, StringComparison.OrdinalIgnoreCase) ? "the e-mail address"
        : !isErrorBody && text.Contains(Phrase, StringComparison.OrdinalIgnoreCase) ? "a record's body"
        : null;

    private static string? LeakIn(Exception exception)
    {
        var type = exception.GetType().Name;
        if (LeakIn(exception.ToString()) is { } secret)
            return $"{type}.ToString() shows {secret}";
        foreach (var (member, text, isErrorBody) in MembersOf(exception))
        {
            if (text is not null && LeakIn(text, isErrorBody) is { } found)
                return $"{type}.{member} shows {found}";
        }

        return null;
    }

    private static IEnumerable<(string Member, string? Text, bool IsErrorBody)> MembersOf(Exception exception)
    {
        if (exception is TraceClientException error)
        {
            yield return (nameof(error.RequestUri), error.RequestUri?.ToString(), false);
            yield return (nameof(error.RequestId), error.RequestId, false);
        }

        if (exception is TraceApiException api)
        {
            yield return (nameof(api.ErrorCode), api.ErrorCode, true);
            yield return (nameof(api.ResponseBody), api.ResponseBody, true);
        }

        if (exception is TraceFormatException format)
        {
            yield return (nameof(format.JsonPath), format.JsonPath, false);

            // Of a body that is not JSON from its first byte on the first words are shown.
            yield return (nameof(format.BodyPreview), format.BodyPreview, format.JsonPath is null);
        }

        if (exception is TraceValidationException validation)
        {
            foreach (var (field, messages) in validation.Errors)
                yield return (nameof(validation.Errors), $"{field} {string.Join(' ', messages)}", true);
        }
    }
}

/// <summary>An operation has ended with a value or in a way that it must not.</summary>
internal sealed class FuzzViolationException(string message) : Exception(message);
