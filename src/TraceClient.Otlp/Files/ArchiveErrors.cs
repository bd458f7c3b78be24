namespace TraceClient.Otlp;

/// <summary>Makes the exceptions of reading files; each names the file and shows nothing of what stands in it.</summary>
internal static class ArchiveErrors
{
    private const string Operation = "ReadFile";

    /// <summary>Whether a fault is one of a file or of what stands in it.</summary>
    public static bool IsKnown(Exception fault) => fault is TraceFormatException or IOException or UnauthorizedAccessException;

    /// <summary>The exception for a fault of a file or of what stands in it; null for any other fault.</summary>
    public static TraceClientException? Of(string path, Exception fault) => fault switch
    {
        TraceFormatException format => new TraceFormatException($"'{path}': {format.Message}", format)
        {
            Operation = Operation,
            ByteOffset = format.ByteOffset,
            JsonPath = format.JsonPath,
        },
        FileNotFoundException or DirectoryNotFoundException => Unreadable($"There is no file or folder '{path}'.", fault),
        IOException or UnauthorizedAccessException => Unreadable($"'{path}' cannot be read: {fault.Message}", fault),
        _ => null,
    };

    /// <summary>The exception for traces of a source that an open archive has no place for.</summary>
    public static TraceFormatException Stranger(string path, string source) =>
        new($"'{path}' has traces of the source '{source}' now, which were not there when the archive was opened: open it again.") { Operation = Operation };

    private static TraceTransportException Unreadable(string message, Exception fault) => new(message, fault) { Operation = Operation, IsTransient = false };
}
