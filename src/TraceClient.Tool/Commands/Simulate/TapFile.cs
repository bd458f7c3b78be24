using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Loads Tap output of Fluent Bit from a file.</summary>
internal static class TapFile
{
    public static async Task LoadAsync(TraceSimulator simulator, string path, MessageWriter messages, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            var session = await simulator.Calyptia.LoadTapAsync(file, cancellationToken: cancellationToken);
            messages.Info($"Loaded {simulator.Calyptia.RecordCount(session)} events from {path}. "
                + $"To list the traces: tracectl list --session {session}");
        }
        catch (InvalidDataException exception)
        {
            throw new ReportedException(new ErrorReport(ExitCodes.Failure, "file", $"{path}: {exception.Message}"));
        }
    }
}
