namespace TraceClient;

/// <summary>Reads traces of all configured sources. Safe for concurrent use; one instance serves a whole application.</summary>
public interface ITraceClient
{
    /// <summary>Gets the configured sources, by name.</summary>
    IReadOnlyList<ITraceSource> Sources { get; }

    /// <summary>Reads a trace with all its spans.</summary>
    /// <exception cref="TraceNotFoundException">The source does not know the trace.</exception>
    /// <exception cref="TraceClientException">The source could not be read.</exception>
    /// <exception cref="ArgumentException">No source of that name is configured.</exception>
    Task<Trace> GetTraceAsync(TraceReference reference, CancellationToken cancellationToken = default);

    /// <summary>Reads a trace with all its spans; null when the source does not know it.</summary>
    /// <exception cref="TraceClientException">The source could not be read.</exception>
    /// <exception cref="ArgumentException">No source of that name is configured.</exception>
    Task<Trace?> FindTraceAsync(TraceReference reference, CancellationToken cancellationToken = default);

    /// <summary>Reads traces with all their spans, in the order of their references, each when the caller goes on to it.</summary>
    /// <remarks>Where one request serves several traces of a source, as the records of a session of Calyptia do, it is made once.</remarks>
    /// <param name="references">The references; one that is there twice gives its trace twice.</param>
    /// <param name="cancellationToken">The token that cancels the requests.</param>
    /// <exception cref="TraceNotFoundException">The source does not know a trace. The traces before it have been yielded.</exception>
    /// <exception cref="TraceClientException">A source could not be read.</exception>
    /// <exception cref="ArgumentException">No source of that name is configured.</exception>
    async IAsyncEnumerable<Trace> GetTracesAsync(
        IEnumerable<TraceReference> references, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(references);
        foreach (var reference in references)
            yield return await GetTraceAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists the traces of all sources, merged, newest
    /// <see cref="TraceSummary.RecordedAt"/> first, page by page as the caller goes on.</summary>
    /// <remarks>
    /// A source that fails does not hide the others. When all that could be read has been yielded, the enumeration ends with a
    /// <see cref="PartialTraceListException"/>, or, where only one source was read, with that source's own exception.
    /// With <see cref="TraceQuery.ContinueOnSourceFailure"/> it ends without one, and <see cref="TraceList.Failures"/> has the failures.
    /// </remarks>
    /// <exception cref="ArgumentException">The query names a source that is not configured, or its limit is negative.</exception>
    TraceList ListTracesAsync(TraceQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the spans of a trace one by one as they arrive, in the
    /// source's order, without children: for traces too large to hold.</summary>
    /// <exception cref="TraceNotFoundException">The source does not know the trace.</exception>
    /// <exception cref="ArgumentException">No source of that name is configured.</exception>
    IAsyncEnumerable<Span> StreamSpansAsync(TraceReference reference, CancellationToken cancellationToken = default);

    /// <summary>Reads a trace again and again: first what is there, then
    /// what is new, until the trace has ended or the caller stops.</summary>
    /// <exception cref="TraceNotFoundException">The source does not know the trace, and the options do not say to wait for it.</exception>
    /// <exception cref="ArgumentException">No source of that name is configured,
    /// or a time of the options is negative or makes no pause.</exception>
    IAsyncEnumerable<TraceUpdate> FollowAsync(
        TraceReference reference, FollowOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Checks of every source whether it can be reached, accepts the token
    /// and responds as expected. Never throws for a source that does not.</summary>
    Task<IReadOnlyList<SourceHealth>> CheckHealthAsync(CancellationToken cancellationToken = default);
}
