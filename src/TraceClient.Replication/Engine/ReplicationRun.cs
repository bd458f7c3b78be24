using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace TraceClient.Replication;

/// <summary>Copies traces from sources to a sink, pass by pass.</summary>
/// <remarks>Each source is read by itself, and what was read goes through one writer.</remarks>
internal sealed class ReplicationRun(
    ITraceClient client, TraceQuery query, ReplicationOptions options, ITraceSink sink, ICheckpoint? checkpoint,
    TimeProvider timeProvider)
{
    private readonly ReplicationCounters _counters = new();

    /// <summary>Runs until all is copied, or, where it polls, until it is cancelled.</summary>
    public async Task<ReplicationResult> RunAsync(CancellationToken cancellationToken)
    {
        var sources = Sources();
        SourceProgress[] all = [.. sources.Select(source => source.Progress)];
        var writer = new SinkWriter(sink, options, _counters, checkpoint, all, timeProvider);
        while (true)
        {
            try
            {
                await PassAsync(sources, writer, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await SaveStoppedAsync(writer).ConfigureAwait(false);
                throw;
            }

            foreach (var progress in all)
                progress.EndPass();
            await writer.SaveAsync(cancellationToken).ConfigureAwait(false);

            _counters.Passes++;
            var failures = Failures(sources);
            options.Progress?.Report(Result(sources));
            ThrowIfEnded(failures, sources.Length);
            if (options.PollInterval is not { } pause)
                return Result(sources);
            await Task.Delay(pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private SourceReader[] Sources()
    {
        // Checked before anything is written: a source that is not configured is the caller's mistake.
        client.ListTracesAsync(query);
        var names = query.Sources is { Count: > 0 } named
            ? named.Distinct(StringComparer.Ordinal)
            : client.Sources.Select(source => source.Name);
        return
        [
            .. from name in names
               let progress = new SourceProgress(name, checkpoint?.Of(name) ?? SourceCheckpoint.New, options.Overlap)
               select new SourceReader(client, query, options, progress, _counters, timeProvider),
        ];
    }

    private async Task PassAsync(SourceReader[] sources, SinkWriter writer, CancellationToken cancellationToken)
    {
        // The readers wait here while a batch is written, and with them the lists.
        var reads = Channel.CreateBounded<TraceRead>(new BoundedChannelOptions(1) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(sources, reads.Writer, stop.Token);
        try
        {
            while (await WaitAsync(reads.Reader, writer, cancellationToken).ConfigureAwait(false))
            {
                while (reads.Reader.TryRead(out var read))
                {
                    await writer.AddAsync(read, cancellationToken).ConfigureAwait(false);
                    options.Progress?.Report(Result(sources));
                }
            }

            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for the next trace, and writes the batch that becomes due meanwhile.</summary>
    /// <returns>False if there are no further traces.</returns>
    private async Task<bool> WaitAsync(ChannelReader<TraceRead> reads, SinkWriter writer, CancellationToken cancellationToken)
    {
        var next = reads.WaitToReadAsync(cancellationToken).AsTask();
        if (!next.IsCompleted && writer.TimeUntilDue is { } wait)
        {
            using var isDone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var due = Task.Delay(wait, timeProvider, isDone.Token);
            var first = await Task.WhenAny(next, due).ConfigureAwait(false);
            await isDone.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (first == due)
                await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return await next.ConfigureAwait(false);
    }

    /// <summary>Lists and reads all sources. What goes wrong with the reading itself,
    /// a cancellation included, ends the channel and comes out there.</summary>
    private async Task ReadAsync(SourceReader[] sources, ChannelWriter<TraceRead> reads, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxParallelReads, CancellationToken = cancellationToken };
        try
        {
            await Task.WhenAll(
                sources.Select(source => Parallel.ForEachAsync(source.PassAsync(cancellationToken), parallel, async (candidate, token) =>
            {
                if (await source.ReadAsync(candidate, token).ConfigureAwait(false) is { } read)
                    await reads.WriteAsync(read, token).ConfigureAwait(false);
            }))).ConfigureAwait(false);
            reads.Complete();
        }
        catch (Exception exception)
        {
            reads.Complete(exception);
        }
    }

    // What the sink has stored by then is done. That this cannot be saved says less than what the run was stopped by.
    private static async Task SaveStoppedAsync(SinkWriter writer)
    {
        try
        {
            await writer.SaveAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (TraceClientException)
        {
            // The checkpoint before it is still there.
        }
    }

    private ReplicationResult Result(SourceReader[] sources) =>
        _counters.ToResult([.. sources.Select(source => source.Progress)], Failures(sources));

    private static SourceFailure[] Failures(SourceReader[] sources) =>
        [.. sources.Select(source => source.Failure).OfType<SourceFailure>()];

    private void ThrowIfEnded(SourceFailure[] failures, int sources)
    {
        if (failures is not [var first, ..] || query.ContinueOnSourceFailure
            || (options.PollInterval is not null && failures.All(failure => failure.Exception.IsTransient)))
            return;
        if (sources == 1)
            ExceptionDispatchInfo.Throw(first.Exception);
        throw new PartialTraceListException(failures);
    }
}
