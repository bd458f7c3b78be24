using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests;

/// <summary>
/// <c>tracectl</c> as a process of its own, as a shell would run it: standard output and error are pipes, the time zone is UTC, the
/// terminal is <see cref="Columns"/> wide, the home folder is empty, and no variable of the caller's says where traces are.
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
    /// <summary>The width of the terminal that the environment speaks of.</summary>
    public const int Columns = 100;

    // What a machine of today could never need: a test that would hang fails instead.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] ForeignVariables =
        ["CALYPTIA_", "KUBIYA_", "GALTEA_", "TRACECTL_", "OTEL_", "XDG_", "NO_COLOR", "COLUMNS"];

    // Under nohup, and in the background of a script, signals are ignored, and children inherit that: a program could not be interrupted.
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

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Runs a command line to its end.</summary>
    public static Task<TracectlResult> RunAsync(TraceSimulator? simulator, params string[] arguments) =>
        RunAsync(TracectlEnvironment.Of(simulator), arguments);

    /// <summary>Runs a command line to its end, with more variables; one whose value is null is not set.</summary>
    public static async Task<TracectlResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        await using var process = Start(environment, arguments);
        return await process.WaitAsync();
    }

    /// <summary>Starts a command line that the test goes on to talk to.</summary>
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

    /// <summary>Writes to standard input and ends it.</summary>
    public async Task SendAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        _process.StandardInput.Close();
    }

    /// <summary>The next line of standard output; null when there are no more.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>Waits until a line of standard error has a text in it.</summary>
    public async Task<string> WaitForErrorAsync(string text)
    {
        await foreach (var line in _errorLines.Reader.ReadAllAsync().WithCancellation(new CancellationTokenSource(Patience).Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"Standard error ended without '{text}': {_errorText}");
    }

    /// <summary>Goes away from standard output, as <c>head</c> does when it has enough.</summary>
    public void CloseOutput()
    {
        _isOutputClosed = true;
        _process.StandardOutput.Close();
    }

    /// <summary>Does what Ctrl-C does, or sends another signal.</summary>
    public void Interrupt(string signal = "INT")
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end without reading the output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitUnreadAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Waits for the end; the output is what was not read before.</summary>
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
