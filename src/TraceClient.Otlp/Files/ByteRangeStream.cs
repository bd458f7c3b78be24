using Microsoft.Win32.SafeHandles;

namespace TraceClient.Otlp;

/// <summary>A part of a file. Others can read other parts of the same file at the same time.</summary>
/// <param name="file">The file.</param>
/// <param name="start">Where the part begins.</param>
/// <param name="length">How long it is; the file may end before.</param>
/// <param name="ownsFile">Whether to close the file with the stream.</param>
internal sealed class ByteRangeStream(SafeFileHandle file, long start, long length, bool ownsFile) : ReadingStream
{
    private long _position = start;
    private long _left = length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await RandomAccess.ReadAsync(file, buffer[..(int)Math.Min(buffer.Length, _left)], _position, cancellationToken)
            .ConfigureAwait(false);
        _position += read;
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && ownsFile)
            file.Dispose();
        base.Dispose(disposing);
    }
}
