namespace TraceClient.Calyptia;

/// <summary>The traces of one pipeline, newest first: one session after the other, each walked when its turn comes.</summary>
/// <param name="sessions">The pipeline's sessions, newest first.</param>
/// <param name="walk">Lists the traces of a session.</param>
/// <param name="cancellationToken">Ends both.</param>
internal sealed class CalyptiaLane(
    IAsyncEnumerable<CalyptiaTraceSession> sessions,
    Func<CalyptiaTraceSession, IAsyncEnumerable<TraceSummary>> walk,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<CalyptiaTraceSession> _sessions = sessions.GetAsyncEnumerator(cancellationToken);
    private IAsyncEnumerator<TraceSummary>? _walk;

    /// <summary>The next trace; null before the session has been looked into.</summary>
    public TraceSummary? Head { get; private set; }

    /// <summary>The time that neither <see cref="Head"/> nor anything after it is newer than.</summary>
    public TraceTimestamp Bound { get; private set; }

    /// <summary>Goes to the next session, without looking into it.</summary>
    /// <returns>False when there is none.</returns>
    public async ValueTask<bool> NextSessionAsync()
    {
        Head = null;
        if (!await _sessions.MoveNextAsync().ConfigureAwait(false))
            return false;
        Bound = CalyptiaSessions.EndOf(_sessions.Current) ?? new TraceTimestamp(long.MaxValue);
        return true;
    }

    /// <summary>Goes to the next trace, or to the next session when the current one has no more.</summary>
    /// <returns>False when there is neither.</returns>
    public async ValueTask<bool> AdvanceAsync()
    {
        _walk ??= walk(_sessions.Current).GetAsyncEnumerator(cancellationToken);
        if (await _walk.MoveNextAsync().ConfigureAwait(false))
        {
            Head = _walk.Current;
            Bound = Head.RecordedAt ?? Bound;
            return true;
        }

        await _walk.DisposeAsync().ConfigureAwait(false);
        _walk = null;
        return await NextSessionAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_walk is not null)
            await _walk.DisposeAsync().ConfigureAwait(false);
        await _sessions.DisposeAsync().ConfigureAwait(false);
    }
}
