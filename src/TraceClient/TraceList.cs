namespace TraceClient;

/// <summary>A list of traces that is read as it is enumerated; each enumeration asks the sources anew.</summary>
public sealed class TraceList : IAsyncEnumerable<TraceSummary>
{
    private readonly Func<ICollection<SourceFailure>, CancellationToken, IAsyncEnumerable<TraceSummary>> _read;
    private IReadOnlyList<SourceFailure> _failures = [];

    internal TraceList(Func<ICollection<SourceFailure>, CancellationToken, IAsyncEnumerable<TraceSummary>> read) => _read = read;

    /// <summary>The sources that failed in the latest enumeration so far.</summary>
    public IReadOnlyList<SourceFailure> Failures => _failures;

    /// <inheritdoc/>
    public IAsyncEnumerator<TraceSummary> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var failures = new List<SourceFailure>();
        _failures = failures;
        return _read(failures, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }
}
