using System.Collections.Immutable;

namespace TraceClient.Testing;

/// <summary>What is to go wrong. Of the rules that want to act on a request, the one added first does.</summary>
/// <example>
/// <code>
/// simulator.Faults.On(SimulatedService.Kubiya, "GET", "/api/v1/traces").Times(1).RespondWith(503, retryAfter: TimeSpan.FromSeconds(2));
/// </code>
/// </example>
public sealed class FaultRules
{
    private readonly Gate _gate = new();
    private readonly List<FaultRule> _all = [];
    private ImmutableArray<FaultRule> _rules = [];

    internal FaultRules(TimeProvider time) => Time = time;

    /// <summary>The rules at the moment, in the order in which they were added.</summary>
    public IReadOnlyList<FaultRule> Rules => _rules;

    /// <summary>Gets the rules that have done nothing, in the order in which they were added, removed ones included.</summary>
    /// <remarks>
    /// A test in which a rule is unused shows nothing of what should go wrong. See <see cref="TraceSimulatorOptions.OnUnusedFaults"/>.
    /// </remarks>
    public IReadOnlyList<FaultRule> Unused
    {
        get
        {
            lock (_gate)
                return [.. _all.Where(rule => rule.IsUnused)];
        }
    }

    internal TimeProvider Time { get; }

    /// <summary>Begins a rule for some requests; one of the builder's last steps adds it.</summary>
    /// <param name="service">The service; null for all.</param>
    /// <param name="method">Such as <c>GET</c>; null for all.</param>
    /// <param name="path">
    /// The path as the vendor has it, such as <c>/api/v1/traces/*</c>: <c>*</c>
    /// is any text within a segment, <c>**</c> any text. Null for all.
    /// </param>
    public FaultRuleBuilder On(SimulatedService? service = null, string? method = null, string? path = null) =>
        new(this, service, method, path);

    /// <summary>Takes a rule away; the same as disposing of it.</summary>
    /// <returns>False when it was not there.</returns>
    public bool Remove(FaultRule rule)
    {
        lock (_gate)
        {
            var before = _rules;
            _rules = _rules.Remove(rule);
            return _rules.Length != before.Length;
        }
    }

    /// <summary>Takes all rules away.</summary>
    public void Clear()
    {
        lock (_gate)
            _rules = [];
    }

    internal FaultRule Add(FaultRule rule)
    {
        lock (_gate)
        {
            _all.Add(rule);
            _rules = _rules.Add(rule);
        }

        return rule;
    }

    internal Fault? Choose(RecordedRequest request)
    {
        Fault? chosen = null;
        foreach (var rule in _rules)
        {
            if (rule.Takes(request, isFree: chosen is null) is { } fault)
                chosen = fault;
        }

        return chosen;
    }
}
