namespace TraceClient.Otlp.Tests.Files;

/// <summary>Opens and reads archives.</summary>
internal static class Archives
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<StandaloneTraceClient> OpenAsync(params string[] paths) =>
        (await TraceArchive.OpenAsync(paths, cancellationToken: Token)).CreateClient();

    public static Task<List<TraceSummary>> ListAsync(ITraceClient client, TraceQuery? query = null) =>
        client.ListTracesAsync(query, Token).ToListAsync(Token).AsTask();

    /// <summary>What a list yields before it fails, and how it does.</summary>
    public static async Task<(List<TraceSummary> Listed, TraceFormatException Fault)> ListBrokenAsync(ITraceClient client)
    {
        var listed = new List<TraceSummary>();
        var fault = await Assert.ThrowsAsync<TraceFormatException>(async () =>
        {
            await foreach (var summary in client.ListTracesAsync(cancellationToken: Token))
                listed.Add(summary);
        });
        return (listed, fault);
    }

    /// <summary>Asserts that each entry of the list says what its trace says.</summary>
    public static async Task AssertListMatchesTracesAsync(ITraceClient client)
    {
        foreach (var summary in await ListAsync(client))
        {
            var trace = await client.GetTraceAsync(summary.Reference, Token);
            Assert.Equal(
                (trace.Name, trace.Status, trace.StartTime, trace.EndTime, trace.Duration, trace.SessionId, trace.ServiceName, trace.User),
                (summary.Name, summary.Status, summary.StartTime, summary.EndTime, summary.Duration, summary.SessionId, summary.ServiceName,
                    summary.User));
            Assert.Equal((trace.Spans.Count, ErrorsOf(trace)), (summary.SpanCount, summary.ErrorCount));
            Assert.Equal(trace.Spans.Select(span => span.Type).ToHashSet(), [.. summary.SpanTypes!]);
            Assert.Equal(
                trace.Spans.Select(span => span.Id).Order(StringComparer.Ordinal),
                (await client.StreamSpansAsync(summary.Reference, Token).Select(span => span.Id).Distinct().ToListAsync(Token))
                    .Order(StringComparer.Ordinal));
        }
    }

    // Whether a pipeline's work failed is not known before an output has answered.
    private static int? ErrorsOf(Trace trace) =>
        trace is { Source: "calyptia", Status: TraceStatus.Unset } && trace.Spans.All(span => span.Status == SpanStatus.Unset)
        ? null
        : trace.Spans.Count(span => span.Status == SpanStatus.Error);
}
