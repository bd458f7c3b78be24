using Microsoft.Win32.SafeHandles;

namespace TraceClient.Tool;

/// <summary>Provides standard output for data, and standard error for messages.</summary>
internal sealed class StandardStreams : IDisposable
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    private readonly StreamWriter _out;
    private readonly ClosablePipeStream _data;
    private PagerStream? _pager;

    public StandardStreams()
    {
        Data = _data = new ClosablePipeStream(OpenOutput(), isData: true);
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

    /// <summary>Passes text to a pager from now until <see cref="FlushAsync"/> if it is longer than the screen of the terminal.</summary>
    public void StartPaging()
    {
        if (IsTerminal && IsErrorTerminal && !Console.IsInputRedirected && _pager is null && PagerStream.Command is { } command)
            _data.Inner = _pager = new PagerStream(_data.Inner, Console.WindowHeight, command);
    }

    /// <summary>Writes all text, and waits until the user has closed the pager.</summary>
    public async Task FlushAsync()
    {
        await _out.FlushAsync();
        if (_pager is not null)
        {
            var pager = _pager;
            (_pager, _data.Inner) = (null, pager.Terminal);
            await pager.EndAsync();
        }
    }

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
