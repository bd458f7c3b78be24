namespace TraceClient.Http;

/// <summary>
/// A response's body as it is read. A body that breaks off, falls silent, comes too slowly or turns out to be an HTML page is a typed
/// exception; the caller's cancellation stays one.
/// </summary>
internal sealed class ResponseStream : ReadingStream
{
    private static readonly TimeSpan SpeedWindow = TimeSpan.FromSeconds(30);

    private readonly Stream _body;
    private readonly ResponseContext _context;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _idleTimeout;
    private readonly long? _expectedLength;
    private readonly CancellationTokenRegistration _disposal;
    private readonly long _openedAt;
    private readonly TimeSpan? _timeLeft;
    private CancellationTokenSource _clock;
    private TimeSpan _waited;
    private long _bytesInWindow;
    private long _bytesRead;
    private bool _sawContent;

    /// <summary>Initializes a stream over a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="context">The request and its response.</param>
    /// <param name="headers">The headers of the body.</param>
    /// <param name="timeLeft">The time within which the whole body must be read; null for no limit.</param>
    public ResponseStream(Stream body, ResponseContext context, HttpContentHeaders headers, TimeSpan? timeLeft)
    {
        _body = body;
        _context = context;
        _timeProvider = context.Settings.TimeProvider;
        _idleTimeout = context.Resilience.BodyIdleTimeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : context.Resilience.BodyIdleTimeout;
        _timeLeft = timeLeft;
        _openedAt = _timeProvider.GetTimestamp();
        _clock = NewClock();
        _disposal = context.Settings.Disposed.UnsafeRegister(static stream => ((ResponseStream)stream!).Stop(), this);
        _expectedLength = ExpectedLength(context.Request.Method, headers);
    }

    public ResponseContext Context => _context;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_clock.IsCancellationRequested)
            RenewClock();

        try
        {
            var limit = ThrowIfTimePassed();
            int count;
            using (cancellationToken.UnsafeRegister(static clock => ((CancellationTokenSource)clock!).Cancel(), _clock))
            {
                var reading = _body.ReadAsync(buffer, _clock.Token);
                if (reading.IsCompleted)
                {
                    count = await reading.ConfigureAwait(false);
                }
                else
                {
                    ThrowIfTooSlow();
                    var start = _timeProvider.GetTimestamp();
                    _clock.CancelAfter(limit);
                    count = await reading.ConfigureAwait(false);
                    _clock.CancelAfter(Timeout.InfiniteTimeSpan);
                    _waited += _timeProvider.GetElapsedTime(start);
                }
            }

            return Checked(count, buffer.Span);
        }
        catch (Exception exception) when (exception is not TraceClientException)
        {
            throw Translate(exception, cancellationToken);
        }
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposal.Dispose();
            _clock.Dispose();
            _body.Dispose();
        }

        base.Dispose(disposing);
    }

    // Only a plain body has the length that was announced, and the response to HEAD has none at all.
    private static long? ExpectedLength(HttpMethod method, HttpContentHeaders headers) =>
        method == HttpMethod.Head || headers.ContentEncoding.Count > 0 ? null : headers.ContentLength;

    private void Stop()
    {
        try
        {
            _clock.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A read renews its clock at this moment, and sees the disposal by itself.
        }
    }

    private CancellationTokenSource NewClock() => new(Timeout.InfiniteTimeSpan, _timeProvider);

    private void RenewClock()
    {
        _clock.Dispose();
        _clock = NewClock();
        if (_context.Settings.Disposed.IsCancellationRequested)
            _clock.Cancel();
    }

    /// <summary>Gets how long the next read may take.</summary>
    private TimeSpan ThrowIfTimePassed()
    {
        if (_timeLeft is not { } time)
            return _idleTimeout;
        var left = time - _timeProvider.GetElapsedTime(_openedAt);
        if (left <= TimeSpan.Zero)
            throw TransportErrors.BodyTooLate(_context, _bytesRead);
        return _idleTimeout == Timeout.InfiniteTimeSpan || left < _idleTimeout ? left : _idleTimeout;
    }

    /// <summary>Compares the speed with the least one; only the time in which a read waited counts, so a slow reader is no slow service.</summary>
    private void ThrowIfTooSlow()
    {
        if (_waited < SpeedWindow)
            return;
        if (_bytesInWindow < _context.Resilience.MinimumBytesPerSecond * _waited.TotalSeconds)
            throw TransportErrors.BodyTooSlow(_context, _bytesRead, _waited);
        (_waited, _bytesInWindow) = (TimeSpan.Zero, 0);
    }

    private int Checked(int count, ReadOnlySpan<byte> buffer)
    {
        if (count == 0 && buffer.Length > 0 && _expectedLength is { } length && _bytesRead < length)
            throw TransportErrors.BodyTooShort(_context.Request, _bytesRead, length);

        _bytesRead += count;
        _bytesInWindow += count;
        if (!_sawContent)
            LookForHtml(buffer[..count]);
        return count;
    }

    private void LookForHtml(ReadOnlySpan<byte> start)
    {
        if (HtmlPage.IsIn(start) is not { } isPage)
            return;

        _sawContent = true;
        if (isPage)
            throw ApiErrors.HtmlWithSuccess(_context.Request, _context.Response, start);
    }

    private Exception Translate(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        _ when cancellationToken.IsCancellationRequested => new OperationCanceledException(exception.Message, cancellationToken),
        _ when _context.Settings.Disposed.IsCancellationRequested => new ObjectDisposedException(typeof(ITraceClient).FullName),
        ObjectDisposedException => exception,
        OperationCanceledException when _timeLeft <= _timeProvider.GetElapsedTime(_openedAt) => TransportErrors.BodyTooLate(_context, _bytesRead),
        OperationCanceledException => TransportErrors.BodySilent(_context.Request, _bytesRead, _idleTimeout),
        _ => TransportErrors.BodyBroken(_context.Request, _bytesRead, exception),
    };
}
