using System.ComponentModel;
using System.Diagnostics;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Passes what does not fit on a screen to a pager, and the rest to the terminal.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="height">The number of lines that the terminal shows.</param>
/// <param name="command">The command of the pager.</param>
internal sealed class PagerStream(Stream terminal, int height, string command) : WriteOnlyStream
{
    // The exit code of a shell for a program that does not exist, which has read nothing.
    private const int NotFound = 127;

    private readonly ArrayBufferWriter<byte> _first = new();
    private int _lines;
    private Stream? _target;
    private Process? _pager;

    /// <summary>Gets the terminal.</summary>
    public Stream Terminal { get; } = terminal;

    /// <summary>Returns the pager: that of the environment variable PAGER, otherwise less; null for none.</summary>
    public static string? Command => Environment.GetEnvironmentVariable("PAGER") switch
    {
        null => OperatingSystem.IsWindows() ? null : "less",
        "" or "cat" => null,
        var pager => pager,
    };

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_target is not null)
        {
            _target.Write(buffer);
            return;
        }

        BuffersExtensions.Write(_first, buffer);
        _lines += buffer.Count((byte)'\n');
        if (_lines < height)
            return;
        _target = Start() ?? Terminal;
        _target.Write(_first.WrittenSpan);
    }

    public override void Flush() => _target?.Flush();

    /// <summary>Writes what fits on the screen, or waits until the user has closed the pager.</summary>
    public async Task EndAsync()
    {
        if (_target is null)
            Terminal.Write(_first.WrittenSpan);
        if (_pager is null)
            return;
        try
        {
            _pager.StandardInput.Close();
        }
        catch (IOException)
        {
            // The user has closed it.
        }

        await _pager.WaitForExitAsync();
        _pager.Dispose();
        _pager = null;
    }

    private Stream? Start()
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd", ["/c", command])
            : new ProcessStartInfo("/bin/sh", ["-c", $"{command}\n[ $? -ne {NotFound} ] || cat"]);
        start.RedirectStandardInput = true;
        // The options of git: end with one screen, show colors, leave the text on the screen.
        start.Environment.TryAdd("LESS", "FRX");
        try
        {
            _pager = Process.Start(start);
            return _pager?.StandardInput.BaseStream;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return null;
        }
    }
}
