using System.Collections.Immutable;

namespace TraceClient;

/// <summary>A source that could not be listed to its end.</summary>
/// <param name="SourceName">The source.</param>
/// <param name="Exception">What happened.</param>
public sealed record SourceFailure(string SourceName, TraceClientException Exception);

/// <summary>Collects the sources that fail while a list is read; what has been handed out does not change any more.</summary>
internal sealed class SourceFailures
{
    private ImmutableArray<SourceFailure> _all = [];

    /// <summary>Those so far.</summary>
    public IReadOnlyList<SourceFailure> All => _all;

    public void Add(SourceFailure failure) => ImmutableInterlocked.Update(ref _all, static (all, added) => all.Add(added), failure);
}
