using System.ComponentModel;
using System.Diagnostics;

namespace TraceClient.Tool;

/// <summary>A program that runs with more variables, on the same terminal.</summary>
internal static class ChildProgram
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code; that of an interruption when it had to be ended.</returns>
    public static async Task<int> RunAsync(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> variables,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Start(start);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C goes to both; a signal to this program alone must not leave the other one behind.
            if (!await HasEndedAsync(process))
                return ExitCodes.Interrupted;
        }

        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new UsageException($"'{start.FileName}' cannot be run: there is no such program.");
        }
    }

    private static async Task<bool> HasEndedAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (process.HasExited)
            return true;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        return false;
    }
}
