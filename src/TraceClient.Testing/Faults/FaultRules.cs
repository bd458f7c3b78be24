using System.Collections.Immutable;

namespace TraceClient.Testing;

/// <summary>Represents the rules for fault injection. Of several rules for a request the one added first is applied.</summary>
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

    /// <summary>Gets the current rules, in the order added.</summary>
    public IReadOnlyList<FaultRule> Rules => _rules;

    /// <summary>Gets the unused rules, including removed ones, in the order added.</summary>
    /// <remarks>
    /// A test with an unused rule does not test the fault. See <see cref="TraceSimulatorOptions.OnUnusedFaults"/>.
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

    /// <summary>Starts a rule for some requests. The effect, the last call on the builder, adds the rule.</summary>
    /// <param name="service">The service; null for all services.</param>
    /// <param name="method">The HTTP method, such as <c>GET</c>; null for all methods.</param>
    /// <param name="path">
    /// The path in the real service, such as <c>/api/v1/traces/*</c>: <c>*</c> is any text in a segment, <c>**</c> any text. Null for all
    /// paths.
    /// </param>
    /// <returns>A builder of the rule.</returns>
    public FaultRuleBuilder On(SimulatedService? service = null, string? method = null, string? path = null) =>
        new(this, service, method, path);

    /// <summary>Removes a rule, as <see cref="FaultRule.Dispose"/> does.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>False if the rule was removed before.</returns>
    public bool Remove(FaultRule rule)
    {
        lock (_gate)
        {
            var before = _rules;
            _rules = _rules.Remove(rule);
            return _rules.Length != before.Length;
        }
    }

    /// <summary>Removes all rules.</summary>
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
            if (rule.Match(request, canApply: chosen is null) is { } fault)
                chosen = fault;
        }

        return chosen;
    }
}
