using System.Net.Http.Headers;

namespace TraceClient.Benchmarks.Read;

internal static class CalyptiaWorks
{
    private const string BeforeParameter = "before=";

    public static IEnumerable<Work> Of(ITraceClient client, ICalyptiaPeer peer)
    {
        yield return new Work
        {
            Name = "Calyptia: 20,000 records → 4,000 traces listed",
            Peer = "Refit ApiResponse<List<T>> pages in a loop",
            Aim = 1.1,
            Repetitions = 1,
            Count = CalyptiaWire.Chunks,
            PeerCount = CalyptiaWire.Records,
            RunAsync = () => Counting.CountAsync(client.ListTracesAsync(new TraceQuery { Sources = ["calyptia"] })),
            RunPeerAsync = () => CountRecordsAsync(peer),
        };
    }

    private static async Task<int> CountRecordsAsync(ICalyptiaPeer peer)
    {
        var count = 0;
        using var projects = await peer.ListProjectsAsync(CalyptiaWire.PageSize);
        foreach (var project in projects.Content ?? [])
        {
            foreach (var pipeline in (await peer.ListPipelinesAsync(project.Id, CalyptiaWire.PageSize)).Items)
            {
                using var sessions = await peer.ListTraceSessionsAsync(pipeline.Id, CalyptiaWire.PageSize);
                foreach (var session in sessions.Content ?? [])
                    count += await CountRecordsAsync(peer, session.Id);
            }
        }

        return count;
    }

    private static async Task<int> CountRecordsAsync(ICalyptiaPeer peer, string sessionId)
    {
        var count = 0;
        string? before = null;
        do
        {
            using var page = await peer.ListTraceRecordsAsync(sessionId, CalyptiaWire.PageSize, before);
            count += page.Content?.Count ?? 0;
            before = CursorOf(page.Headers);
        }
        while (before is not null);

        return count;
    }

    private static string? CursorOf(HttpResponseHeaders? headers)
    {
        if (headers is null || !headers.TryGetValues("Link", out var values))
            return null;
        var link = values.First();
        var start = link.IndexOf(BeforeParameter, StringComparison.Ordinal) + BeforeParameter.Length;
        return link[start..link.IndexOf('>', StringComparison.Ordinal)];
    }
}
