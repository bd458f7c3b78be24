namespace TraceClient.Testing;

/// <summary>Represents a check that a trace does not pass.</summary>
/// <remarks>Its texts have no tokens, e-mail addresses and bodies of records, and one line each.</remarks>
public sealed record TraceViolation
{
    private const int MaxText = 300;

    /// <summary>Initializes a violation.</summary>
    /// <param name="check">The check, named as in a policy file, such as <c>maxTokens</c> or <c>tools.required</c>.</param>
    /// <param name="expected">What the check expects, such as <c>at most 8000 tokens</c>.</param>
    /// <param name="actual">What was found, such as <c>9120 tokens</c>.</param>
    public TraceViolation(string check, string expected, string actual)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        (Check, Expected, Actual) = (SafeText.Of(check, MaxText), SafeText.Of(expected, MaxText), SafeText.Of(actual, MaxText));
    }

    /// <summary>Gets the check, named as in a policy file.</summary>
    public string Check { get; }

    /// <summary>Gets what the check expects.</summary>
    public string Expected { get; }

    /// <summary>Gets what was found.</summary>
    public string Actual { get; }

    /// <summary>Gets the spans that the violation comes from; empty where it concerns the trace as a whole.</summary>
    public IReadOnlyList<SpanViolation> Spans { get; init; } = [];

    /// <summary>Returns the check, what it expects and what was found.</summary>
    public override string ToString() => $"{Check}: expected {Expected}, found {Actual}.";
}

/// <summary>Represents a span that a violation comes from.</summary>
public sealed record SpanViolation
{
    private const int MaxReason = 100;

    /// <summary>Initializes a span of a violation.</summary>
    /// <param name="spanId">The id of the span.</param>
    /// <param name="reason">What is wrong with the span, such as <c>not allowed</c>.</param>
    public SpanViolation(string spanId, string reason)
    {
        ArgumentNullException.ThrowIfNull(spanId);
        ArgumentNullException.ThrowIfNull(reason);
        (SpanId, Reason) = (spanId, SafeText.Of(reason, MaxReason));
    }

    /// <summary>Gets the id of the span.</summary>
    public string SpanId { get; }

    /// <summary>Gets what is wrong with the span.</summary>
    public string Reason { get; }

    /// <summary>Returns the id and the reason.</summary>
    public override string ToString() => $"{SpanId}: {Reason}";
}
