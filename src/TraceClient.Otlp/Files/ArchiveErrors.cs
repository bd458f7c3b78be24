namespace TraceClient.Otlp;

/// <summary>Makes the exceptions of reading files; each names the file.</summary>
internal static class ArchiveErrors
{
    private const string Operation = "ReadFile";

    public static TraceTransportException Unreadable(string path, Exception fault) => new(
        fault is FileNotFoundException or DirectoryNotFoundException ? $"There is no file or folder '{path}'." : $"'{path}' cannot be read: {fault.Message}", fault)
    {
        Operation = Operation,
        IsTransient = false,
    };

    public static TraceFormatException Malformed(string path, TraceFormatException fault) => new($"'{path}': {fault.Message}", fault)
    {
        Operation = Operation,
        ByteOffset = fault.ByteOffset,
        JsonPath = fault.JsonPath,
    };
}
