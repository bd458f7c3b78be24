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

    private Task WriteAsync(
        IAsyncEnumerable<Trace> traces, ExportProgress progress, Func<bool> shouldReplace, CancellationToken cancellationToken)
    {
        var counted = CountAsync(traces, progress, cancellationToken);
        return OutputFile.WriteAsync(
            context, target, (output, token) => SerializeAsync(output, counted, token), shouldReplace, cancellationToken);
    }

    private Task SerializeAsync(Stream output, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken) => target.Format switch
    {
        ExportFormat.Html => new TraceHtmlWriter(output).WriteAsync(traces, cancellationToken),
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
        using var csv = new SpanCsvOutput(new CsvOutput(text));
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
