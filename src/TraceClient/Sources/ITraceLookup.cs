namespace TraceClient;

/// <summary>A source that says why it has no trace of an id.</summary>
internal interface ITraceLookup
{
    /// <summary>Reads a trace with all its spans.</summary>
    /// <param name="id">The source's own id.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The trace, or the error of the response that says that the source does not know it.</returns>
    Task<(Trace? Trace, TraceNotFoundException? Error)> LookUpTraceAsync(string id, CancellationToken cancellationToken);
}
