namespace TraceClient;

/// <summary>Finds values under the names that the conventions and frameworks have for them.</summary>
internal sealed class GenAIValues
{
    // A number above it is no number of tokens and no cost.
    public const double Highest = 1e15;

    // Where frameworks put the parameters of a request and its usage when not at the top.
    private static readonly string[] Sections =
    [
        "usage", "token_usage", "tokenUsage", "usage_metadata", "usageMetadata", "llm_output", "response_metadata", "kwargs", "message",
        "model_parameters", "modelParameters", "invocation_params", "parameters", "llm.invocation_parameters", "generationConfig",
        "prompt_tokens_details", "input_tokens_details", "input_token_details",
    ];

    private readonly List<AttributeMap> _maps = [];

    /// <summary>Adds values behind those that are there, with all sections of them.</summary>
    public GenAIValues Add(AttributeMap map)
    {
        if (map.Count == 0)
            return this;

        // Sections of sections stand behind all of those above them; a deep chain of them is no usage.
        var first = _maps.Count;
        _maps.Add(map);
        for (var i = first; i < _maps.Count && i < first + Sections.Length; i++)
        {
            foreach (var name in Sections)
            {
                if (_maps[i].TryGetValue(name, out var section) && (section.AsMap ?? MapIn(section.AsString)) is { Count: > 0 } inner)
                    _maps.Add(inner);
            }
        }

        return this;
    }

    /// <summary>Adds what the body of a request or a response says beside its messages: single values, and the sections.</summary>
    public GenAIValues Add(JsonPayload body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return this;

        var members = new List<KeyValuePair<string, AttributeValue>>();
        ReadMembers(body, members, isNested: false);
        return Add(AttributeMap.From(members));
    }

    public AttributeValue? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var map in _maps)
            {
                if (map.TryGetValue(name, out var value) && value.Kind != AttributeValueKind.Null)
                    return value;
            }
        }

        return null;
    }

    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var map in _maps)
            {
                if (map.GetString(name) is { Length: > 0 } text)
                    return text;
            }
        }

        return null;
    }

    /// <summary>Finds a number; receivers can have made a text of it.</summary>
    public double? Number(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var map in _maps)
            {
                if (map.TryGetValue(name, out var value) && NumberOf(value) is { } number)
                    return number;
            }
        }

        return null;
    }

    /// <summary>Finds a whole number that is not negative.</summary>
    public long? Count(params ReadOnlySpan<string> names) =>
        Number(names) is >= 0 and < Highest and var number && double.IsInteger(number) ? (long)number : null;

    /// <summary>Finds a cost; the name, a member beside it or a member of it says the currency.</summary>
    public GenAICost? Cost() =>
        CostOf(Find("gen_ai.usage.cost", "gen_ai.cost.total_cost", "gen_ai.cost"), "gen_ai.usage.cost_currency", "gen_ai.cost.currency")
        ?? CostOf(Find("llm.cost.total", "cost_usd", "costUsd", "costUSD", "total_cost_usd"), currency: "USD");

    /// <summary>Finds a cost under the names that stand for one only in what describes a model call.</summary>
    public GenAICost? BareCost() => CostOf(Find("cost", "total_cost", "totalCost"), "currency", "cost_currency", "costCurrency");

    private GenAICost? CostOf(AttributeValue? value, params ReadOnlySpan<string> currencyNames) => CostOf(value, Text(currencyNames));

    private static GenAICost? CostOf(AttributeValue? value, string? currency)
    {
        if (value?.AsMap is { } map)
        {
            var inner = new GenAIValues().Add(map);
            return GenAICost.From(inner.Number("amount", "total", "total_cost", "value"), inner.Text("currency", "unit") ?? currency)
                ?? GenAICost.From(inner.Number("usd", "USD"), "USD");
        }

        return value is { } single ? GenAICost.From(NumberOf(single), currency) : null;
    }

    private static double? NumberOf(AttributeValue value)
    {
        var number = value.AsDouble
            ?? (double.TryParse(value.AsString, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : double.NaN);
        return double.IsFinite(number) ? number : null;
    }

    /// <summary>The members of a JSON object in a text.</summary>
    private static AttributeMap? MapIn(string? text) =>
        text?.TrimStart() is ['{', ..] && JsonPayload.TryFromUtf8(Encoding.UTF8.GetBytes(text), out var payload)
            ? AttributeMap.From(payload)
            : null;

    // The messages, which are most of the bytes, are skipped.
    private static void ReadMembers(JsonPayload body, List<KeyValuePair<string, AttributeValue>> members, bool isNested)
    {
        var reader = new Utf8JsonReader(body.Utf8.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.TokenType != JsonTokenType.StartObject && reader.Read())
        {
            // LangChain's generations are lists of lists: the first one counts.
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // An escape of half a surrogate pair is no name that is looked for.
            var name = reader.ValueIsEscaped ? "" : Encoding.UTF8.GetString(reader.ValueSpan);
            var isInner = !isNested && name is "generations" or "response";
            var isSection = Sections.Contains(name, StringComparer.Ordinal);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var isValue = isSection || reader.TokenType is JsonTokenType.String or JsonTokenType.Number;
            reader.Skip();
            var value = new JsonPayload(body.Utf8[start..(int)reader.BytesConsumed]);
            if (isInner && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                ReadMembers(value, members, isNested: true);
            else if (isValue)
                members.Add(KeyValuePair.Create(name, AttributeValue.From(value)));
        }
    }
}
