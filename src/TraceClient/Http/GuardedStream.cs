using System.Net.Http.Headers;

namespace TraceClient.Http;

/// <summary>
/// A body as it is read: one that breaks off, falls silent or turns out to be an HTML page is a typed error,
/// and the caller's cancellation stays one.
/// </summary>
internal sealed class GuardedStream : ReadingStream
{
    private readonly Stream _body;
    private readonly RequestDescription _request;
    private readonly HttpResponseMessage _response;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _idleTimeout;
    private readonly long? _expectedLength;
    private CancellationTokenSource _idle;
    private long _bytesRead;
    private bool _sawContent;

    public GuardedStream(Stream body, RequestDescription request, HttpResponseMessage response, TimeSpan idleTimeout, TimeProvider timeProvider)
    {
        _body = body;
        _request = request;
        _response = response;
        _timeProvider = timeProvider;
        _idleTimeout = idleTimeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : idleTimeout;
        _idle = NewIdleTimer();
        _expectedLength = ExpectedLength(request.Method, response.Content.Headers);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_idle.IsCancellationRequested)
            RenewIdleTimer();

        try
        {
            int count;
            using (cancellationToken.UnsafeRegister(static idle => ((CancellationTokenSource)idle!).Cancel(), _idle))
            {
                var reading = _body.ReadAsync(buffer, _idle.Token);
                if (!reading.IsCompleted)
                    _idle.CancelAfter(_idleTimeout);
                count = await reading.ConfigureAwait(false);
                _idle.CancelAfter(Timeout.InfiniteTimeSpan);
            }

            return Checked(count, buffer.Span);
        }
        catch (Exception fault) when (fault is not TraceClientException)
        {
            throw Translate(fault, cancellationToken);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Checked(_body.Read(buffer), buffer);
        }
        catch (Exception fault) when (fault is not TraceClientException)
        {
            throw Translate(fault, CancellationToken.None);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _idle.Dispose();
            _body.Dispose();
        }

        base.Dispose(disposing);
    }

    // Only a plain body has the length that was announced, and the answer to HEAD has none at all.
    private static long? ExpectedLength(HttpMethod method, HttpContentHeaders headers) =>
        method == HttpMethod.Head || headers.ContentEncoding.Count > 0 ? null : headers.ContentLength;

    private CancellationTokenSource NewIdleTimer() => new(Timeout.InfiniteTimeSpan, _timeProvider);

    private void RenewIdleTimer()
    {
        _idle.Dispose();
        _idle = NewIdleTimer();
    }

    private int Checked(int count, ReadOnlySpan<byte> buffer)
    {
        if (count == 0 && buffer.Length > 0 && _expectedLength is { } length && _bytesRead < length)
            throw TransportErrors.BodyTooShort(_request, _bytesRead, length);

        _bytesRead += count;
        if (!_sawContent)
            LookForHtml(buffer[..count]);
        return count;
    }

    private void LookForHtml(ReadOnlySpan<byte> start)
    {
        if (!HtmlPage.TrySkipBlanks(ref start))
            return;

        _sawContent = true;
        if (start[0] == (byte)'<')
            throw ApiErrors.HtmlWithSuccess(_request, _response, start);
    }

    private Exception Translate(Exception fault, CancellationToken cancellationToken) => fault switch
    {
        _ when cancellationToken.IsCancellationRequested => new OperationCanceledException(fault.Message, cancellationToken),
        ObjectDisposedException => fault,
        OperationCanceledException => TransportErrors.BodySilent(_request, _bytesRead, _idleTimeout),

        // Each decoder and transport has exceptions of its own: that of damaged Brotli is an InvalidOperationException.
        _ => TransportErrors.BodyBroken(_request, _bytesRead, fault),
    };
}
