namespace TraceClient;

/// <summary>A list of traces that is read as it is enumerated; each enumeration reads the sources anew.</summary>
public sealed class TraceList : IAsyncEnumerable<TraceSummary>
{
    private readonly Func<SourceFailures, CancellationToken, IAsyncEnumerable<TraceSummary>> _read;
    private SourceFailures _failures = new();

    internal TraceList(Func<SourceFailures, CancellationToken, IAsyncEnumerable<TraceSummary>> read) => _read = read;

    /// <summary>Gets the sources that failed in the latest enumeration so far.</summary>
    public IReadOnlyList<SourceFailure> Failures => _failures.All;

    /// <inheritdoc/>
    public IAsyncEnumerator<TraceSummary> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var failures = _failures = new SourceFailures();
        return _read(failures, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }
}
