using Microsoft.Win32.SafeHandles;

namespace TraceClient.Otlp;

/// <summary>A part of a file. Several parts of a file can be read at the same time.</summary>
/// <param name="file">The file.</param>
/// <param name="start">The offset of the part.</param>
/// <param name="length">The length of the part; the file may be shorter.</param>
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
