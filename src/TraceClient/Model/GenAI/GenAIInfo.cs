namespace TraceClient;

/// <summary>Represents what a span says of a model call, of a tool call or of an agent, whichever convention it was written in.</summary>
/// <remarks>
/// It is read from the attributes and the records of the span: OpenTelemetry's conventions for generative AI (current and older
/// names), OpenInference, the metadata of Galtea, and the usual shapes of OpenAI's, Anthropic's and LangChain's messages. A member
/// is null where nothing says it.
/// </remarks>
public sealed class GenAIInfo
{
    private readonly GenAIReader _reader;

    internal GenAIInfo(GenAIReader reader) => _reader = reader;

    /// <summary>Gets the operation in the words of OpenTelemetry's conventions, such as <c>chat</c> or <c>execute_tool</c>.</summary>
    public string? Operation { get; internal init; }

    /// <summary>Gets the provider of the model, such as <c>openai</c> or <c>anthropic</c>.</summary>
    public string? Provider { get; internal init; }

    /// <summary>Gets the model that was requested; the one that responded where the request is not known.</summary>
    public string? Model { get; internal init; }

    /// <summary>Gets the model that responded.</summary>
    public string? ResponseModel { get; internal init; }

    /// <summary>Gets the name of the agent.</summary>
    public string? AgentName { get; internal init; }

    /// <summary>Gets the id of the conversation.</summary>
    public string? ConversationId { get; internal init; }

    /// <summary>Gets the number of tokens that the model was given.</summary>
    public long? InputTokens { get; internal init; }

    /// <summary>Gets the number of tokens that the model gave back.</summary>
    public long? OutputTokens { get; internal init; }

    /// <summary>Gets the number of input tokens that came from a cache of the provider.</summary>
    public long? CachedInputTokens { get; internal init; }

    /// <summary>Gets the number of all tokens: as the source says, else the sum of input and output where both are known.</summary>
    public long? TotalTokens { get => field ?? (InputTokens + OutputTokens); internal init; }

    /// <summary>Gets what the call cost, as the source says.</summary>
    public GenAICost? Cost { get; internal init; }

    /// <summary>Gets the temperature of the request.</summary>
    public double? Temperature { get; internal init; }

    /// <summary>Gets the top-p value of the request.</summary>
    public double? TopP { get; internal init; }

    /// <summary>Gets the top-k value of the request.</summary>
    public double? TopK { get; internal init; }

    /// <summary>Gets the highest number of tokens that the request allowed for the response.</summary>
    public long? MaxTokens { get; internal init; }

    /// <summary>Gets the frequency penalty of the request.</summary>
    public double? FrequencyPenalty { get; internal init; }

    /// <summary>Gets the presence penalty of the request.</summary>
    public double? PresencePenalty { get; internal init; }

    /// <summary>Gets the seed of the request.</summary>
    public long? Seed { get; internal init; }

    /// <summary>Gets why the model stopped, one reason for each choice; empty where the source does not say.</summary>
    public IReadOnlyList<string> FinishReasons =>
        StatedFinishReasons ?? [.. OutputMessages.Select(message => message.FinishReason).OfType<string>()];

    /// <summary>Gets the messages that the model or the agent was given, instructions of the system first.</summary>
    public IReadOnlyList<GenAIMessage> InputMessages => field ??= _reader.ReadMessages(isInput: true);

    /// <summary>Gets the messages that the model or the agent gave back.</summary>
    public IReadOnlyList<GenAIMessage> OutputMessages => field ??= _reader.ReadMessages(isInput: false);

    /// <summary>Gets the name of the tool that the span calls.</summary>
    /// <remarks>For a span of type <see cref="SpanType.Tool"/> that states none, it is the name of the span.</remarks>
    public string? ToolName { get; internal init; }

    /// <summary>Gets the id of the tool call.</summary>
    public string? ToolCallId { get; internal init; }

    /// <summary>Gets the arguments of the tool call; JSON <c>null</c> where they are not known.</summary>
    public JsonPayload ToolArguments => _reader.ReadToolArguments();

    /// <summary>Gets the result of the tool call; JSON <c>null</c> where it is not known.</summary>
    public JsonPayload ToolResult => _reader.ReadToolResult();

    internal IReadOnlyList<string>? StatedFinishReasons { get; init; }

    /// <summary>Gets whether anything is known of the span that only a model's or an agent's has.</summary>
    internal bool SaysSomething => (Operation ?? Provider ?? Model ?? AgentName ?? ToolName ?? ToolCallId) is not null
        || (InputTokens ?? OutputTokens ?? CachedInputTokens ?? TotalTokens) is not null || Cost is not null;
}
