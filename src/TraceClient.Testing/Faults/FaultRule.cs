using System.Collections.Concurrent;

namespace TraceClient.Testing;

/// <summary>Represents a rule of <see cref="FaultRules"/>. Dispose it to remove it.</summary>
public sealed class FaultRule : IDisposable
{
    private readonly FaultRules _rules;
    private readonly Func<RecordedRequest, bool> _matches;
    private readonly Func<int, bool> _appliesTo;
    private readonly Fault _fault;
    private readonly string _description;
    private readonly bool _hasProbability;
    private readonly ConcurrentDictionary<string, string> _lastQueries = new(StringComparer.Ordinal);
    private int _matchCount;
    private int _appliedCount;

    internal FaultRule(
        FaultRules rules, Func<RecordedRequest, bool> matches, Func<int, bool> appliesTo, Fault fault, string description,
        bool hasProbability)
    {
        (_rules, _matches, _appliesTo, _fault) = (rules, matches, appliesTo, fault);
        (_description, _hasProbability) = (description, hasProbability);
    }

    /// <summary>Gets the number of requests that the rule matched.</summary>
    public int MatchCount => _matchCount;

    /// <summary>Gets the number of matched requests to which the rule was applied.</summary>
    public int AppliedCount => _appliedCount;

    /// <summary>Gets whether the rule is unused: it matched no request, or was applied to none and has no probability.</summary>
    public bool IsUnused => _matchCount == 0 || (_appliedCount == 0 && !_hasProbability);

    /// <summary>Removes the rule.</summary>
    public void Dispose() => _rules.Remove(this);

    /// <summary>Returns the conditions and the effect of the rule, and its counts.</summary>
    /// <returns>A line such as <c>Kubiya GET /api/v1/traces → ResetConnection: matched 3 requests, applied to 1</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{_description}: matched {_matchCount} requests, applied to {_appliedCount}");

    /// <summary>Counts the request if it matches, and returns the fault if the rule applies to it.</summary>
    internal Fault? Match(RecordedRequest request, bool canApply)
    {
        if (!_matches(request))
            return null;
        var number = Interlocked.Increment(ref _matchCount);
        var previous = _lastQueries.GetValueOrDefault(request.Path);
        _lastQueries[request.Path] = request.RawQuery;
        if (!_appliesTo(number) || !canApply)
            return null;
        Interlocked.Increment(ref _appliedCount);
        return _fault with { PreviousQuery = previous };
    }
}
