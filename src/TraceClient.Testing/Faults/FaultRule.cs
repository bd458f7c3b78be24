using System.Collections.Concurrent;

namespace TraceClient.Testing;

/// <summary>A rule that was added; disposing of it takes it away.</summary>
public sealed class FaultRule : IDisposable
{
    private readonly FaultRules _rules;
    private readonly Func<RecordedRequest, bool> _matches;
    private readonly Func<int, bool> _isTurn;
    private readonly Fault _fault;
    private readonly string _description;
    private readonly bool _isByChance;
    private readonly ConcurrentDictionary<string, string> _lastQueries = new(StringComparer.Ordinal);
    private int _calls;
    private int _hits;

    internal FaultRule(
        FaultRules rules, Func<RecordedRequest, bool> matches, Func<int, bool> isTurn, Fault fault, string description, bool isByChance)
    {
        (_rules, _matches, _isTurn, _fault) = (rules, matches, isTurn, fault);
        (_description, _isByChance) = (description, isByChance);
    }

    /// <summary>How many requests it was for.</summary>
    public int Calls => _calls;

    /// <summary>On how many of them it acted.</summary>
    public int Hits => _hits;

    /// <summary>Gets whether the rule has done nothing: it matched no request, or acted on none and that is not by chance.</summary>
    public bool IsUnused => _calls == 0 || (_hits == 0 && !_isByChance);

    /// <inheritdoc/>
    public void Dispose() => _rules.Remove(this);

    /// <summary>The requests that it is for, what it does, and how often it matched and acted.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{_description}: matched {_calls} requests, acted on {_hits}");

    /// <summary>Counts the request when it matches; gives the fault when it is to act.</summary>
    internal Fault? Takes(RecordedRequest request, bool isFree)
    {
        if (!_matches(request))
            return null;
        var call = Interlocked.Increment(ref _calls);
        var previous = _lastQueries.GetValueOrDefault(request.Path);
        _lastQueries[request.Path] = request.RawQuery;
        if (!_isTurn(call) || !isFree)
            return null;
        Interlocked.Increment(ref _hits);
        return _fault with { PreviousQuery = previous };
    }
}
