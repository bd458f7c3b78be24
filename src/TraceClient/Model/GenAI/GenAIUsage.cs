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

    /// <summary>Gets what the calls cost: one amount for each currency. It is empty where the source states no cost.</summary>
    public IReadOnlyList<GenAICost> Costs { get; init; } = [];

    /// <summary>Returns the sum of the usage of several traces or calls; null where none has any.</summary>
    /// <remarks>Costs are summed for each currency.</remarks>
    /// <param name="usages">The usage of each; null for one without.</param>
    public static GenAIUsage? Sum(IEnumerable<GenAIUsage?> usages)
    {
        ArgumentNullException.ThrowIfNull(usages);
        return GenAIUsageSum.Of(usages.OfType<GenAIUsage>());
    }

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
    /// <summary>Makes a cost of what a source sent; null for what is none.</summary>
    internal static GenAICost? From(double? amount, string? currency = null) =>
        amount is >= 0 and < GenAIValues.Highest and var cost ? new GenAICost((decimal)cost, currency) : null;

    /// <summary>Returns the amount and the currency.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}").TrimEnd();
}

/// <summary>Sums the usage of a trace.</summary>
internal sealed class GenAIUsageSum
{
    private readonly Dictionary<string, decimal> _costs = new(StringComparer.Ordinal);
    private long? _input;
    private long? _output;
    private long? _cached;
    private long? _total;

    private bool HasTokens => (_input ?? _output ?? _cached ?? _total) is not null;

    /// <summary>Gets the usage of all spans; where no span says one, that of the trace's attributes.</summary>
    public static GenAIUsage? Of(Trace trace)
    {
        // Each span comes before its children, so that from behind all children are known before their parent.
        var spans = new List<(Span Span, int Parent)>(trace.Spans.Count);
        spans.AddRange((trace.Roots.Count > 0 ? trace.Roots : trace.Spans).Select(root => (root, -1)));
        for (var i = 0; i < spans.Count; i++)
        {
            var parent = i;
            spans.AddRange(spans[i].Span.Children.Select(child => (child, parent)));
        }

        var whole = new GenAIUsageSum();
        var children = new GenAIUsageSum?[spans.Count];
        for (var i = spans.Count - 1; i >= 0; i--)
        {
            var (span, parent) = spans[i];
            if (span.GenAI is { } own)
            {
                (children[i] ??= new GenAIUsageSum())
                    .AddMissing(own.InputTokens, own.OutputTokens, own.CachedInputTokens, own.TotalTokens, own.Cost);
            }

            if (children[i] is { } sum)
                (parent < 0 ? whole : children[parent] ??= new GenAIUsageSum()).Add(sum);
            children[i] = null;
        }

        var (values, prefix) = (new GenAIValues().Add(trace.Attributes), trace.Source);
        whole.AddMissing(
            values.Count($"{prefix}.input_tokens"), values.Count($"{prefix}.output_tokens"),
            values.Count($"{prefix}.cache_read_input_tokens"), values.Count($"{prefix}.tokens"),
            GenAICost.From(values.Number($"{prefix}.cost")));
        return whole.ToUsage();
    }

    /// <summary>Gets the sum of usages; null for none.</summary>
    public static GenAIUsage? Of(IEnumerable<GenAIUsage> usages)
    {
        var sum = new GenAIUsageSum();
        foreach (var usage in usages)
        {
            var one = new GenAIUsageSum();
            one.AddMissing(usage.InputTokens, usage.OutputTokens, usage.CachedInputTokens, usage.TotalTokens, cost: null);
            foreach (var cost in usage.Costs)
                one._costs[cost.Currency ?? ""] = one._costs.GetValueOrDefault(cost.Currency ?? "") + cost.Amount;
            sum.Add(one);
        }

        return sum.ToUsage();
    }

    /// <summary>Gets the usage that a list says of a trace; null where it says nothing.</summary>
    public static GenAIUsage? Of(long? input, long? output, long? cached, long? total, double? cost)
    {
        var sum = new GenAIUsageSum();
        sum.AddMissing(Count(input), Count(output), Count(cached), Count(total), GenAICost.From(cost));
        return sum.ToUsage();

        static long? Count(long? value) => value >= 0 ? value : null;
    }

    /// <summary>Adds the tokens, or the cost, of a span whose descendants say none.</summary>
    private void AddMissing(long? input, long? output, long? cached, long? total, GenAICost? cost)
    {
        if (!HasTokens)
            (_input, _output, _cached, _total) = (input, output, cached, total);
        if (_costs.Count == 0 && cost is { } amount)
            _costs.Add(amount.Currency ?? "", amount.Amount);
    }

    private void Add(GenAIUsageSum other)
    {
        _input = Sum(_input, other._input);
        _output = Sum(_output, other._output);
        _cached = Sum(_cached, other._cached);
        _total = Sum(_total, other._total);
        foreach (var (currency, amount) in other._costs)
            _costs[currency] = _costs.GetValueOrDefault(currency) + amount;
    }

    private GenAIUsage? ToUsage() => !HasTokens && _costs.Count == 0 ? null : new GenAIUsage
    {
        InputTokens = _input,
        OutputTokens = _output,
        CachedInputTokens = _cached,
        TotalTokens = _total,
        Costs =
        [
            .. _costs.OrderBy(cost => cost.Key, StringComparer.Ordinal)
                .Select(cost => new GenAICost(cost.Value, cost.Key.Length == 0 ? null : cost.Key)),
        ],
    };

    private static long? Sum(long? one, long? other) =>
        one is null ? other : other is null ? one : (long)Int128.Min((Int128)one.Value + other.Value, long.MaxValue);
}
