using Microsoft.Win32.SafeHandles;

namespace TraceClient.Tool;

/// <summary>The program's two ways out: data to standard output, everything else to standard error.</summary>
internal sealed class StandardStreams : IDisposable
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    private readonly StreamWriter _out;

    public StandardStreams()
    {
        Data = new ClosablePipe(OpenOutput(), isData: true);
        _out = new StreamWriter(Data, Utf8, bufferSize: 16 * 1024,
            leaveOpen: true)
        { AutoFlush = !Console.IsOutputRedirected, NewLine = "\n" };
        Error = new StreamWriter(new ClosablePipe(Console.OpenStandardError(), isData: false), Utf8) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Standard output as bytes; flush <see cref="Out"/> before use.</summary>
    public Stream Data { get; }

    /// <summary>Standard output as text.</summary>
    public TextWriter Out => _out;

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool IsTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>Whether standard error is a terminal.</summary>
    public bool IsErrorTerminal { get; } = !Console.IsErrorRedirected;

    public Task FlushAsync() => _out.FlushAsync();

    // The console's own stream says nothing when its reader has gone, so that a long list would be read to the end for nobody.
    // A file is left to it: it writes where the shell stands in the file, which others write to as well.
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
