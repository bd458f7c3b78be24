namespace TraceClient.Http;

/// <summary>Holds requests back so that no minute, wherever it starts, sees more of them than allowed.</summary>
internal sealed class RateLimitHandler(int requestsPerMinute, TimeProvider timeProvider) : DelegatingHandler
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Queue<long> _sent = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Requests that wait queue up for their turn; only the first of them waits for the clock.
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_sent.Count == requestsPerMinute)
            {
                var wait = Window - timeProvider.GetElapsedTime(_sent.Peek());
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
                _sent.Dequeue();
            }

            _sent.Enqueue(timeProvider.GetTimestamp());
        }
        finally
        {
            _turn.Release();
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
