namespace TraceClient.Otlp;

/// <summary>Makes the exceptions of reading files; each names the file and shows nothing of what stands in it.</summary>
internal static class ArchiveErrors
{
    private const string Operation = "ReadFile";

    /// <summary>Whether an exception is one of a file or of what stands in it.</summary>
    public static bool IsKnown(Exception exception) => exception is TraceFormatException or IOException or UnauthorizedAccessException;

    /// <summary>Gets the exception for an error of a file or of what stands in it; null for any other error.</summary>
    public static TraceClientException? Of(string path, Exception exception) => exception switch
    {
        TraceFormatException format => new TraceFormatException($"'{path}': {format.Message}", format)
        {
            Operation = Operation,
            ByteOffset = format.ByteOffset,
            JsonPath = format.JsonPath,
        },
        FileNotFoundException or DirectoryNotFoundException => Unreadable($"There is no file or folder '{path}'.", exception),
        IOException or UnauthorizedAccessException => Unreadable($"'{path}' cannot be read: {exception.Message}", exception),
        _ => null,
    };

    /// <summary>The exception for traces of a source that an open archive has no place for.</summary>
    public static TraceFormatException Stranger(string path, string source) =>
        new($"'{path}' has traces of the source '{source}' now, which were not "
            + "there when the archive was opened: open it again.")
        { Operation = Operation };

    private static TraceTransportException Unreadable(string message, Exception exception) =>
        new(message, exception) { Operation = Operation, IsTransient = false };
}
