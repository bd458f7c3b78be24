namespace TraceClient.Tool;

/// <summary>
/// Ctrl-C, and the other ways to ask a program to end: the first time the
/// command may tidy up for a while, the second time it is gone at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // What a command may still do: save a checkpoint, delete the half of a
    // file. One that writes to a pipe that nobody empties would never notice.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _count;

    public Interruption() => _signals =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
        .Select(signal => PosixSignalRegistration.Create(signal, Interrupt)),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _asked.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _ended.Cancel();
        _ended.Dispose();
        _asked.Dispose();
    }

    private void Interrupt(PosixSignalContext signal)
    {
        // Not handled, the second signal does what it does to any program.
        if (Interlocked.Increment(ref _count) > 1)
            return;
        signal.Cancel = true;
        _ = _asked.CancelAsync();
        _ = EndAsync();
    }

    private async Task EndAsync()
    {
        await Task.Delay(Patience, TimeProvider.System, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ended.IsCancellationRequested)
            Environment.Exit(ExitCodes.Interrupted);
    }
}
