using System.Runtime.ExceptionServices;

namespace TraceClient;

/// <summary>The client over all sources: it finds the source that a call names, and merges what several sources list.</summary>
internal sealed class MergedTraceClient : ITraceClient
{
    private readonly Dictionary<string, ITraceSource> _byName;
    private readonly TimeProvider _timeProvider;

    public MergedTraceClient(IEnumerable<ITraceSource> sources, TimeProvider timeProvider)
    {
        Sources = [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal)];
        _timeProvider = timeProvider;
        _byName = new(StringComparer.Ordinal);
        foreach (var source in Sources)
        {
            if (!_byName.TryAdd(source.Name, source))
                throw new InvalidOperationException($"Two sources go by the name '{source.Name}': a reference could not tell them apart.");
        }
    }

    public IReadOnlyList<ITraceSource> Sources { get; }

    public async Task<Trace> GetTraceAsync(TraceReference reference, CancellationToken cancellationToken = default)
    {
        var (trace, error) = await LookUpTraceAsync(reference, cancellationToken).ConfigureAwait(false);
        return trace ?? throw error ?? SourceErrors.UnknownTrace(reference.Source, reference.Id, "GetTrace");
    }

    public async Task<Trace?> FindTraceAsync(TraceReference reference, CancellationToken cancellationToken = default) =>
        (await LookUpTraceAsync(reference, cancellationToken).ConfigureAwait(false)).Trace;

    public IAsyncEnumerable<Trace> GetTracesAsync(IEnumerable<TraceReference> references, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(references);
        TraceReference[] all = [.. references];
        var sources = all.Select(SourceOf).Distinct().ToDictionary(source => source.Name, StringComparer.Ordinal);
        return TraceClientOperation.StreamAsync(
            "GetTraces", string.Join(',', sources.Keys), GetTracesAsync(all, sources, cancellationToken), cancellationToken);
    }

    public TraceList ListTracesAsync(TraceQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new TraceQuery();
        if (query.Limit < 0)
            throw new ArgumentException("A limit is 0 or more.", nameof(query));
        if (query.FullText is not null)
            FullTextQuery.Parse(query.FullText, nameof(query));

        ITraceSource[] sources = query.Sources is { Count: > 0 } names
            ? [.. names.Distinct(StringComparer.Ordinal).Select(name => SourceOf(name, nameof(query)))]
            : [.. Sources];
        return new TraceList((failures, enumeratorToken) => TraceClientOperation.StreamAsync(
            "ListTraces", string.Join(',', sources.Select(source => source.Name)),
            MergeAsync(sources, query, failures, cancellationToken, enumeratorToken), enumeratorToken));
    }

    public IAsyncEnumerable<Span> StreamSpansAsync(TraceReference reference, CancellationToken cancellationToken = default)
    {
        var source = SourceOf(reference);
        return TraceClientOperation.StreamAsync(
            "StreamSpans", source.Name, CountedSpansAsync(source, reference.Id, cancellationToken), cancellationToken);
    }

    public IAsyncEnumerable<TraceUpdate> FollowAsync(
        TraceReference reference, FollowOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new FollowOptions();
        if (options.PollInterval <= TimeSpan.Zero)
            throw new ArgumentException($"{nameof(options.PollInterval)} must be more than 0.", nameof(options));
        if (options.QuietPeriod < TimeSpan.Zero)
            throw new ArgumentException($"{nameof(options.QuietPeriod)} must be 0 or more.", nameof(options));
        var follower = new TraceFollower(SourceOf(reference), reference, options, _timeProvider);
        return TraceClientOperation.StreamAsync("Follow", reference.Source, follower.FollowAsync(cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<SourceHealth>> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        await Task.WhenAll(Sources.Select(source => SourceCheck.RunAsync(source, _timeProvider, cancellationToken))).ConfigureAwait(false);

    private async Task<(Trace? Trace, TraceNotFoundException? Error)> LookUpTraceAsync(
        TraceReference reference, CancellationToken cancellationToken)
    {
        var source = SourceOf(reference);
        using var operation = new TraceClientOperation("FindTrace", source.Name);
        try
        {
            var found = source is ITraceLookup lookup
                ? await lookup.LookUpTraceAsync(reference.Id, cancellationToken).ConfigureAwait(false)
                : (await source.FindTraceAsync(reference.Id, cancellationToken).ConfigureAwait(false), null);
            Instruments.ReadSpans(source.Name, found.Trace?.Spans.Count ?? 0);
            return found;
        }
        catch (Exception exception)
        {
            operation.Fail(exception);
            throw;
        }
    }

    private static async IAsyncEnumerable<Trace> GetTracesAsync(
        TraceReference[] references, Dictionary<string, ITraceSource> sources, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reads = new Dictionary<string, IAsyncEnumerator<(Trace? Trace, TraceNotFoundException? Error)>>(StringComparer.Ordinal);
        try
        {
            foreach (var reference in references)
            {
                if (!reads.TryGetValue(reference.Source, out var read))
                {
                    string[] ids = [.. references.Where(other => other.Source == reference.Source).Select(other => other.Id)];
                    var traces = sources[reference.Source] is ITraceLookup lookup
                        ? lookup.LookUpTracesAsync(ids, cancellationToken)
                        : FindTracesAsync(sources[reference.Source], ids, cancellationToken);
                    reads.Add(reference.Source, read = traces.GetAsyncEnumerator(cancellationToken));
                }

                await read.MoveNextAsync().ConfigureAwait(false);
                var (trace, error) = read.Current;
                Instruments.ReadSpans(reference.Source, trace?.Spans.Count ?? 0);
                yield return trace ?? throw error ?? SourceErrors.UnknownTrace(reference.Source, reference.Id, "GetTrace");
            }
        }
        finally
        {
            foreach (var read in reads.Values)
                await read.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<(Trace? Trace, TraceNotFoundException? Error)> FindTracesAsync(
        ITraceSource source, string[] ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var id in ids)
            yield return (await source.FindTraceAsync(id, cancellationToken).ConfigureAwait(false), null);
    }

    private static async IAsyncEnumerable<Span> CountedSpansAsync(
        ITraceSource source, string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var span in source.StreamSpansAsync(id, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Instruments.ReadSpans(source.Name, 1);
            yield return span;
        }
    }

    private static async IAsyncEnumerable<TraceSummary> MergeAsync(
        ITraceSource[] sources, TraceQuery query, SourceFailures failures, CancellationToken callToken,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken);
        var merge = new OrderedMerge<TraceSummary>(
            sources.Select(source => TraceQueryFilter.ListAsync(source, query, linked.Token)),
            summary => summary.RecordedAt?.UnixNanoseconds ?? long.MinValue,
            openedAtOnce: int.MaxValue,
            OnFailure,
            linked.Token);
        await using var _ = merge.ConfigureAwait(false);
        for (var left = query.Limit ?? int.MaxValue; left > 0 && await merge.MoveNextAsync().ConfigureAwait(false); left--)
            yield return merge.Current;

        if (failures.All is not [var first, ..] all || query.ContinueOnSourceFailure)
            yield break;
        if (sources.Length == 1)
            ExceptionDispatchInfo.Throw(first.Exception);
        throw new PartialTraceListException(all);

        void OnFailure(int index, Exception exception)
        {
            if (SourceCheck.IsOfDisposedClient(exception))
                ExceptionDispatchInfo.Throw(exception);

            // Whatever a source makes of a cancellation: it is the caller's.
            linked.Token.ThrowIfCancellationRequested();
            failures.Add(
                new SourceFailure(sources[index].Name, SourceCheck.ToTraceClientException(exception, sources[index].Name, "ListTraces")));
        }
    }

    private ITraceSource SourceOf(TraceReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return SourceOf(reference.Source, nameof(reference));
    }

    private ITraceSource SourceOf(string name, string parameter)
    {
        if (_byName.TryGetValue(name, out var source))
            return source;
        var known = Sources.Count == 0 ? "none is" : string.Join(", ", Sources.Select(one => one.Name));
        throw new ArgumentException($"The source '{name}' is not configured; configured: {known}.", parameter);
    }
}
