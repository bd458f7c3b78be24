using System.ComponentModel;
using System.Diagnostics;

namespace TraceClient.Tool;

/// <summary>Runs a program on the same terminal with additional environment variables.</summary>
internal static class ChildProcess
{
    /// <summary>Runs the program until it exits.</summary>
    /// <returns>The exit code; <see cref="ExitCodes.Interrupted"/> if the program was terminated.</returns>
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
            // Ctrl-C reaches both programs, but other signals only this one: the child must not outlive it.
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
            throw new UsageException($"Cannot run '{start.FileName}': the program was not found.");
        }
    }

    private static async Task<bool> HasEndedAsync(Process process)
    {
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (process.HasExited)
            return true;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        return false;
    }
}
