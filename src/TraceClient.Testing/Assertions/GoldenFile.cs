using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace TraceClient.Testing;

/// <summary>Reads and writes files with one trace, in the form that <c>docs/json.md</c> describes.</summary>
internal static class GoldenFile
{
    /// <summary>The operation of errors in such files.</summary>
    private const string Operation = "ReadTrace";

    private const long MaxBytes = 256 * 1024 * 1024;

    // As deep as the bodies of records may nest.
    private const int MaxDepth = 2000;

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        TypeInfoResolver = TraceJson.Resolver,
        WriteIndented = true,
    };

    private static JsonTypeInfo<Trace> TypeInfo => (JsonTypeInfo<Trace>)Options.GetTypeInfo(typeof(Trace));

    /// <summary>Reads a trace.</summary>
    /// <exception cref="TraceFormatException">The file has no trace.</exception>
    /// <exception cref="TraceTransportException">The file cannot be read.</exception>
    public static async Task<Trace> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var stream = Open(path);
            await using (stream.ConfigureAwait(false))
                return Required(path, await JsonSerializer.DeserializeAsync(stream, TypeInfo, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Error(path, exception);
        }
    }

    /// <inheritdoc cref="ReadAsync"/>
    public static Trace Read(string path)
    {
        try
        {
            using var stream = Open(path);
            return Required(path, JsonSerializer.Deserialize(stream, TypeInfo));
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Error(path, exception);
        }
    }

    /// <summary>Writes a trace with ids and times that are the same for each run.</summary>
    /// <exception cref="TraceTransportException">The file cannot be written.</exception>
    public static void Write(string path, Trace trace)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, TextOf(trace));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TraceTransportException($"'{path}' cannot be written: {exception.Message}", exception) { IsTransient = false };
        }
    }

    public static TraceTransportException Unreadable(string path, Exception exception) => new(
        exception is FileNotFoundException or DirectoryNotFoundException
            ? $"The file '{path}' does not exist."
            : $"'{path}' cannot be read: {exception.Message}",
        exception)
    { IsTransient = false };

    /// <summary>Returns the content of the file, with line feeds on every platform.</summary>
    public static string TextOf(Trace trace)
    {
        // Reading puts the spans into a tree again, on which the members that are derived from it depend.
        var read = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(StableTrace.Of(trace), TypeInfo), TypeInfo)!;
        return JsonSerializer.Serialize(read, TypeInfo).ReplaceLineEndings("\n") + "\n";
    }

    private static FileStream Open(string path)
    {
        var stream = File.OpenRead(path);
        if (!stream.CanSeek || stream.Length <= MaxBytes)
            return stream;
        stream.Dispose();
        throw new IOException("The file is larger than the limit of 256 MB.");
    }

    private static Trace Required(string path, Trace? trace) =>
        trace ?? throw Error(path, new JsonException("The file has no trace."));

    private static TraceClientException Error(string path, Exception exception) => exception is JsonException json
        ? new TraceFormatException($"'{path}' is not a trace: {json.Message}", json) { JsonPath = json.Path, Operation = Operation }
        : Unreadable(path, exception);
}
