namespace TraceClient;

/// <summary>Represents a message that a model or an agent was given, or that it gave back.</summary>
public sealed record GenAIMessage
{
    /// <summary>Gets who the message is from: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>, or another word.</summary>
    public required string Role { get; init; }

    /// <summary>Gets the name of the participant; null where the source gives none.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the parts of the message in the source's order.</summary>
    public IReadOnlyList<GenAIPart> Parts { get; init; } = [];

    /// <summary>Gets why the model stopped, such as <c>stop</c> or <c>tool_calls</c>; null where the source does not say.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Gets the text parts, one a line; empty where there are none.</summary>
    public string Text => string.Join('\n', Parts.Where(part => part.Kind == GenAIPartKind.Text).Select(part => part.Text));

    /// <inheritdoc/>
    public bool Equals(GenAIMessage? other) => ReferenceEquals(this, other) || (other is not null
        && Role == other.Role && Name == other.Name && FinishReason == other.FinishReason && Parts.SequenceEqual(other.Parts));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Role, Name, FinishReason, Parts.Count);

    /// <summary>Returns the role and the number of parts; the content is not shown.</summary>
    public override string ToString() => $"{Role} ({Parts.Count} parts)";
}

/// <summary>Represents a part of a <see cref="GenAIMessage"/>.</summary>
public sealed record GenAIPart
{
    /// <summary>Gets what the part is.</summary>
    public required GenAIPartKind Kind { get; init; }

    /// <summary>Gets the text of a text or of reasoning, or the transcript of a recording; null for other parts.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the id by which a tool's result refers to its call; null where the source gives none.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>Gets the name of the tool; null where the source gives none.</summary>
    public string? ToolName { get; init; }

    /// <summary>Gets the arguments of a tool call, the result of a tool, or a part of another kind as it came.</summary>
    /// <value>JSON <c>null</c> where there is none.</value>
    public JsonPayload Content { get; init; }

    /// <summary>Gets the address or the id of a file or an image; null where the source gives none.</summary>
    /// <remarks>Data that stand in the message have none, unless they are a <c>data:</c> address.</remarks>
    public string? Uri { get; init; }

    /// <summary>Gets the media type of a file, such as <c>image/png</c>, or its first half; null where the source gives none.</summary>
    public string? MediaType { get; init; }

    /// <summary>Returns the kind; the content is not shown.</summary>
    public override string ToString() => Kind.ToString();
}

/// <summary>Specifies what a <see cref="GenAIPart"/> is.</summary>
public enum GenAIPartKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>What the model reasoned before it responded.</summary>
    Reasoning,

    /// <summary>A request of the model to call a tool.</summary>
    ToolCall,

    /// <summary>The result of a tool.</summary>
    ToolResult,

    /// <summary>An image, a recording or another file.</summary>
    Media,

    /// <summary>A part of a kind that the SDK does not know.</summary>
    Other,
}
