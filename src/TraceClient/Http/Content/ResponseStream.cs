namespace TraceClient.Http;

/// <summary>
/// A response's body as it is read. A body that breaks off, falls silent, comes too slowly or turns out to be an HTML page is a typed
/// exception; the caller's cancellation stays one.
/// </summary>
/// <param name="body">The body.</param>
/// <param name="context">The request and its response.</param>
/// <param name="headers">The headers of the body.</param>
/// <param name="isValue">Whether the whole body must be read within the time for the request.</param>
internal sealed class ResponseStream(Stream body, ResponseContext context, HttpContentHeaders headers, bool isValue) : ReadingStream
{
    private static readonly TimeSpan SpeedWindow = TimeSpan.FromSeconds(30);
    private static readonly Action<object?> Cancel = static clock => ((CancellationTokenSource)clock!).Cancel();

    // Only a plain body has the length that was announced, and the response to HEAD has none at all.
    private readonly long? _expectedLength =
        context.Method == HttpMethod.Head || headers.ContentEncoding.Count > 0 ? null : headers.ContentLength;

    private CancellationTokenSource _clock = NewClock(context);
    private TimeSpan _waited;
    private long _bytesInWindow;
    private long _bytesRead;
    private bool _sawContent;

    public ResponseContext Context => context;

    private TimeSpan? TimeLeft => isValue ? context.TimeLeft() : null;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_clock.IsCancellationRequested)
        {
            _clock.Dispose();
            _clock = NewClock(context);
        }

        try
        {
            var limit = ThrowIfTimePassed();
            using var ofCaller = cancellationToken.UnsafeRegister(Cancel, _clock);
            using var ofClient = context.Settings.Disposed.UnsafeRegister(Cancel, _clock);
            var reading = body.ReadAsync(buffer, _clock.Token);
            if (reading.IsCompleted)
                return Checked(await reading.ConfigureAwait(false), buffer.Span);

            ThrowIfTooSlow();
            var start = context.Settings.TimeProvider.GetTimestamp();
            _clock.CancelAfter(limit);
            var count = await reading.ConfigureAwait(false);
            _clock.CancelAfter(Timeout.InfiniteTimeSpan);
            _waited += context.Settings.TimeProvider.GetElapsedTime(start);
            return Checked(count, buffer.Span);
        }
        catch (Exception exception) when (exception is not TraceClientException)
        {
            throw Translate(exception, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _clock.Dispose();
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    private static CancellationTokenSource NewClock(ResponseContext context) =>
        context.Settings.TimeProvider == TimeProvider.System ? new() : new(Timeout.InfiniteTimeSpan, context.Settings.TimeProvider);

    /// <summary>Gets how long the next read may take.</summary>
    private TimeSpan ThrowIfTimePassed()
    {
        var idle = context.Resilience.BodyIdleTimeout;
        if (TimeLeft is not { } left)
            return idle == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : idle;
        if (left == TimeSpan.Zero)
            throw TransportErrors.BodyTooLate(context, _bytesRead);
        return idle == TimeSpan.Zero || left < idle ? left : idle;
    }

    /// <summary>Compares the speed with the least one; only the time in which
    /// a read waited counts, so that a slow reader does not count as a slow service.</summary>
    private void ThrowIfTooSlow()
    {
        if (_waited < SpeedWindow)
            return;
        if (_bytesInWindow < context.Resilience.MinimumBytesPerSecond * _waited.TotalSeconds)
            throw TransportErrors.BodyTooSlow(context, _bytesRead, _waited);
        (_waited, _bytesInWindow) = (TimeSpan.Zero, 0);
    }

    private int Checked(int count, ReadOnlySpan<byte> buffer)
    {
        if (count == 0 && buffer.Length > 0 && _expectedLength is { } length && _bytesRead < length)
            throw TransportErrors.BodyTooShort(context.Request, _bytesRead, length);

        _bytesRead += count;
        _bytesInWindow += count;
        if (!_sawContent && HtmlPage.IsIn(buffer[..count]) is { } isPage)
            _sawContent = !isPage ? true : throw ApiErrors.HtmlWithSuccess(context.Request, context.Response, buffer[..count]);
        return count;
    }

    private Exception Translate(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        _ when cancellationToken.IsCancellationRequested => new OperationCanceledException(exception.Message, cancellationToken),
        _ when context.Settings.Disposed.IsCancellationRequested => new ObjectDisposedException(typeof(ITraceClient).FullName),
        ObjectDisposedException => exception,
        OperationCanceledException when TimeLeft == TimeSpan.Zero => TransportErrors.BodyTooLate(context, _bytesRead),
        OperationCanceledException => TransportErrors.BodySilent(context.Request, _bytesRead, context.Resilience.BodyIdleTimeout),
        _ => TransportErrors.BodyBroken(context.Request, _bytesRead, exception),
    };
}
