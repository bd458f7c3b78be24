namespace TraceClient;

/// <summary>Reads what a span says of a model call, a tool call or an agent.</summary>
internal sealed class GenAIReader
{
    private static readonly string[] Prefixes = ["gen_ai.", "llm.", "ai.model.", "ai.usage.", "ai.prompt", "tool.", "tool_call.", "agent.name", "embedding.model_name", "reranker.model_name"];
    private static readonly GenAIValues None = new();

    private readonly Span _span;
    private readonly SpanType _type;

    // The attributes of the span and of its events that repeat them. Names that are no convention's count only in what describes a model's work.
    private readonly GenAIValues _attributes = new();
    private readonly GenAIValues _metadata;

    // What the bodies of a model call say beside the messages, read where the attributes do not say it.
    private GenAIValues? _request;
    private GenAIValues? _response;

    private GenAIReader(Span span)
    {
        _span = span;
        _type = span.Type;
        _attributes.Add(span.Attributes);
        foreach (var record in span.Records)
        {
            if (record.Name is "gen_ai.client.inference.operation.details" or "gen_ai.content.prompt" or "gen_ai.content.completion")
                _attributes.Add(record.Attributes);
        }

        _metadata = HasMessages || IsOf(_type, SpanType.Evaluator, SpanType.Guardrail) ? _attributes : None;
    }

    private bool IsModelCall => IsOf(_type, SpanType.Generation, SpanType.Embedding);

    private bool HasMessages => IsOf(_type, SpanType.Generation, SpanType.Embedding, SpanType.Agent, SpanType.Chain);

    private bool IsTool => _type == SpanType.Tool;

    private GenAIValues Request => _request ??= IsModelCall ? new GenAIValues().Add(Body(RecordKind.Input)) : None;

    private GenAIValues Response => _response ??= IsModelCall ? new GenAIValues().Add(Body(RecordKind.Output)) : None;

    /// <summary>Reads a span.</summary>
    /// <returns>What it says; null where it says nothing.</returns>
    public static GenAIInfo? Read(Span span)
    {
        // Most spans of other types have no attribute of a model's.
        var isKnown = IsOf(span.Type, SpanType.Generation, SpanType.Embedding, SpanType.Tool, SpanType.Agent);
        var isStated = span.Attributes.Keys.Any(static name => Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
        if (!isKnown && !isStated && !IsOf(span.Type, SpanType.Chain, SpanType.Evaluator, SpanType.Guardrail))
            return null;
        var info = new GenAIReader(span).Read();
        return isKnown || isStated || info.SaysSomething ? info : null;
    }

    /// <summary>Reads the messages that the model or the agent was given, or gave back.</summary>
    public IReadOnlyList<GenAIMessage> ReadMessages(bool isInput)
    {
        List<GenAIMessage> messages = [];
        try
        {
            var reader = new GenAIMessageReader(messages, isInput ? "user" : "assistant");
            if (isInput && _attributes.Find("gen_ai.system_instructions") is { } instructions)
                reader.ReadSystem(GenAIJson.PayloadOf(instructions).ToElement());
            Read(reader, isInput);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in the name of a member: the messages before it are what can be read.
        }

        return messages;
    }

    public JsonPayload ReadToolArguments() => !IsTool ? default
        : Payload("gen_ai.tool.call.arguments", "tool_call.function.arguments", "traceloop.entity.input", "input.value")
            ?? (Body(RecordKind.Input) is { IsNull: false } body ? body : Payload("tool.parameters") ?? default);

    public JsonPayload ReadToolResult() => !IsTool ? default : Payload("gen_ai.tool.call.result", "traceloop.entity.output", "output.value") ?? Body(RecordKind.Output);

    private GenAIInfo Read()
    {
        string[] model = ["model", "model_name", "modelName", "model_id", "modelId", "ls_model_name"];
        string[] input = ["input_tokens", "prompt_tokens", "inputTokens", "promptTokens", "promptTokenCount"];
        string[] output = ["output_tokens", "completion_tokens", "outputTokens", "completionTokens", "candidatesTokenCount"];
        string[] cached = ["cache_read_input_tokens", "cached_tokens", "cacheReadInputTokens", "cache_read", "cachedContentTokenCount"];
        string[] total = ["total_tokens", "totalTokens", "totalTokenCount", "tokens"];
        var responded = _attributes.Text("gen_ai.response.model", "llm.response.model", "llm.response.model_name");
        return new GenAIInfo(this)
        {
            Operation = _attributes.Text("gen_ai.operation.name", "llm.request.type"),
            Provider = _attributes.Text("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system", "ai.model.provider")
                ?? _metadata.Text("provider", "provider_name", "model_provider", "modelProvider", "ls_provider"),
            Model = _attributes.Text("gen_ai.request.model", "llm.request.model", "llm.request.model_name", "llm.model_name", "embedding.model_name", "reranker.model_name", "ai.model.id")
                ?? _metadata.Text(model) ?? Request.Text(model) ?? responded ?? Response.Text(model),
            ResponseModel = responded ?? Response.Text(model),
            AgentName = _attributes.Text("gen_ai.agent.name", "agent.name"),
            ConversationId = _attributes.Text("gen_ai.conversation.id"),
            InputTokens = _attributes.Count("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt", "llm.usage.prompt_tokens", "ai.usage.promptTokens")
                ?? _metadata.Count(input) ?? InputOf(Response, input),
            OutputTokens = _attributes.Count("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion", "llm.usage.completion_tokens", "ai.usage.completionTokens")
                ?? _metadata.Count(output) ?? Response.Count(output),
            CachedInputTokens = _attributes.Count("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens", "llm.token_count.prompt_details.cache_read")
                ?? _metadata.Count(cached) ?? Response.Count(cached),
            TotalTokens = _attributes.Count("gen_ai.usage.total_tokens", "llm.token_count.total", "llm.usage.total_tokens") ?? _metadata.Count(total) ?? Response.Count(total),
            Cost = _attributes.Cost() ?? _metadata.BareCost() ?? Response.BareCost(),
            Temperature = Parameter("gen_ai.request.temperature", "temperature", "ls_temperature"),
            TopP = Parameter("gen_ai.request.top_p", "top_p", "topP"),
            TopK = Parameter("gen_ai.request.top_k", "top_k", "topK"),
            MaxTokens = (long?)Parameter("gen_ai.request.max_tokens", "max_tokens", "maxTokens", "max_output_tokens", "max_completion_tokens", "maxOutputTokens", "ls_max_tokens"),
            FrequencyPenalty = Parameter("gen_ai.request.frequency_penalty", "frequency_penalty", "frequencyPenalty"),
            PresencePenalty = Parameter("gen_ai.request.presence_penalty", "presence_penalty", "presencePenalty"),
            Seed = (long?)Parameter("gen_ai.request.seed", "seed"),
            StatedFinishReasons = FinishReasons(),
            ToolName = _attributes.Text("gen_ai.tool.name", "tool.name", "tool_call.function.name") ?? (IsTool ? NameOfTool() : null),
            ToolCallId = _attributes.Text("gen_ai.tool.call.id", "tool_call.id", "tool.id"),
        };
    }

    /// <summary>Gets the input tokens of a response. Anthropic counts those of its cache beside them, where OpenTelemetry's conventions and the others include them.</summary>
    private static long? InputOf(GenAIValues response, string[] names) =>
        response.Count(names) + (response.Count("cache_read_input_tokens") ?? 0) + (response.Count("cache_creation_input_tokens") ?? 0);

    private double? Parameter(string name, params string[] bareNames) => _attributes.Number(name) ?? _metadata.Number(bareNames) ?? Request.Number(bareNames);

    private IReadOnlyList<string>? FinishReasons()
    {
        var value = _attributes.Find("gen_ai.response.finish_reasons", "gen_ai.response.finish_reason", "llm.finish_reason") ?? _metadata.Find("finish_reason", "finishReason", "stop_reason");
        return value?.AsList is { } list ? [.. list.Select(reason => reason.AsString).OfType<string>()]
            : value?.AsString is { Length: > 0 } text ? [text]
            : null;
    }

    // A span of OpenTelemetry is named by its operation and its tool.
    private string NameOfTool() => _span.Name.StartsWith("execute_tool ", StringComparison.Ordinal) ? _span.Name["execute_tool ".Length..] : _span.Name;

    private void Read(GenAIMessageReader reader, bool isInput)
    {
        // The most exact form counts; the others repeat it.
        if ((isInput ? Payload("gen_ai.input.messages") : Payload("gen_ai.output.messages")) is { } stated)
            reader.Read(stated.ToElement());
        else if (FlatMessages.Find(_span.Attributes, isInput) is { } flat)
            reader.Read(flat.ToElement());
        else if ((isInput ? Payload("gen_ai.prompt", "ai.prompt.messages", "llm.prompts") : Payload("gen_ai.completion", "llm.completions")) is { } text)
            reader.Read(text.ToElement());
        else if (ReadEvents(reader, isInput) || !HasMessages)
            return;
        else if (Body(isInput ? RecordKind.Input : RecordKind.Output) is { IsNull: false } body)
            reader.Read(body.ToElement());
        else if ((isInput ? Payload("input.value", "traceloop.entity.input") : Payload("output.value", "traceloop.entity.output")) is { } value)
            reader.Read(value.ToElement());
    }

    /// <summary>Reads the events that older conventions make of messages: <c>gen_ai.user.message</c> and <c>gen_ai.choice</c>.</summary>
    private bool ReadEvents(GenAIMessageReader reader, bool isInput)
    {
        var any = false;
        foreach (var record in _span.Records)
        {
            var role = record.Name switch
            {
                "gen_ai.system.message" when isInput => "system",
                "gen_ai.user.message" when isInput => "user",
                "gen_ai.assistant.message" when isInput => "assistant",
                "gen_ai.tool.message" when isInput => "tool",
                "gen_ai.choice" when !isInput => "assistant",
                _ => null,
            };
            if (role is null)
                continue;

            any = true;
            reader.ReadEvent(BodyOf(record).ToElement(), role);
        }

        return any;
    }

    private static JsonPayload BodyOf(Record record) =>
        record.Body.ValueKind == JsonValueKind.Object ? record.Body
        : record.Attributes.TryGetValue("gen_ai.event.content", out var content) ? GenAIJson.PayloadOf(content)
        : GenAIJson.PayloadOf(AttributeValue.From(record.Attributes));

    private static bool IsOf(SpanType type, params ReadOnlySpan<SpanType> types) => types.Contains(type);

    private JsonPayload? Payload(params ReadOnlySpan<string> names) => _attributes.Find(names) is { } value ? GenAIJson.PayloadOf(value) : null;

    private JsonPayload Body(RecordKind kind) => _span.Records.FirstOrDefault(record => record.Kind == kind)?.Body ?? default;
}

/// <summary>Puts messages together whose members stand as one attribute each, as OpenInference and OpenLLMetry write them.</summary>
internal sealed class FlatMessages
{
    private const int MaxDepth = 16;

    // Members by name, and the elements of a list by number.
    private readonly SortedDictionary<string, FlatMessages> _members = new(Comparer<string>.Create(static (x, y) =>
        int.TryParse(x, CultureInfo.InvariantCulture, out var one) && int.TryParse(y, CultureInfo.InvariantCulture, out var other) && one != other
            ? one.CompareTo(other)
            : string.CompareOrdinal(x, y)));

    private AttributeValue? _value;

    /// <summary>Gets the messages as JSON; null where there are none.</summary>
    public static JsonPayload? Find(AttributeMap attributes, bool isInput)
    {
        string[] prefixes = isInput ? ["llm.input_messages.", "gen_ai.prompt."] : ["llm.output_messages.", "gen_ai.completion."];
        foreach (var prefix in prefixes)
        {
            var messages = new FlatMessages();
            foreach (var (name, value) in attributes)
            {
                if (name.StartsWith(prefix, StringComparison.Ordinal))
                    messages.Add(name[prefix.Length..].Split('.', MaxDepth), value);
            }

            if (messages._members.Count > 0)
                return messages.ToJson();
        }

        return null;
    }

    private void Add(ReadOnlySpan<string> path, AttributeValue value)
    {
        if (path.IsEmpty)
        {
            _value = value;
            return;
        }

        if (!_members.TryGetValue(path[0], out var member))
            _members.Add(path[0], member = new FlatMessages());
        member.Add(path[1..], value);
    }

    private JsonPayload ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = int.MaxValue }))
            WriteTo(writer);
        return new JsonPayload(buffer.WrittenMemory);
    }

    private void WriteTo(Utf8JsonWriter writer)
    {
        if (_members.Count == 0)
        {
            (_value ?? default).WriteTo(writer);
        }
        else if (_members.Keys.All(static name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            writer.WriteStartArray();
            foreach (var member in _members.Values)
                member.WriteTo(writer);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject();
            foreach (var (name, member) in _members)
            {
                writer.WritePropertyName(name);
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }
}
