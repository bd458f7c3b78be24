namespace TraceClient.Tool;

/// <summary>Writes traces as one HTML file that opens from disk: tree, waterfall, search and details, without any network access.</summary>
internal static class TraceHtmlWriter
{
    /// <summary>Writes the page span by span, so that it takes no more memory than one trace does.</summary>
    /// <param name="output">Gets UTF-8; it stays open.</param>
    /// <param name="traces">What to show; with several, the page has a picker.</param>
    /// <param name="cancellationToken">Stops the writing; the page is then incomplete.</param>
    public static async Task WriteAsync(Stream output, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(traces);
        await output.WriteAsync(TracePage.BeforeTraces, cancellationToken);
        await foreach (var trace in traces.WithCancellation(cancellationToken))
        {
            using var block = new TraceBlock(output);
            await block.WriteAsync(trace, cancellationToken);
        }

        await output.WriteAsync(TracePage.AfterTraces, cancellationToken);
    }
}
