using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Represents a standard stream whose reader can close it, as <c>head</c> does. This ends the program without an error.</summary>
/// <param name="inner">The stream.</param>
/// <param name="isData">True for standard output. A failure to write to standard error is ignored, since it cannot be reported.</param>
internal sealed class ClosablePipeStream(Stream inner, bool isData) : WriteOnlyStream
{
    // EPIPE on Linux and macOS; ERROR_BROKEN_PIPE and ERROR_NO_DATA on Windows. Other errors, such as a full disk, are failures.
    private static readonly int[] ClosedCodes = [32, unchecked((int)0x8007006d), unchecked((int)0x800700e8)];

    private bool _isClosed;

    /// <summary>Gets or sets the stream to write to.</summary>
    public Stream Inner { get; set; } = inner;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // Disposing a writer flushes its buffer, which must not fail again.
        if (_isClosed)
            return;
        try
        {
            Inner.Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _isClosed = !isData || IsClosed(exception);
            if (!isData)
                return;
            throw _isClosed
                ? new OutputClosedException()
                : new IOException($"Cannot write to standard output: {exception.Message}", exception);
        }
    }

    public override void Flush()
    {
        if (!_isClosed)
            Inner.Flush();
    }

    private static bool IsClosed(Exception exception) => ClosedCodes.Contains(exception.HResult);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Inner.Dispose();
        base.Dispose(disposing);
    }
}
