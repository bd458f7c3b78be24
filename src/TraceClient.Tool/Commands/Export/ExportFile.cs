using System.IO.Compression;
using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary>Writes traces to a file or to standard output.</summary>
internal sealed class ExportFile(CommandContext context, ExportTarget target, OtlpWriterOptions content)
{
    /// <summary>Writes the traces as they are read. An existing file is replaced only after the new one is complete, and not if all sources
    /// failed.</summary>
    public async Task WriteAsync(TraceReader reads, ExportProgress progress, CancellationToken cancellationToken) =>
        await WriteAsync(
            reads.ReadAsync(cancellationToken), progress, () => progress.Traces > 0 || reads.Failures.Count == 0, cancellationToken);

    /// <inheritdoc cref="WriteAsync(TraceReader, ExportProgress, CancellationToken)"/>
    public Task WriteAsync(IAsyncEnumerable<Trace> traces, ExportProgress progress, CancellationToken cancellationToken) =>
        WriteAsync(traces, progress, () => true, cancellationToken);

    private async Task WriteAsync(
        IAsyncEnumerable<Trace> traces, ExportProgress progress, Func<bool> shouldReplace, CancellationToken cancellationToken)
    {
        var counted = CountAsync(traces, progress, cancellationToken);
        if (target.Path is not { } path)
        {
            await context.FlushAsync();
            await WriteAsync(context.Streams.Data, counted, cancellationToken);
            return;
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new UsageException($"The folder {TerminalText.OneLine(Path.GetDirectoryName(path) ?? path)} does not exist.");
        await using (var pipe = OpenPipeOrDevice(path))
        {
            if (pipe is not null)
            {
                await WriteAsync(pipe, counted, cancellationToken);
                return;
            }
        }

        using var file = AtomicFile.Create(path);
        using var tracked = TemporaryPaths.Track(file.TemporaryPath);
        await WriteAsync(file.Stream, counted, cancellationToken);
        if (shouldReplace())
            file.Commit();
    }

    // /dev/stdout, /dev/null or a named pipe must not be replaced by a file.
    private static FileStream? OpenPipeOrDevice(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return null;
        // Opened once, since closing it signals the end to the reader of a pipe.
        var stream = Open(path);
        if (!stream.CanSeek
            || (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)))
            return stream;
        stream.Dispose();
        return null;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot write {path}: {FileError.Describe(path, exception)}", exception);
        }
    }

    private async Task WriteAsync(Stream output, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken)
    {
        if (target.IsGzip)
        {
            await using var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
            await SerializeAsync(gzip, traces, cancellationToken);
        }
        else
        {
            await SerializeAsync(output, traces, cancellationToken);
        }
    }

    private Task SerializeAsync(Stream output, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken) => target.Format switch
    {
        ExportFormat.Html => TraceHtmlWriter.WriteAsync(output, traces, cancellationToken),
        ExportFormat.Csv => WriteCsvAsync(output, traces, cancellationToken),
        ExportFormat.Json => new OtlpWriter(content).WriteAsync(output, OtlpFormat.Json, traces, cancellationToken),
        ExportFormat.JsonLines => new OtlpWriter(content).WriteAsync(output, OtlpFormat.JsonLines, traces, cancellationToken),
        _ => new OtlpWriter(content).WriteAsync(output, OtlpFormat.Protobuf, traces, cancellationToken),
    };

    private static async Task WriteCsvAsync(Stream output, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024,
            leaveOpen: true)
        { NewLine = "\n" };
        using var csv = new SpanCsvOutput(text);
        await foreach (var trace in traces.WithCancellation(cancellationToken))
        {
            foreach (var span in trace.Spans)
                csv.Write(trace.Reference, span);
        }
    }

    private static async IAsyncEnumerable<Trace> CountAsync(
        IAsyncEnumerable<Trace> traces, ExportProgress progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trace in traces.WithCancellation(cancellationToken))
        {
            yield return trace;
            progress.Add(trace);
        }
    }
}
