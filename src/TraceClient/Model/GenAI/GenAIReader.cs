namespace TraceClient;

/// <summary>Reads what a span says of a model call, a tool call or an agent.</summary>
internal sealed class GenAIReader
{
    private static readonly string[] Prefixes =
    [
        "gen_ai.", "llm.", "ai.model.", "ai.usage.", "ai.prompt", "tool.", "tool_call.",
        "agent.name", "embedding.model_name", "reranker.model_name",
    ];

    private static readonly GenAIValues None = new();

    private readonly Span _span;
    private readonly SpanType _type;

    // The attributes of the span and of its events that repeat them. Names that are no convention's count only in what describes
    // a model's work.
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
        var isStated = span.Attributes.Keys.Any(static name =>
            Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
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

    public JsonPayload ReadToolResult() => !IsTool ? default
        : Payload("gen_ai.tool.call.result", "traceloop.entity.output", "output.value") ?? Body(RecordKind.Output);

    private GenAIInfo Read()
    {
        var responded = _attributes.Text("gen_ai.response.model", "llm.response.model", "llm.response.model_name");
        var input = Response.Count(GenAINames.InputTokens.OfFrameworks);
        return new GenAIInfo(this)
        {
            Operation = _attributes.Text("gen_ai.operation.name", "llm.request.type"),
            Provider = Text(GenAINames.Provider),
            Model = Text(GenAINames.Model) ?? Request.Text(GenAINames.Model.OfFrameworks) ?? responded
                ?? Response.Text(GenAINames.Model.OfFrameworks),
            ResponseModel = responded ?? Response.Text(GenAINames.Model.OfFrameworks),
            AgentName = _attributes.Text("gen_ai.agent.name", "agent.name"),
            ConversationId = _attributes.Text("gen_ai.conversation.id"),

            // Anthropic counts the tokens of its cache beside the others, which OpenTelemetry's conventions include.
            InputTokens = Count(GenAINames.InputTokens)
                ?? (input + (Response.Count("cache_read_input_tokens") ?? 0) + (Response.Count("cache_creation_input_tokens") ?? 0)),
            OutputTokens = Count(GenAINames.OutputTokens) ?? Response.Count(GenAINames.OutputTokens.OfFrameworks),
            CachedInputTokens = Count(GenAINames.CachedInputTokens) ?? Response.Count(GenAINames.CachedInputTokens.OfFrameworks),
            TotalTokens = Count(GenAINames.TotalTokens) ?? Response.Count(GenAINames.TotalTokens.OfFrameworks),
            Cost = _attributes.Cost() ?? _metadata.BareCost() ?? Response.BareCost(),
            Temperature = Parameter(GenAINames.Temperature),
            TopP = Parameter(GenAINames.TopP),
            TopK = Parameter(GenAINames.TopK),
            MaxTokens = (long?)Parameter(GenAINames.MaxTokens),
            FrequencyPenalty = Parameter(GenAINames.FrequencyPenalty),
            PresencePenalty = Parameter(GenAINames.PresencePenalty),
            Seed = (long?)Parameter(GenAINames.Seed),
            StatedFinishReasons = FinishReasons(),
            ToolName = _attributes.Text("gen_ai.tool.name", "tool.name", "tool_call.function.name") ?? (IsTool ? NameOfTool() : null),
            ToolCallId = _attributes.Text("gen_ai.tool.call.id", "tool_call.id", "tool.id"),
        };
    }

    private string? Text(GenAIName name) => _attributes.Text(name.OfConventions) ?? _metadata.Text(name.OfFrameworks);

    private long? Count(GenAIName name) => _attributes.Count(name.OfConventions) ?? _metadata.Count(name.OfFrameworks);

    private double? Parameter(GenAIName name) =>
        _attributes.Number(name.OfConventions) ?? _metadata.Number(name.OfFrameworks) ?? Request.Number(name.OfFrameworks);

    private IReadOnlyList<string>? FinishReasons()
    {
        var value = _attributes.Find(GenAINames.FinishReasons.OfConventions) ?? _metadata.Find(GenAINames.FinishReasons.OfFrameworks);
        return value?.AsList is { } list ? [.. list.Select(reason => reason.AsString).OfType<string>()]
            : value?.AsString is { Length: > 0 } text ? [text]
            : null;
    }

    // A span of OpenTelemetry is named by its operation and its tool.
    private string NameOfTool() =>
        _span.Name.StartsWith("execute_tool ", StringComparison.Ordinal) ? _span.Name["execute_tool ".Length..] : _span.Name;

    private void Read(GenAIMessageReader reader, bool isInput)
    {
        // The most exact form counts; the others repeat it.
        var stated = Payload(isInput ? "gen_ai.input.messages" : "gen_ai.output.messages") ?? FlatMessages.Find(_span.Attributes, isInput)
            ?? (isInput ? Payload("gen_ai.prompt", "ai.prompt.messages", "llm.prompts") : Payload("gen_ai.completion", "llm.completions"));
        if (stated is { } messages)
        {
            reader.Read(messages.ToElement());
        }
        else if (!ReadEvents(reader, isInput) && HasMessages)
        {
            var body = Body(isInput ? RecordKind.Input : RecordKind.Output);
            var value = isInput ? Payload("input.value", "traceloop.entity.input") : Payload("output.value", "traceloop.entity.output");
            reader.Read((body.IsNull ? value ?? default : body).ToElement());
        }
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

    private JsonPayload? Payload(params ReadOnlySpan<string> names) =>
        _attributes.Find(names) is { } value ? GenAIJson.PayloadOf(value) : null;

    private JsonPayload Body(RecordKind kind) => _span.Records.FirstOrDefault(record => record.Kind == kind)?.Body ?? default;
}

/// <summary>Puts messages together whose members stand as one attribute each, as OpenInference and OpenLLMetry write them.</summary>
internal sealed class FlatMessages
{
    private const int MaxDepth = 16;

    // Members by name, and the elements of a list by number.
    private readonly SortedDictionary<string, FlatMessages> _members = new(Comparer<string>.Create(static (x, y) =>
        IsNumber(x, out var one) && IsNumber(y, out var other) && one != other ? one.CompareTo(other) : string.CompareOrdinal(x, y)));

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

    private static bool IsNumber(string name, out int number) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number);

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
        else if (_members.Keys.All(static name => IsNumber(name, out _)))
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
