using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary>Writes traces to a file or to standard output.</summary>
internal sealed class ExportFile(CommandContext context, ExportTarget target, OtlpWriterOptions content)
{
    /// <summary>Writes them as they come. A file takes its name only when it is whole.</summary>
    public async Task WriteAsync(IAsyncEnumerable<Trace> traces, ExportProgress progress, CancellationToken cancellationToken)
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
        var partial = $"{path}.partial";
        try
        {
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.Read))
                await WriteAsync(file, counted, cancellationToken);
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
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
        await using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024, leaveOpen: true) { NewLine = "\n" };
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
