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
            throw Error($"{path}: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Error($"Cannot read {path}: {(Directory.Exists(path) ? "It is a folder." : FileError.Describe(path, exception))}");
        }
    }

    private static ReportedException Error(string message) => new(new ErrorReport(ExitCodes.Failure, "file", message));
}
