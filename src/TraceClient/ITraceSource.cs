namespace TraceClient;

/// <summary>A service, or anything else, that traces are read from. Implement it to add a source of your own.</summary>
/// <remarks>Implementations are safe for concurrent use. They throw <see cref="TraceClientException"/>s, and
/// <see cref="OperationCanceledException"/> only when the caller cancels.</remarks>
public interface ITraceSource
{
    /// <summary>Gets the name in references and queries: lower-case letters, digits and hyphens.</summary>
    string Name { get; }

    /// <summary>Gets the filters that <see cref="ListTracesAsync"/> applies
    /// exactly; the client applies the rest to what it yields.</summary>
    TraceFilters Filters { get; }

    /// <summary>Lists traces, newest <see cref="TraceSummary.RecordedAt"/> first, page by page as the caller goes on.</summary>
    /// <param name="query">
    /// What is wanted. Filters that are not in <see cref="Filters"/> may be used to narrow, or left alone.
    /// <see cref="TraceQuery.Limit"/> says how many the caller wants at most; null when that is unknown.
    /// </param>
    /// <param name="cancellationToken">Ends the list.</param>
    IAsyncEnumerable<TraceSummary> ListTracesAsync(TraceQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reads a trace with all its spans.</summary>
    /// <param name="id">The source's own id, the part of a <see cref="TraceReference"/> behind the colon.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The trace; null when the source does not know it.</returns>
    Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads the spans of a trace one by one as they arrive, in the source's order, without children.</summary>
    /// <param name="id">The source's own id, the part of a <see cref="TraceReference"/> behind the colon.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TraceNotFoundException">The source does not know the trace.</exception>
    IAsyncEnumerable<Span> StreamSpansAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Makes the cheapest request that shows that address and token work; returns when they do.</summary>
    Task PingAsync(CancellationToken cancellationToken = default);
}
