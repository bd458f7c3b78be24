namespace TraceClient;

/// <summary>Represents the tokens and the cost of model calls. A member is null where nothing says it.</summary>
public sealed record GenAIUsage
{
    /// <summary>Gets the number of tokens that the models were given.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Gets the number of tokens that the models gave back.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Gets the number of input tokens that came from a cache of the provider.</summary>
    public long? CachedInputTokens { get; init; }

    /// <summary>Gets the number of all tokens: as the source says, else the sum of input and output where both are known.</summary>
    public long? TotalTokens { get => field ?? (InputTokens + OutputTokens); init; }

    /// <summary>Gets what the calls cost: one amount for each currency. It is empty where no source says a cost; the SDK has no price table.</summary>
    public IReadOnlyList<GenAICost> Costs { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(GenAIUsage? other) => ReferenceEquals(this, other)
        || (other is not null && InputTokens == other.InputTokens && OutputTokens == other.OutputTokens
            && CachedInputTokens == other.CachedInputTokens && TotalTokens == other.TotalTokens && Costs.SequenceEqual(other.Costs));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputTokens, OutputTokens, TotalTokens, Costs.Count);
}

/// <summary>Represents a cost.</summary>
/// <param name="Amount">The amount, in units of the currency.</param>
/// <param name="Currency">The currency as the source names it, such as <c>USD</c>; null where it does not say.</param>
public readonly record struct GenAICost(decimal Amount, string? Currency = null)
{
    /// <summary>Returns the amount and the currency.</summary>
    public override string ToString() => Currency is null ? Amount.ToString(CultureInfo.InvariantCulture) : $"{Amount.ToString(CultureInfo.InvariantCulture)} {Currency}";
}
