namespace TraceClient;

/// <summary>Reads the pages of a source, and requests a page again whose body broke off.</summary>
/// <remarks>
/// The retries of the HTTP handlers end when the headers are there. From there on a page has as many retries as a request, after the
/// same waits, also where a pipeline of the user's own takes the place of the handlers' retries: it sees no bodies.
/// </remarks>
/// <param name="options">The retries and the waits between them.</param>
/// <param name="timeProvider">The clock that the waits go by.</param>
internal sealed class PageReader(ResilienceOptions options, TimeProvider timeProvider)
{
    private readonly RetryTimes _times = SourceResiliencePipeline.TimesOf(options);

    /// <summary>Reads a page that is one value, or another single value.</summary>
    /// <remarks>A retry that would have to wait beyond the total timeout is not begun, since it covers the body of a value.</remarks>
    /// <param name="request">Sends the request, once for each attempt.</param>
    /// <param name="cancellationToken">Cancels the request and the waits.</param>
    public async Task<T> ReadAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await request(cancellationToken).ConfigureAwait(false);
            }
            catch (TraceClientException exception) when (RetryWait(exception, retry) is { } wait && IsInTime(start, wait))
            {
                await WaitAsync(exception, wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads a page whose elements are streamed.</summary>
    /// <param name="request">Sends the request, once for each attempt.</param>
    public PageStream<T> Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> request) => new(this, request);

    /// <summary>Gets the wait before a page that failed is requested again; null where it is not to be.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="retry">How often the page has been requested again so far.</param>
    public TimeSpan? RetryWait(TraceClientException exception, int retry) =>
        exception.IsBodyIncomplete && retry < _times.MaxRetries ? _times.Backoff(retry) : null;

    /// <summary>Waits before a retry.</summary>
    public Task WaitAsync(TraceClientException exception, TimeSpan wait, CancellationToken cancellationToken)
    {
        Instruments.Retried(exception.SourceName!, statusCode: null);
        return Task.Delay(wait, timeProvider, cancellationToken);
    }

    private bool IsInTime(long start, TimeSpan wait) => options.Pipeline is not null || _times.TotalTimeout <= TimeSpan.Zero
        || timeProvider.GetElapsedTime(start) + wait < _times.TotalTimeout;
}

/// <summary>Represents the elements of one page as they arrive. After the
/// body broke off, the page is requested again and starts anew.</summary>
/// <remarks>Not an async iterator, so that an element that has arrived costs no more than without it.</remarks>
internal sealed class PageStream<T>(PageReader pages, Func<CancellationToken, IAsyncEnumerable<T>> request) : IAsyncDisposable
{
    private IAsyncEnumerator<T>? _elements;

    /// <summary>Gets the element that was read last.</summary>
    public T Current => _elements!.Current;

    /// <summary>Gets how many elements the page has had since it was last requested.</summary>
    public int Count { get; private set; }

    /// <summary>Gets how often the page was requested again.</summary>
    public int Retries { get; private set; }

    /// <summary>Reads the next element. It can be one that was there before: the page may have started anew.</summary>
    /// <returns>False at the end of the page.</returns>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var reading = MoveNextAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new ValueTask<bool>(Counted(reading.Result)) : ReadAsync(reading, cancellationToken);
    }

    public ValueTask DisposeAsync() => _elements?.DisposeAsync() ?? default;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadAsync(ValueTask<bool> reading, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return Counted(await reading.ConfigureAwait(false));
            }
            catch (TraceClientException exception) when (pages.RetryWait(exception, Retries) is { } wait)
            {
                await _elements!.DisposeAsync().ConfigureAwait(false);
                await pages.WaitAsync(exception, wait, cancellationToken).ConfigureAwait(false);
            }

            (_elements, Count, Retries) = (null, 0, Retries + 1);
            reading = MoveNextAsync(cancellationToken);
        }
    }

    private ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken) =>
        (_elements ??= request(cancellationToken).GetAsyncEnumerator(cancellationToken)).MoveNextAsync();

    private bool Counted(bool isElement)
    {
        Count += isElement ? 1 : 0;
        return isElement;
    }
}
