namespace TraceClient.Replication;

/// <summary>Copies all traces of a time to a database, by any number of workers that can start and stop at any time.</summary>
/// <remarks>
/// <para>
/// The traces are divided into items: a window of time of a source, or a session. A worker takes a lease of an item, copies its traces
/// and goes on with the next one. The item of a worker that was killed is taken by another one when its lease has expired. It resumes
/// from the checkpoint of the item, which is written together with the traces.
/// </para>
/// <para>Traces of which the source says no time are in no item: copy them with a <see cref="TraceReplicator"/>.</para>
/// </remarks>
public sealed class TraceBackfill
{
    private const int MostItems = 1_000_000;

    private readonly ITraceClient _client;
    private readonly IWorkQueue _queue;
    private readonly TraceBackfillOptions _options;
    private readonly TimeProvider _timeProvider;

    /// <summary>Initializes a worker.</summary>
    /// <param name="client">The client that reads the traces. It is not disposed.</param>
    /// <param name="queue">The items and the target. It is not disposed.</param>
    /// <param name="options">The options, which are copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public TraceBackfill(ITraceClient client, IWorkQueue queue, TraceBackfillOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(queue);
        options = options?.Copy() ?? new TraceBackfillOptions();
        string[] errors = [.. options.Errors()];
        if (errors.Length > 0)
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        (_client, _queue, _options, _timeProvider) = (client, queue, options, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Adds the items of a time. Workers that plan the same time with the same window add the same items, once.</summary>
    /// <remarks>
    /// For each source of <see cref="TraceBackfillOptions.SourcesBySession"/> the traces of the time are listed once, to find the
    /// sessions. For Calyptia this reads the events of all sessions of the time. For other sources nothing is read.
    /// </remarks>
    /// <param name="from">The earliest <see cref="TraceSummary.RecordedAt"/>, inclusive.</param>
    /// <param name="to">The latest <see cref="TraceSummary.RecordedAt"/>, inclusive.</param>
    /// <param name="sources">The names of the sources; null for all.</param>
    /// <param name="cancellationToken">Cancels the planning. Items that are already added remain.</param>
    /// <returns>The number of added items.</returns>
    /// <exception cref="TraceClientException">The sessions cannot be listed, or the database cannot be written.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="from"/> is after <paramref name="to"/>, a source is not configured, or there would be more than a million items.
    /// </exception>
    public async Task<int> PlanAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<string>? sources = null, CancellationToken cancellationToken = default)
    {
        if (from > to)
            throw new ArgumentException("The time is empty. Set from to a time before to.", nameof(to));
        var names = SourceNames(sources);
        if ((to - from) / _options.Window * names.Length > MostItems)
            throw new ArgumentException("There are more than 1,000,000 items. Set a greater TraceBackfillOptions.Window.", nameof(to));
        cancellationToken.ThrowIfCancellationRequested();

        var added = 0;
        foreach (var name in names)
        {
            var items = _options.SourcesBySession.Contains(name, StringComparer.Ordinal)
                ? await SessionsAsync(name, from, to, cancellationToken).ConfigureAwait(false)
                : Windows(name, from, to);
            added += await _queue.AddAsync(items, cancellationToken).ConfigureAwait(false);
        }

        return added;
    }

    /// <summary>Copies the traces of items until every item is done or has failed, by this worker or another one.</summary>
    /// <remarks>Items of sources that the client of this worker does not read are left to other workers.</remarks>
    /// <param name="cancellationToken">Cancels the run. The item in progress can be taken by another worker at once.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TraceClientException">
    /// The database failed <see cref="TraceBackfillOptions.MaxAttempts"/> times in a row, or refused this worker.
    /// </exception>
    public Task<TraceBackfillResult> RunAsync(CancellationToken cancellationToken = default) =>
        new BackfillRun(_client, _queue, _options, _timeProvider).RunAsync(cancellationToken);

    private string[] SourceNames(IReadOnlyCollection<string>? sources)
    {
        string[] known = [.. _client.Sources.Select(source => source.Name)];
        if (sources is not { Count: > 0 })
            return known;
        foreach (var name in sources)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                throw new ArgumentException(
                    $"The source '{name}' is not configured; configured: {string.Join(", ", known)}.", nameof(sources));
        }

        return [.. sources.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Returns windows that share their ends: times are finer than the limits of a query, and none must be between two.</summary>
    private IEnumerable<WorkItem> Windows(string source, DateTimeOffset from, DateTimeOffset to)
    {
        from = from.ToUniversalTime();
        to = to.ToUniversalTime();
        for (var start = from; ; start += _options.Window)
        {
            var isLast = to - start <= _options.Window;
            yield return new WorkItem(source) { From = start, To = isLast ? to : start + _options.Window };
            if (isLast)
                yield break;
        }
    }

    private async Task<IEnumerable<WorkItem>> SessionsAsync(
        string source, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var sessions = new HashSet<string>(StringComparer.Ordinal);
        var hasOthers = false;
        var query = new TraceQuery { Sources = [source], From = from, To = to };
        var traces = _client.ListTracesAsync(query, cancellationToken);
        await foreach (var trace in traces.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (trace.SessionId is { } session)
                sessions.Add(session);
            else
                hasOthers = true;
        }

        var items = sessions.Order(StringComparer.Ordinal)
            .Select(session => new WorkItem(source) { From = from.ToUniversalTime(), To = to.ToUniversalTime(), SessionId = session });
        return hasOthers ? items.Concat(Windows(source, from, to)) : items;
    }
}

/// <summary>Represents the run of one worker.</summary>
internal sealed class BackfillRun(ITraceClient client, IWorkQueue queue, TraceBackfillOptions options, TimeProvider timeProvider)
{
    private static readonly TimeSpan MostRetryDelay = TimeSpan.FromMinutes(10);

    private readonly List<WorkItemFailure> _failures = [];
    private readonly string[] _sources = [.. client.Sources.Select(source => source.Name)];
    private TraceBackfillResult _result = new();

    public async Task<TraceBackfillResult> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (lease, status) = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (lease is not null)
            {
                await RunAsync(lease, cancellationToken).ConfigureAwait(false);
                options.Progress?.Report(_result);
            }
            else if (status!.IsEnded)
            {
                return _result with { Status = status };
            }
            else
            {
                await Task.Delay(options.PollInterval, timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes the next item, or gets the state if there is none. A database that is restarted must not end the worker.</summary>
    private async Task<(WorkLease? Lease, WorkStatus? Status)> NextAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var lease = await queue.AcquireAsync(options.Worker, options.LeaseDuration, _sources, cancellationToken)
                    .ConfigureAwait(false);
                return lease is not null
                    ? (lease, null)
                    : (null, await queue.GetStatusAsync(_sources, cancellationToken).ConfigureAwait(false));
            }
            catch (TraceClientException exception) when (exception.IsTransient && attempt < options.MaxAttempts)
            {
                await Task.Delay(RetryDelay(attempt), timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(WorkLease lease, CancellationToken cancellationToken)
    {
        try
        {
            if (await CopyAsync(lease, cancellationToken).ConfigureAwait(false) is { } failure)
                await FailAsync(lease, failure, cancellationToken).ConfigureAwait(false);
            else
                await CompleteAsync(lease, cancellationToken).ConfigureAwait(false);
        }
        catch (LeaseLostException)
        {
            _result = _result with { Lost = _result.Lost + 1 };
        }
        catch
        {
            await TryReleaseAsync(lease, TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Copies the traces of an item.</summary>
    /// <returns>The error; null if all are written.</returns>
    /// <exception cref="LeaseLostException">Another worker has the item.</exception>
    private async Task<TraceClientException?> CopyAsync(WorkLease lease, CancellationToken cancellationToken)
    {
        var sink = queue.CreateSink(lease);
        await using var _ = sink.ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = RenewAsync(lease, stop);
        try
        {
            var replicator = new TraceReplicator(client, sink, options.Replication, timeProvider);
            var result = await replicator.RunAsync(lease.Item.ToQuery(), stop.Token).ConfigureAwait(false);
            _result = _result with
            {
                Written = _result.Written + result.Written,
                Spans = _result.Spans + result.Spans,
                Unfinished = _result.Unfinished + result.Unfinished,
            };
            return result.Failed == 0 ? null : result.Failures is [var first, ..] ? first.Exception
                : new TraceClientException($"{result.Failed} traces of {lease.Item.Source} could not be copied.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LeaseLostException("Another worker has taken the item.");
        }
        catch (TraceClientException exception) when (exception is not LeaseLostException)
        {
            return exception;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(false);
        }
    }

    /// <summary>Renews a lease until it is stopped, and stops the copy once the lease is lost.</summary>
    private async Task RenewAsync(WorkLease lease, CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.LeaseDuration / 3, timeProvider, stop.Token).ConfigureAwait(false);
                try
                {
                    lease = await queue.RenewAsync(lease, options.LeaseDuration, stop.Token).ConfigureAwait(false);
                }
                catch (TraceClientException exception) when (exception is not LeaseLostException)
                {
                    // The next attempt may succeed in time. If it does not, the database refuses what this worker writes.
                }
            }
        }
        catch (LeaseLostException)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The copy has ended.
        }
    }

    private async Task CompleteAsync(WorkLease lease, CancellationToken cancellationToken)
    {
        try
        {
            await queue.CompleteAsync(lease, cancellationToken).ConfigureAwait(false);
            _result = _result with { Completed = _result.Completed + 1 };
        }
        catch (TraceClientException exception) when (exception.IsTransient)
        {
            // The lease expires, and the next worker finds nothing left to copy.
        }
    }

    private async Task FailAsync(WorkLease lease, TraceClientException failure, CancellationToken cancellationToken)
    {
        if (lease.Failures + 1 < options.MaxAttempts)
        {
            await TryReleaseAsync(lease, RetryDelay(lease.Failures + 1), cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await queue.FailAsync(lease, cancellationToken).ConfigureAwait(false);
            _failures.Add(new WorkItemFailure(lease.Item, failure));
            _result = _result with { Failures = [.. _failures] };
        }
        catch (TraceClientException exception) when (exception.IsTransient)
        {
            // The lease expires, and the next worker tries the item once more.
        }
    }

    private async Task TryReleaseAsync(WorkLease lease, TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        try
        {
            await queue.ReleaseAsync(lease, retryAfter, cancellationToken).ConfigureAwait(false);
        }
        catch (TraceClientException)
        {
            // The lease expires by itself.
        }
    }

    // It doubles up to a maximum that is reached long before the number of doublings matters.
    private TimeSpan RetryDelay(int attempt) => TimeSpan.FromTicks((long)Math.Min(
        options.RetryDelay.Ticks * Math.Pow(2, Math.Min(attempt - 1, 30)), Math.Max(MostRetryDelay.Ticks, options.RetryDelay.Ticks)));
}
