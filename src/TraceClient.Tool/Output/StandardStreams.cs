using Microsoft.Win32.SafeHandles;

namespace TraceClient.Tool;

/// <summary>Provides standard output for data, and standard error for messages.</summary>
internal sealed class StandardStreams : IDisposable
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    private readonly StreamWriter _out;

    public StandardStreams()
    {
        Data = new ClosablePipeStream(OpenOutput(), isData: true);
        _out = new StreamWriter(Data, Utf8, bufferSize: 16 * 1024, leaveOpen: true)
        {
            AutoFlush = !Console.IsOutputRedirected,
            NewLine = "\n",
        };
        Error = new StreamWriter(new ClosablePipeStream(Console.OpenStandardError(), isData: false), Utf8)
        {
            AutoFlush = true,
            NewLine = "\n",
        };
    }

    /// <summary>Gets standard output as bytes. Flush <see cref="Out"/> before use.</summary>
    public Stream Data { get; }

    /// <summary>Gets standard output as text.</summary>
    public TextWriter Out => _out;

    /// <summary>Gets standard error as text.</summary>
    public TextWriter Error { get; }

    /// <summary>Gets a value that indicates whether standard output is a terminal.</summary>
    public bool IsTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>Gets a value that indicates whether standard error is a terminal.</summary>
    public bool IsErrorTerminal { get; } = !Console.IsErrorRedirected;

    public Task FlushAsync() => _out.FlushAsync();

    // The stream of the console ignores a closed pipe, so a long list would be read to the end. For a file it is used nevertheless, since
    // it respects the position of the shell in a file that other programs write to as well.
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

    public void Dispose()
    {
        _out.Dispose();
        Data.Dispose();
        Error.Dispose();
    }
}
