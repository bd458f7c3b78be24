namespace TraceClient;

/// <summary>A source that says why it has no trace of an id.</summary>
internal interface ITraceLookup
{
    /// <summary>Reads a trace with all its spans.</summary>
    /// <param name="id">The source's own id.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The trace, or the error of the response that says that the source does not know it.</returns>
    Task<(Trace? Trace, TraceNotFoundException? Error)> LookUpTraceAsync(string id, CancellationToken cancellationToken);

    /// <summary>Reads several traces, in the order of their ids. A source overrides it where one request serves several of them.</summary>
    /// <inheritdoc cref="LookUpTraceAsync"/>
    async IAsyncEnumerable<(Trace? Trace, TraceNotFoundException? Error)> LookUpTracesAsync(
        IReadOnlyList<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var id in ids)
            yield return await LookUpTraceAsync(id, cancellationToken).ConfigureAwait(false);
    }
}
