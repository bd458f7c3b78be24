using System.Text;

namespace TraceClient.Tests.Leaks;

/// <summary>A JSON array that is made as it is read: one element again and again until so many bytes have passed.</summary>
internal sealed class EndlessArray(string start, byte[] element, string end, long bytes) : Stream
{
    private readonly byte[] _first = [.. Encoding.UTF8.GetBytes(start), .. element];
    private readonly byte[] _next = [(byte)',', .. element];
    private readonly byte[] _last = Encoding.UTF8.GetBytes(end);
    private byte[] _piece = [];
    private int _at;
    private long _length;
    private bool _isDone;

    /// <summary>How many elements there were.</summary>
    public long Elements { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _piece.Length && !TryMove())
            return 0;
        var count = Math.Min(buffer.Length, _piece.Length - _at);
        _piece.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        _length += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool TryMove()
    {
        if (_isDone)
            return false;
        _isDone = _length >= bytes;
        (_piece, _at) = (_isDone ? _last : Elements == 0 ? _first : _next, 0);
        Elements += _isDone ? 0 : 1;
        return true;
    }
}
