namespace TraceClient.Tool;

/// <summary>
/// Handles Ctrl-C and other termination signals. The first signal cancels the command, which can clean up for a limited time; the second
/// one ends the program at once.
/// </summary>
internal sealed class InterruptHandler : IDisposable
{
    // The time to save a checkpoint or delete an incomplete file. A command that is blocked on a full pipe would never end.
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _count;

    public InterruptHandler() => _signals =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
        .Select(signal => PosixSignalRegistration.Create(signal, Interrupt)),
    ];

    /// <summary>Gets the token that the first signal cancels.</summary>
    public CancellationToken Token => _requested.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _ended.Cancel();
        _ended.Dispose();
        _requested.Dispose();
    }

    private void Interrupt(PosixSignalContext signal)
    {
        // The default action of the second signal ends the program.
        if (Interlocked.Increment(ref _count) > 1)
        {
            TemporaryPaths.DeleteAll();
            return;
        }

        signal.Cancel = true;
        _ = _requested.CancelAsync();
        _ = EndAsync();
    }

    private async Task EndAsync()
    {
        await Task.Delay(GracePeriod, TimeProvider.System, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_ended.IsCancellationRequested)
            return;
        TemporaryPaths.DeleteAll();
        Environment.Exit(ExitCodes.Interrupted);
    }
}
