namespace TraceClient;

/// <summary>Represents the kind of work that a span does. The set is open: a value that the SDK does not know is kept as it came.</summary>
/// <remarks>Well-known values are recognised in any case (<c>TOOL</c> is
/// <see cref="Tool"/>) and compare so; <c>default</c> is <see cref="Span"/>.</remarks>
[JsonConverter(typeof(TraceJsonConverter))]
public readonly record struct SpanType
{
    private static readonly string[] WellKnown =
    [
        "Agent", "Tool", "Generation", "Chain", "Retriever", "Embedding", "Evaluator", "Guardrail", "Event", "Span",
        "Input", "Filter", "PreOutput", "Output", "Database", "Http", "Messaging", "Rpc",
    ];

    private readonly string? _value;

    /// <summary>Initializes a new instance with a type as a source names it.</summary>
    public SpanType(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = WellKnown.FirstOrDefault(known => string.Equals(known, value, StringComparison.OrdinalIgnoreCase)) ?? value;
    }

    /// <summary>Gets the type of a span that orchestrates tools and model calls.</summary>
    public static SpanType Agent { get; } = new("Agent");

    /// <summary>Gets a call of a function or an API.</summary>
    public static SpanType Tool { get; } = new("Tool");

    /// <summary>Gets a call of a model.</summary>
    public static SpanType Generation { get; } = new("Generation");

    /// <summary>Gets a link between steps.</summary>
    public static SpanType Chain { get; } = new("Chain");

    /// <summary>Gets a retrieval of data.</summary>
    public static SpanType Retriever { get; } = new("Retriever");

    /// <summary>Gets an embedding call.</summary>
    public static SpanType Embedding { get; } = new("Embedding");

    /// <summary>Gets the type of a span that evaluates an output.</summary>
    public static SpanType Evaluator { get; } = new("Evaluator");

    /// <summary>Gets the type of a span that checks an input or an output against a rule.</summary>
    public static SpanType Guardrail { get; } = new("Guardrail");

    /// <summary>Gets a point in time without a duration.</summary>
    public static SpanType Event { get; } = new("Event");

    /// <summary>Gets a step of no particular type.</summary>
    public static SpanType Span { get; } = new("Span");

    /// <summary>Gets the type of a Fluent Bit input.</summary>
    public static SpanType Input { get; } = new("Input");

    /// <summary>Gets the type of a Fluent Bit filter.</summary>
    public static SpanType Filter { get; } = new("Filter");

    /// <summary>Gets the type of the records as they stand before Fluent Bit's outputs.</summary>
    public static SpanType PreOutput { get; } = new("PreOutput");

    /// <summary>Gets a delivery by a Fluent Bit output.</summary>
    public static SpanType Output { get; } = new("Output");

    /// <summary>Gets the type of a call of a database.</summary>
    public static SpanType Database { get; } = new("Database");

    /// <summary>Gets the type of an HTTP request, sent or served.</summary>
    public static SpanType Http { get; } = new("Http");

    /// <summary>Gets the type of a message that is sent, received or handled.</summary>
    public static SpanType Messaging { get; } = new("Messaging");

    /// <summary>Gets the type of a remote procedure call, sent or served.</summary>
    public static SpanType Rpc { get; } = new("Rpc");

    /// <summary>Gets the type's name.</summary>
    public string Value => _value ?? "Span";

    /// <inheritdoc/>
    public bool Equals(SpanType other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <summary>Returns the type's name.</summary>
    public override string ToString() => Value;
}
