using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Writes traces as one HTML page with timeline, conversation, records and summary.</summary>
/// <param name="output">The stream to write UTF-8 to, which stays open.</param>
/// <param name="page">The page; null for one in a single file.</param>
internal sealed class TraceHtmlWriter(Stream output, PageParts? page = null)
{
    private readonly PageParts _page = page ?? PageTemplate.Trace.Inline;

    /// <summary>Writes traces one by one, so that only one of them is in memory.</summary>
    /// <param name="traces">The traces.</param>
    /// <param name="cancellationToken">The token to cancel the operation, which leaves the page incomplete.</param>
    public Task WriteAsync(IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken) =>
        WriteAsync(traces, static (_, _) => Task.CompletedTask, cancellationToken);

    /// <summary>Writes two traces and their comparison.</summary>
    /// <inheritdoc cref="WriteAsync(IAsyncEnumerable{Trace}, CancellationToken)"/>
    public Task WriteAsync(TraceComparison comparison, CancellationToken cancellationToken) => WriteAsync(
        new[] { comparison.Baseline, comparison.Other }.ToAsyncEnumerable(),
        (block, token) => block.WriteAsync(comparison, token),
        cancellationToken);

    /// <inheritdoc cref="WriteAsync(TraceSession, bool, CancellationToken)"/>
    public Task WriteAsync(TraceSession session, CancellationToken cancellationToken) =>
        WriteAsync(session, isCut: false, cancellationToken);

    /// <summary>Writes the traces of a session and their conversation.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isCut">Whether the session has older traces that are left out.</param>
    /// <param name="cancellationToken">The token to cancel the operation, which leaves the page incomplete.</param>
    public Task WriteAsync(TraceSession session, bool isCut, CancellationToken cancellationToken) => WriteAsync(
        session.Traces.ToAsyncEnumerable(),
        (block, token) => block.WriteConversationAsync(session, isCut, token),
        cancellationToken);

    private async Task WriteAsync(
        IAsyncEnumerable<Trace> traces, Func<TraceBlockWriter, CancellationToken, Task> writeRest, CancellationToken cancellationToken)
    {
        await output.WriteAsync(_page.BeforeTraces, cancellationToken);
        using (var block = new TraceBlockWriter(output))
        {
            await foreach (var trace in traces.WithCancellation(cancellationToken))
                await block.WriteAsync(trace, cancellationToken);
            await writeRest(block, cancellationToken);
        }

        await output.WriteAsync(_page.AfterTraces, cancellationToken);
    }
}
