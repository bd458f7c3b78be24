using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests;

/// <summary>
/// Runs <c>tracectl</c> as a process, as a shell does: standard output and error are pipes, the time zone is UTC, the
/// terminal is <see cref="Columns"/> wide, the home folder is empty, and no variable of the caller configures a source.
/// </summary>
/// <example>
/// <code>
/// var result = await TracectlProcess.RunAsync(simulator, "list", "--output", "table");
///
/// await using var process = TracectlProcess.Start(simulator, "follow", "--output", "jsonl");
/// var line = await process.ReadLineAsync();
/// process.Interrupt();
/// var result = await process.WaitAsync();
/// </code>
/// </example>
internal sealed class TracectlProcess : IAsyncDisposable
{
    /// <summary>The width of the terminal in the environment.</summary>
    public const int Columns = 100;

    // A limit that no machine needs, so that a blocked test fails.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] ForeignVariables =
        ["CALYPTIA_", "KUBIYA_", "GALTEA_", "TRACECTL_", "OTEL_", "XDG_", "NO_COLOR", "COLUMNS"];

    // Under nohup and in the background of a script, signals are ignored, and child processes inherit this.
    private static readonly Lazy<string[]> Launcher = new(() =>
    {
        string[] launcher = ["env", "--default-signal=HUP,INT,TERM"];
        if (OperatingSystem.IsWindows())
            return [];
        using var probe = Process.Start(new ProcessStartInfo(launcher[0], [launcher[1], "true"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        return probe.ExitCode == 0 ? launcher : [];
    });

    private readonly Process _process;
    private bool _isOutputClosed;
    private readonly DirectoryInfo _home;
    private readonly StringBuilder _errorText = new();
    private readonly Channel<string> _errorLines = Channel.CreateUnbounded<string>();
    private readonly Task _error;

    private TracectlProcess(Process process, DirectoryInfo home)
    {
        (_process, _home) = (process, home);
        _error = ReadErrorAsync();
    }

    /// <summary>Gets the id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Runs a command line until it exits.</summary>
    public static Task<TracectlResult> RunAsync(TraceSimulator? simulator, params string[] arguments) =>
        RunAsync(TracectlEnvironment.Of(simulator), arguments);

    /// <summary>Runs a command line until it exits, with additional variables; a null value unsets a variable.</summary>
    public static async Task<TracectlResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        await using var process = Start(environment, arguments);
        return await process.WaitAsync();
    }

    /// <summary>Starts a command line.</summary>
    public static TracectlProcess Start(TraceSimulator? simulator, params string[] arguments) =>
        Start(TracectlEnvironment.Of(simulator), arguments);

    /// <inheritdoc cref="Start(TraceSimulator?, string[])"/>
    public static TracectlProcess Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var home = Directory.CreateTempSubdirectory("tracectl-test-");
        string[] command =
        [
            .. Launcher.Value, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
                ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "tracectl.dll"), .. arguments,
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.FullName,
        };
        foreach (var name in start.Environment.Keys.Where(
            name => ForeignVariables.Any(foreign => name.StartsWith(foreign, StringComparison.Ordinal))).ToList())
            start.Environment.Remove(name);
        foreach (var name in new[] { "HOME", "USERPROFILE", "XDG_CONFIG_HOME", "APPDATA" })
            start.Environment[name] = home.FullName;
        start.Environment["TZ"] = "UTC";
        start.Environment["COLUMNS"] = Columns.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new TracectlProcess(Process.Start(start)!, home);
    }

    /// <summary>Gets standard input.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Gets standard output.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Writes to standard input and closes it.</summary>
    public async Task SendAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        _process.StandardInput.Close();
    }

    /// <summary>Reads the next line of standard output; returns null at the end.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>Waits for a line of standard error that contains a text.</summary>
    public async Task<string> WaitForErrorAsync(string text)
    {
        await foreach (var line in _errorLines.Reader.ReadAllAsync().WithCancellation(new CancellationTokenSource(Patience).Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"Standard error ended without '{text}': {_errorText}");
    }

    /// <summary>Closes standard output, as <c>head</c> does.</summary>
    public void CloseOutput()
    {
        _isOutputClosed = true;
        _process.StandardOutput.Close();
    }

    /// <summary>Sends the signal of Ctrl-C, or another one.</summary>
    public void Interrupt(string signal = "INT")
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the exit without reading the output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitUnreadAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Waits for the exit and returns the output that was not read before.</summary>
    public async Task<TracectlResult> WaitAsync()
    {
        _process.StandardInput.Close();
        var output = !_isOutputClosed ? await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience) : "";
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _error;
        return new TracectlResult(_process.ExitCode, output, _errorText.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _home.Delete(recursive: true);
    }

    private async Task ReadErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _errorText.Append(line).Append('\n');
            _errorLines.Writer.TryWrite(line);
        }

        _errorLines.Writer.Complete();
    }
}
