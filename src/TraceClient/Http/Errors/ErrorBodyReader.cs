namespace TraceClient.Http;

/// <summary>Reads an error's body in every shape that the services document, and gives up on none.</summary>
internal static class ErrorBodyReader
{
    /// <summary>Reads a body.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="redact">Takes secrets out of a text before it is cut: of one that a cut goes through a part would stay.</param>
    public static ErrorBody Read(ReadOnlySpan<byte> body, Func<string, string> redact)
    {
        if (HtmlPage.IsIn(body) is not { } isPage)
            return new ErrorBody();

        var text = LimitedBody.AsText(body);
        if (isPage)
            return new ErrorBody(HtmlPage.Describe(redact(text)), IsHtml: true);

        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, cut off, or a string that is not valid text.
            return new ErrorBody(text);
        }
    }

    /// <summary>Gets a property's text, or its number as text; null when it has neither.</summary>
    public static string? Text(JsonElement element, string name) => Property(element, name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        { } value => Text(value),
        null => null,
    };

    private static ErrorBody Read(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.String => new ErrorBody(body.GetString()),
        JsonValueKind.Array => ReadFields(body),
        JsonValueKind.Object when Property(body, "detail") is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } detail =>
            Read(detail),

        // {"error": {"code", "message"}}: some deployments put an envelope around the error.
        JsonValueKind.Object when Property(body, "error") is { ValueKind: JsonValueKind.Object } envelope => Read(envelope),
        JsonValueKind.Object => ReadObject(body),
        _ => new ErrorBody(),
    };

    private static ErrorBody ReadObject(JsonElement body)
    {
        // With a message beside it, or in one word, "error" is the code; without a message it is the message.
        var error = Text(body, "error");
        var message = Text(body, "message") ?? Text(body, "msg") ?? Text(body, "title") ?? Text(body, "error_description");
        var code = Text(body, "code") ?? (message is null && error?.Contains(' ', StringComparison.Ordinal) == true ? null : error);

        var detail = Text(body, "detail") ?? Text(body, "details");
        var quota = Text(body, "quotaLimit") is { } limit
            ? $" (quota {limit}, remaining {Text(body, "quotaRemaining") ?? "unknown"})"
            : null;
        var words = string.Join(": ", new[] { message ?? error, detail }.OfType<string>().Distinct(StringComparer.Ordinal)) + quota;
        var errors = Property(body, "errors") is { } list ? FieldErrors(list) : null;
        return new ErrorBody(words.Length == 0 ? null : words.TrimStart(), code, Text(body, "hint"), errors);
    }

    private static ErrorBody ReadFields(JsonElement list)
    {
        var errors = FieldErrors(list);
        var words = string.Join("; ", errors.Select(field => $"{field.Key}: {string.Join(", ", field)}"));
        return new ErrorBody(words.Length == 0 ? null : words, Errors: errors);
    }

    private static ILookup<string, string> FieldErrors(JsonElement errors)
    {
        IEnumerable<(string Field, string? Message)> found = errors.ValueKind switch
        {
            // FastAPI: {"loc": ["query", "page_size"], "msg": "…"}
            JsonValueKind.Array => errors.EnumerateArray().Select(error => error.ValueKind == JsonValueKind.Object
                ? (Location(error), Text(error, "msg") ?? Text(error, "message"))
                : ("body", Text(error))),

            // {"page_size": ["…"]} or {"page_size": "…"}
            JsonValueKind.Object => errors.EnumerateObject().SelectMany(field => field.Value.ValueKind == JsonValueKind.Array
                ? field.Value.EnumerateArray().Select(message => (field.Name, Text(message)))
                : [(field.Name, Text(field.Value))]),
            _ => [],
        };
        return found.Where(error => error.Message is not null)
            .ToLookup(error => error.Field, error => error.Message!, StringComparer.Ordinal);
    }

    private static string Location(JsonElement error) => Property(error, "loc") switch
    {
        { ValueKind: JsonValueKind.Array } path => string.Join('.', path.EnumerateArray().Select(step => step.ToString())),
        { ValueKind: JsonValueKind.String } name => name.GetString()!,
        _ => Text(error, "field") ?? Text(error, "path") ?? "body",
    };

    private static JsonElement? Property(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}

/// <summary>What the body of an error says, whichever of the documented shapes it has.</summary>
/// <param name="Message">The service's words; null when it has none. Not redacted.</param>
/// <param name="Code">The service's code of the error.</param>
/// <param name="Hint">The service's advice.</param>
/// <param name="Errors">What is wrong, per field; null when no field is named.</param>
/// <param name="IsHtml">True for an HTML page: it comes from a firewall, a proxy or a gateway, not from the service.</param>
internal sealed record ErrorBody(
    string? Message = null, string? Code = null, string? Hint = null, ILookup<string, string>? Errors = null, bool IsHtml = false);
