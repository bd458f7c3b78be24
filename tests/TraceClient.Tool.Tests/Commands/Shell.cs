using System.Diagnostics;
using TraceClient.Tool.Tests.Configuration;

namespace TraceClient.Tool.Tests.Commands;

/// <summary>A user's shell, which finds <c>tracectl</c> in its path.</summary>
internal static class Shell
{
    // A limit that no machine needs, so that a blocked test fails.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs a shell in a home folder.</summary>
    /// <returns>Its standard output.</returns>
    public static async Task<string> RunAsync(ToolHome home, string shell, params string[] arguments)
    {
        var start = new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true, WorkingDirectory = home.Folder };
        foreach (var (name, value) in home.Environment(("HOME", home.Folder), ("TERM", "xterm")))
            start.Environment[name] = value;
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{start.Environment["PATH"]}";
        start.Environment.Remove("TRACECTL_CONFIG");
        using var process = Start(start);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"This test needs {start.FileName}, which is not installed: apt-get install -y {start.FileName}", exception);
        }
    }
}
