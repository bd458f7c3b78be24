namespace TraceClient.Otlp;

/// <summary>Creates the exceptions for files. Each has the name of the file, and nothing of its content.</summary>
internal static class ArchiveErrors
{
    private const string Operation = "ReadFile";

    /// <summary>Gets whether an exception is an error of a file or its content.</summary>
    public static bool IsKnown(Exception exception) => exception is TraceFormatException or IOException or UnauthorizedAccessException;

    /// <summary>Gets the exception for an error of a file or its content; null for any other error.</summary>
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

    /// <summary>Creates the exception for traces of a source that an open archive does not have.</summary>
    public static TraceFormatException Stranger(string path, string source) =>
        new($"'{path}' has traces of the source '{source}' now, which were not "
            + "there when the archive was opened: open it again.")
        { Operation = Operation };

    private static TraceTransportException Unreadable(string message, Exception exception) =>
        new(message, exception) { Operation = Operation, IsTransient = false };
}
