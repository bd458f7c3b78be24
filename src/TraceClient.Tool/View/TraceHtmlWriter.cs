namespace TraceClient.Tool;

/// <summary>Writes traces as one self-contained HTML file with tree, waterfall, search and details.</summary>
internal static class TraceHtmlWriter
{
    /// <summary>Writes the page trace by trace, so that only one trace is in memory.</summary>
    /// <param name="output">The stream to write UTF-8 to, which stays open.</param>
    /// <param name="traces">The traces.</param>
    /// <param name="cancellationToken">The token to cancel the operation, which leaves the page incomplete.</param>
    public static async Task WriteAsync(Stream output, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(traces);
        await output.WriteAsync(PageTemplate.Trace.Inline.BeforeTraces, cancellationToken);
        await foreach (var trace in traces.WithCancellation(cancellationToken))
        {
            using var block = new TraceBlockWriter(output);
            await block.WriteAsync(trace, cancellationToken);
        }

        await output.WriteAsync(PageTemplate.Trace.Inline.AfterTraces, cancellationToken);
    }
}
