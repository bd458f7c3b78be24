namespace TraceClient.Tests.Http;

/// <summary>Gives its bytes, then throws; without a fault it falls silent until it is cancelled.</summary>
internal sealed class FaultyStream(byte[] start, Exception? fault) : ReadOnlyStream
{
    private int _given;

    public override int Read(Span<byte> buffer)
    {
        if (_given < start.Length)
            return Give(buffer);

        throw fault ?? new NotSupportedException("Silence cannot be read without a token.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_given < start.Length)
            return Give(buffer.Span);
        if (fault is not null)
            throw fault;

        var never = new TaskCompletionSource<int>();
        await using (cancellationToken.Register(() => never.TrySetCanceled(cancellationToken)))
            return await never.Task;
    }

    private int Give(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, start.Length - _given);
        start.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }
}

/// <summary>A long body of one letter that counts what is read of it.</summary>
internal sealed class CountingStream(long length) : ReadOnlyStream
{
    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, length - BytesRead);
        buffer[..count].Fill((byte)'x');
        BytesRead += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}

/// <summary>What the streams of the tests have in common.</summary>
internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
