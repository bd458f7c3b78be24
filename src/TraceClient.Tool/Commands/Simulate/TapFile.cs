using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>The output of Fluent Bit's Tap, saved to a file.</summary>
internal static class TapFile
{
    public static async Task LoadAsync(TraceSimulator simulator, string path, Notices notices, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            var session = await simulator.Calyptia.LoadTapAsync(file, cancellationToken: cancellationToken);
            notices.Say($"{path}: {simulator.Calyptia.RecordCount(session)} events; tracectl list --session {session}");
        }
        catch (InvalidDataException exception)
        {
            throw new ReportedException(new ErrorReport(ExitCodes.Failure, "file", $"{path}: {exception.Message}"));
        }
    }
}
