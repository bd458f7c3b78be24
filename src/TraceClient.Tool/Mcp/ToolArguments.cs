namespace TraceClient.Tool;

/// <summary>Reads the arguments of a call by the parameters of a tool.</summary>
/// <remarks>Models often send a number as text, or one text instead of a list: both are accepted.</remarks>
internal sealed class ToolArguments
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<ToolParameter> _parameters;

    /// <summary>Initializes a new instance of the <see cref="ToolArguments"/> class.</summary>
    /// <exception cref="UsageException">An argument is unknown, or a required one is missing.</exception>
    public ToolArguments(IReadOnlyList<ToolParameter> parameters, IEnumerable<KeyValuePair<string, JsonElement>>? values)
    {
        _parameters = parameters;
        foreach (var (name, value) in values ?? [])
        {
            if (parameters.All(parameter => parameter.Name != name))
            {
                throw new UsageException(
                    $"There is no argument '{ToolText.Of(name, 40)}'.",
                    parameters.Count == 0 ? "it without arguments" : string.Join(", ", parameters.Select(parameter => parameter.Name)));
            }

            if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                _values[name] = value;
        }

        foreach (var parameter in parameters.Where(parameter => parameter.IsRequired && !_values.ContainsKey(parameter.Name)))
            throw new UsageException($"The argument '{parameter.Name}' is missing.", ExampleOf(parameter));
    }

    /// <summary>Returns a text; null without one.</summary>
    public string? Text(string name)
    {
        if (!_values.TryGetValue(name, out var value))
            return null;
        var parameter = Find(name);
        var text = value.ValueKind switch
        {
            JsonValueKind.String => TextOf(value, parameter),
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Invalid(parameter, value),
        };
        return text.Length == 0 ? null : Allowed(parameter, text);
    }

    /// <summary>Returns the text of a required argument.</summary>
    public string RequiredText(string name) => Text(name) ?? throw Empty(Find(name));

    /// <summary>Returns a list of texts; empty without one.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!_values.TryGetValue(name, out var value))
            return [];
        var parameter = Find(name);
        List<string> texts = value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Select(item => ItemOf(item, parameter))],
            JsonValueKind.String => [.. Split(TextOf(value, parameter), parameter)],
            JsonValueKind.Number => [value.GetRawText()],
            _ => throw Invalid(parameter, value),
        };
        texts.RemoveAll(text => text.Length == 0);
        if (texts.Count == 0 && parameter.IsRequired)
            throw Empty(parameter);
        return texts.Count <= parameter.Max
            ? [.. texts.Select(text => Allowed(parameter, text)).Distinct(StringComparer.Ordinal)]
            : throw new UsageException(
                string.Create(CultureInfo.InvariantCulture, $"'{name}' has {texts.Count} items."),
                string.Create(CultureInfo.InvariantCulture, $"at most {parameter.Max}"));
    }

    /// <summary>Returns an integer, or the default value of the parameter.</summary>
    public int? Number(string name)
    {
        var parameter = Find(name);
        if (!_values.TryGetValue(name, out var value))
            return parameter.Default;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out var real) && real == Math.Floor(real),
            JsonValueKind.String => true,
            _ => false,
        };
        var text = value.ValueKind == JsonValueKind.String ? TextOf(value, parameter) : value.GetRawText();
        return isNumber && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == Math.Floor(number) && number >= parameter.Min && number <= parameter.Max
            ? (int)number
            : throw Invalid(parameter, value);
    }

    /// <summary>Returns whether a flag is set.</summary>
    public bool Flag(string name)
    {
        if (!_values.TryGetValue(name, out var value))
            return false;
        var parameter = Find(name);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(TextOf(value, parameter), out var flag) => flag,
            _ => throw Invalid(parameter, value),
        };
    }

    /// <summary>Returns a time; null without one.</summary>
    public DateTimeOffset? Time(string name, DateTimeOffset now) => Text(name) is not { } text ? null
        : TimeParser.TryParse(text, now, out var time, DateTimeStyles.AssumeUniversal) ? time
        : throw new UsageException($"'{name}' is not a time: '{ToolText.Of(text, 40)}'.", "2h, 7d, 2026-11-20 or 2026-11-20T08:00Z");

    /// <summary>Returns a duration; null without one.</summary>
    public TimeSpan? Duration(string name) => Text(name) is not { } text ? null
        : TimeParser.TryParseDuration(text, out var duration) ? duration
        : throw new UsageException($"'{name}' is not a duration: '{ToolText.Of(text, 40)}'.", "500ms, 2s, 10m or 1h");

    private static UsageException Empty(ToolParameter parameter) => new($"The argument '{parameter.Name}' is empty.", ExampleOf(parameter));

    private static UsageException Invalid(ToolParameter parameter, JsonElement value) => Invalid(parameter, value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => $"'{ToolText.Of(value.ToString(), 40)}'",
    });

    private static UsageException Invalid(ToolParameter parameter, string value) =>
        new($"'{parameter.Name}' cannot be {value}.", ExampleOf(parameter));

    private static string ExampleOf(ToolParameter parameter) => parameter switch
    {
        { Values: { Count: > 0 } values } => string.Join(", ", values),
        { Type: ToolParameterType.Integer, Max: < int.MaxValue } =>
            string.Create(CultureInfo.InvariantCulture, $"an integer from {parameter.Min} to {parameter.Max}"),
        { Type: ToolParameterType.Integer } => string.Create(CultureInfo.InvariantCulture, $"an integer of {parameter.Min} or more"),
        { Type: ToolParameterType.Flag } => "true or false",
        { Type: ToolParameterType.TextList } => "a list of texts",
        { Name: "ref" or "base" or "other" } => "a reference from search_traces, such as galtea:inferenceResult_12",
        _ => "a text",
    };

    // A list that was encoded twice.
    private static IReadOnlyList<string> Split(string text, ToolParameter parameter)
    {
        if (text is not ['[', .., ']'])
            return [text];
        try
        {
            using var document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray().Select(item => ItemOf(item, parameter))];
        }
        catch (JsonException)
        {
            return [text];
        }
    }

    private static string ItemOf(JsonElement item, ToolParameter parameter) => item.ValueKind switch
    {
        JsonValueKind.String => TextOf(item, parameter),
        JsonValueKind.Number => item.GetRawText(),
        _ => throw Invalid(parameter, "a list of lists or objects"),
    };

    private static string Allowed(ToolParameter parameter, string text) => parameter.Values.Count == 0 ? text
        : parameter.Values.FirstOrDefault(allowed => string.Equals(allowed, text, StringComparison.OrdinalIgnoreCase))
            ?? throw Invalid(parameter, $"'{ToolText.Of(text, 40)}'");

    // Text that is not valid Unicode cannot be read as a string.
    private static string TextOf(JsonElement value, ToolParameter parameter)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UsageException($"'{parameter.Name}' is not valid Unicode.", ExampleOf(parameter));
        }
    }

    private ToolParameter Find(string name) => _parameters.First(parameter => parameter.Name == name);
}
