using TraceClient.Http;

namespace TraceClient.Galtea;

/// <summary>A body without the envelope around its array, in constant memory. A body without an envelope passes as it is.</summary>
/// <remarks>Of an object without a <c>data</c> array the beginning passes: enough to be refused, and named, as what is no list.</remarks>
/// <param name="body">The body as it arrives; it is disposed with this stream.</param>
internal sealed class GalteaEnvelopeStream(Stream body) : ReadingStream
{
    private const int BufferSize = 16 * 1024;
    private const int KeptStart = 1024;

    private readonly GalteaEnvelopeScanner _scanner = new();
    private readonly List<byte> _start = [];
    private readonly byte[] _buffer = new byte[BufferSize];
    private ReadOnlyMemory<byte> _ready;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        while (_ready.IsEmpty)
        {
            var count = await body.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                TakeStart();
                break;
            }

            Filter(count);
        }

        return Give(buffer.Span);
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Moves the wanted bytes to the front of the buffer. Bytes behind the array are read as well, so that the connection can be used again.</summary>
    private void Filter(int count)
    {
        var wanted = 0;
        for (var i = 0; i < count;)
        {
            var run = _buffer.AsSpan(i, count - i);
            var plain = _scanner.CountPlain(run);
            run = run[..Math.Max(plain, 1)];
            if (plain > 0 ? _scanner.IsWanted : _scanner.Take(run[0]))
            {
                run.CopyTo(_buffer.AsSpan(wanted));
                wanted += run.Length;
            }
            else if (_scanner.Current == GalteaEnvelopeScanner.State.Before)
            {
                _start.AddRange(run[..Math.Min(run.Length, KeptStart - _start.Count)]);
            }

            i += run.Length;
        }

        _ready = _buffer.AsMemory(0, wanted);
    }

    private void TakeStart()
    {
        if (_scanner.Current == GalteaEnvelopeScanner.State.Before)
            _ready = _start.ToArray();
        _start.Clear();
    }

    private int Give(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _ready.Length);
        _ready.Span[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }
}
