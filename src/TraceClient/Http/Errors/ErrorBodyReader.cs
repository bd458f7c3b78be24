using System.Collections.Frozen;

namespace TraceClient.Http;

/// <summary>Reads an error's body in every shape that the services document, and gives up on none.</summary>
internal static class ErrorBodyReader
{
    private const int LongestPlainText = 300;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="redact">Takes secrets out of a text before it is cut: of one that a cut goes through a part would stay.</param>
    public static ErrorBody Read(ReadOnlyMemory<byte> body, Func<string, string> redact)
    {
        if (HtmlPage.IsIn(body.Span) is not { } isPage)
            return ErrorBody.Empty;

        var text = LimitedBody.AsText(body.Span);
        if (isPage)
            return new ErrorBody { IsHtml = true, Message = HtmlPage.Describe(redact(text)) };

        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, redact);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, cut off, or a string that is not valid text.
            return Plain(redact(text));
        }
    }

    private static ErrorBody Read(JsonElement root, Func<string, string> redact) => root.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(root),
        JsonValueKind.Array => ReadFieldErrors(root),
        JsonValueKind.String => Plain(redact(root.GetString()!)),
        _ => ErrorBody.Empty,
    };

    private static ErrorBody ReadObject(JsonElement root)
    {
        if (Property(root, "detail") is { } detail)
        {
            if (detail.ValueKind == JsonValueKind.Array)
                return ReadFieldErrors(detail);
            if (detail.ValueKind == JsonValueKind.Object)
                return ReadFlat(detail);
        }

        // {"error": {"code", "message"}}: some deployments put an envelope around the error.
        if (Property(root, "error") is { ValueKind: JsonValueKind.Object } envelope)
            return ReadFlat(envelope);

        return ReadFlat(root);
    }

    private static ErrorBody ReadFlat(JsonElement body)
    {
        var error = Text(body, "error");
        var message = Text(body, "message") ?? Text(body, "msg") ?? Text(body, "title");
        var detail = Text(body, "detail") ?? Text(body, "details");
        var code = Text(body, "code");

        // With a message beside it, "error" is the code; alone it is the message.
        if (message is not null)
            code ??= error;
        else
            message = error;

        message = Join(": ", message, string.Equals(message, detail, StringComparison.Ordinal) ? null : detail);
        return new ErrorBody
        {
            Message = Join(" ", message, Quota(body)),
            Code = code,
            Hint = Text(body, "hint"),
            Errors = Property(body, "errors") is { } errors ? FieldErrors(errors) : ErrorBody.Empty.Errors,
        };
    }

    private static ErrorBody ReadFieldErrors(JsonElement list)
    {
        var errors = FieldErrors(list);
        return errors.Count == 0
            ? ErrorBody.Empty
            : new ErrorBody { Errors = errors, Message = string.Join("; ", errors.Select(error => $"{error.Key}: {string.Join(", ", error.Value)}")) };
    }

    private static Dictionary<string, IReadOnlyList<string>> FieldErrors(JsonElement errors)
    {
        var fields = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (errors.ValueKind == JsonValueKind.Array)
        {
            foreach (var error in errors.EnumerateArray())
                AddLocated(fields, error);
        }
        else if (errors.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in errors.EnumerateObject())
                AddNamed(fields, field);
        }

        return fields;
    }

    // FastAPI: {"loc": ["query", "page_size"], "msg": "…"}
    private static void AddLocated(Dictionary<string, IReadOnlyList<string>> fields, JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
            Add(fields, "body", error.GetString()!);
        else if (error.ValueKind == JsonValueKind.Object && (Text(error, "msg") ?? Text(error, "message")) is { } message)
            Add(fields, Location(error), message);
    }

    // {"page_size": ["…"]} or {"page_size": "…"}
    private static void AddNamed(Dictionary<string, IReadOnlyList<string>> fields, JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.Array)
        {
            foreach (var message in field.Value.EnumerateArray().Where(message => message.ValueKind == JsonValueKind.String))
                Add(fields, field.Name, message.GetString()!);
        }
        else if (field.Value.ValueKind == JsonValueKind.String)
        {
            Add(fields, field.Name, field.Value.GetString()!);
        }
    }

    private static void Add(Dictionary<string, IReadOnlyList<string>> fields, string name, string message) =>
        fields[name] = fields.TryGetValue(name, out var earlier) ? [.. earlier, message] : [message];

    private static string Location(JsonElement error) => Property(error, "loc") switch
    {
        { ValueKind: JsonValueKind.Array } path => string.Join('.', path.EnumerateArray().Select(step => step.ToString())),
        { ValueKind: JsonValueKind.String } name => name.GetString()!,
        _ => Text(error, "field") ?? Text(error, "path") ?? "body",
    };

    private static string? Quota(JsonElement body) =>
        Text(body, "quotaLimit") is { } limit
            ? string.Create(CultureInfo.InvariantCulture, $"(quota {limit}, remaining {Text(body, "quotaRemaining") ?? "unknown"})")
            : null;

    private static ErrorBody Plain(string text) => new() { Message = Excerpt.Of(text, LongestPlainText) };

    private static string? Join(string separator, string? left, string? right) =>
        left is null ? right : right is null ? left : left + separator + right;

    private static JsonElement? Property(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) => Property(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text when !string.IsNullOrWhiteSpace(text.GetString()) => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}

/// <summary>What the body of an error says, whichever of the documented shapes it has.</summary>
internal sealed record ErrorBody
{
    /// <summary>A body that says nothing.</summary>
    public static readonly ErrorBody Empty = new();

    /// <summary>True for an HTML page: it comes from a firewall, a proxy or a gateway, not from the service.</summary>
    public bool IsHtml { get; init; }

    /// <summary>The service's words; null when it has none. Not redacted.</summary>
    public string? Message { get; init; }

    /// <summary>The service's code of the error.</summary>
    public string? Code { get; init; }

    /// <summary>The service's advice.</summary>
    public string? Hint { get; init; }

    /// <summary>What is wrong, per field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;
}
