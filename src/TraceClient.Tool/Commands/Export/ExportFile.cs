using System.IO.Compression;
using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary>Writes traces to a file or to standard output.</summary>
internal sealed class ExportFile(CommandContext context, ExportTarget target, OtlpWriterOptions content)
{
    /// <summary>Writes them as they come. A file takes its name only when it is whole;
    /// where the sources gave nothing but failures, the one that was there stays.</summary>
    public async Task WriteAsync(TraceReads reads, ExportProgress progress, CancellationToken cancellationToken) =>
        await WriteAsync(
            reads.ReadAsync(cancellationToken), progress, () => progress.Traces > 0 || reads.Failures.Count == 0, cancellationToken);

    /// <inheritdoc cref="WriteAsync(TraceReads, ExportProgress, CancellationToken)"/>
    public Task WriteAsync(IAsyncEnumerable<Trace> traces, ExportProgress progress, CancellationToken cancellationToken) =>
        WriteAsync(traces, progress, () => true, cancellationToken);

    private async Task WriteAsync(
        IAsyncEnumerable<Trace> traces, ExportProgress progress, Func<bool> isWorthKeeping, CancellationToken cancellationToken)
    {
        var counted = CountAsync(traces, progress, cancellationToken);
        if (target.Path is not { } path)
        {
            await context.FlushAsync();
            await WriteAsync(context.Streams.Data, counted, cancellationToken);
            return;
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new UsageException($"There is no folder {TerminalText.OneLine(Path.GetDirectoryName(path) ?? path)}.");
        await using (var pipe = OpenPipeOrDevice(path))
        {
            if (pipe is not null)
            {
                await WriteAsync(pipe, counted, cancellationToken);
                return;
            }
        }

        // What a link leads to is replaced, not the link.
        if (File.Exists(path))
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var partial = $"{path}.partial";
        try
        {
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.Read))
                await WriteAsync(file, counted, cancellationToken);
            if (isWorthKeeping())
                File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    // /dev/stdout, /dev/null or mkfifo's: to give a file their name would take them away.
    private static FileStream? OpenPipeOrDevice(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return null;
        // Opened once: a pipe's reader takes it for the end when its writer goes.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (!stream.CanSeek
            || (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)))
            return stream;
        stream.Dispose();
        return null;
    }

    private async Task WriteAsync(Stream output, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken)
    {
        if (target.IsGzip)
        {
            await using var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
            await WriteFormAsync(gzip, traces, cancellationToken);
        }
        else
        {
            await WriteFormAsync(output, traces, cancellationToken);
        }
    }

    private Task WriteFormAsync(Stream output, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken) => target.Form switch
    {
        ExportForm.Html => TraceHtmlWriter.WriteAsync(output, traces, cancellationToken),
        ExportForm.Csv => WriteCsvAsync(output, traces, cancellationToken),
        ExportForm.Json => new OtlpWriter(content).WriteAsync(output, OtlpFormat.Json, traces, cancellationToken),
        ExportForm.JsonLines => new OtlpWriter(content).WriteAsync(output, OtlpFormat.JsonLines, traces, cancellationToken),
        _ => new OtlpWriter(content).WriteAsync(output, OtlpFormat.Protobuf, traces, cancellationToken),
    };

    private static async Task WriteCsvAsync(Stream output, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024,
            leaveOpen: true)
        { NewLine = "\n" };
        using var csv = new SpanCsv(text);
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
