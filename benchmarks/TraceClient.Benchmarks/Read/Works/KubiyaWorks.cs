namespace TraceClient.Benchmarks.Read;

internal static class KubiyaWorks
{
    private static readonly TraceReference Reference = new("kubiya", KubiyaWire.TraceId);

    public static IEnumerable<Work> Of(ITraceClient client, IKubiyaPeer peer)
    {
        yield return new Work
        {
            Name = "Kubiya: HTTP → spans, streamed",
            Peer = "Refit streaming plain spans",
            Aim = 0.8,
            Repetitions = 4,
            Count = KubiyaWire.Spans,
            PeerCount = KubiyaWire.Spans,
            RunAsync = () => Counting.CountAsync(client.StreamSpansAsync(Reference)),
            RunPeerAsync = () => Counting.CountAsync(peer.ListSpansAsync(KubiyaWire.TraceId, flat: "true")),
        };
        yield return new Work
        {
            Name = "Kubiya: HTTP → assembled Trace",
            Peer = "Refit Task<T> of the detail",
            Aim = 1.0,
            Repetitions = 4,
            Count = KubiyaWire.Spans,
            PeerCount = KubiyaWire.Spans,
            RunAsync = async () => (await client.FindTraceAsync(Reference))?.Spans.Count ?? 0,
            RunPeerAsync = async () => (await peer.GetTraceAsync(KubiyaWire.TraceId, flat: "true")).Spans?.Count ?? 0,
        };
        yield return new Work
        {
            Name = "Kubiya: list of 10,000 traces, 100 a page",
            Peer = "Refit Task<T> pages in a loop",
            Aim = 1.1,
            Repetitions = 3,
            Count = KubiyaWire.Traces,
            PeerCount = KubiyaWire.Traces,
            RunAsync = () => Counting.CountAsync(client.ListTracesAsync(new TraceQuery { Sources = ["kubiya"] })),
            RunPeerAsync = () => CountTracesAsync(peer),
        };
    }

    private static async Task<int> CountTracesAsync(IKubiyaPeer peer)
    {
        var count = 0;
        for (var page = 1; ; page++)
        {
            var response = await peer.ListTracesAsync(page, KubiyaWire.PageSize, "-started_at");
            count += response.Items?.Count ?? 0;
            if (!response.HasNext)
                return count;
        }
    }
}
