namespace TraceClient.Tool;

/// <summary>Reads the sources into an index, and polls them while there is a subscriber to the events.</summary>
/// <param name="client">The client.</param>
/// <param name="index">The index.</param>
/// <param name="events">The events, <c>list</c> for a changed list and <c>source</c> for a source that fails or is available again.</param>
/// <param name="clock">The clock.</param>
internal sealed class IndexUpdater(ITraceClient client, TraceIndex index, EventHub events, TimeProvider clock)
{
    /// <summary>The time between two reads of a source.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(15);

    /// <summary>Gets the maximum number of traces of each source that are read at the start; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Gets a value that indicates whether the sources can change and are polled.</summary>
    public bool IsPolling { get; init; } = true;

    /// <summary>Reads the sources until the operation is canceled, or once if they are not polled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(client.Sources.Select(source => RunAsync(source.Name, cancellationToken)));

    private async Task RunAsync(string source, CancellationToken cancellationToken)
    {
        var reader = new SourceReader(client, source, Limit, clock);
        while (true)
        {
            await ReadAsync(reader, cancellationToken);
            if (!IsPolling)
                return;
            await Task.Delay(PollInterval, clock, cancellationToken);
            await events.WaitForSubscriberAsync(cancellationToken);
        }
    }

    private async Task ReadAsync(SourceReader reader, CancellationToken cancellationToken)
    {
        ErrorReport? error = null;
        try
        {
            await foreach (var traces in reader.ReadAsync(since => index.OldestRunning(reader.Source, since), cancellationToken))
            {
                var maxCount = IsPolling ? Math.Max(TraceIndex.MaxPolledTraces, Limit ?? int.MaxValue) : int.MaxValue;
                if (index.Put(reader.Source, traces, maxCount))
                    Publish("list");
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            error = WebError.Of(exception);
        }

        if (index.SetState(reader.Source, error))
            Publish("source");
    }

    private void Publish(string name) => events.Publish(ListEvent(name, index.Version));

    /// <summary>Creates an event with the version of the index.</summary>
    public static WebEvent ListEvent(string name, long version) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $$"""{"version":{{version}}}"""));
}
