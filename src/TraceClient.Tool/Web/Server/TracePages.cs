namespace TraceClient.Tool;

/// <summary>Writes the page of <c>view</c> for the web server, with the traces inside.</summary>
internal static class TracePages
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>Writes the page of a trace.</summary>
    public static Task WriteTraceAsync(Stream output, Trace trace, CancellationToken cancellationToken) =>
        WriteAsync(output, [trace], cancellationToken);

    /// <summary>Writes the page that compares two traces.</summary>
    public static Task WriteComparisonAsync(Stream output, Trace baseline, Trace other, CancellationToken cancellationToken) =>
        WriteAsync(output, [baseline, other], cancellationToken);

    /// <summary>Writes the page of the traces of a session, by start.</summary>
    public static Task WriteSessionAsync(Stream output, IReadOnlyList<Trace> traces, CancellationToken cancellationToken) =>
        WriteAsync(output, traces, cancellationToken);

    /// <summary>Writes the JSON lines of a trace, as in the page but without the element around them.</summary>
    public static async Task WriteLinesAsync(Stream output, Trace trace, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        using (var block = new TraceBlockWriter(buffer))
            await block.WriteAsync(trace, cancellationToken);
        var lines = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        lines = lines[(lines.Span.IndexOf(LineFeed) + 1)..];
        await output.WriteAsync(lines[..(lines.Span[..^1].LastIndexOf(LineFeed) + 1)], cancellationToken);
    }

    private static async Task WriteAsync(Stream output, IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        var page = PageTemplate.Trace.Linked;
        await output.WriteAsync(page.BeforeTraces, cancellationToken);
        foreach (var trace in traces)
        {
            using var block = new TraceBlockWriter(output);
            await block.WriteAsync(trace, cancellationToken);
        }

        await output.WriteAsync(page.AfterTraces, cancellationToken);
    }
}
