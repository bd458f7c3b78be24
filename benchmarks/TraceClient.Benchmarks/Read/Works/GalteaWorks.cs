namespace TraceClient.Benchmarks.Read;

internal static class GalteaWorks
{
    private static readonly TraceReference Reference = new("galtea", GalteaWire.TurnId);

    public static IEnumerable<Work> Of(ITraceClient client, IGalteaPeer peer)
    {
        var streamed = new Work
        {
            Name = "Galtea: HTTP → spans, streamed",
            Peer = "Refit streaming plain rows",
            Aim = 0.8,
            Repetitions = 3,
            Count = GalteaWire.Rows,
            PeerCount = GalteaWire.Rows,
            RunAsync = () => Counting.CountAsync(client.StreamSpansAsync(Reference)),
            RunPeerAsync = () => CountRowsAsync(peer),
        };
        yield return streamed;
        yield return streamed with
        {
            Name = "Galtea: HTTP → assembled Trace",
            Peer = "Refit streaming plain rows into a list",
            Aim = 1.0,
            RunPeerAsync = () => ListRowsAsync(peer),
            RunAsync = async () => (await client.FindTraceAsync(Reference))?.Spans.Count ?? 0,
        };
    }

    /// <summary>The same pages, up to the empty one.</summary>
    private static async Task<int> CountRowsAsync(IGalteaPeer peer)
    {
        var count = 0;
        while (await Counting.CountAsync(peer.ListTracesAsync(GalteaWire.TurnId, "createdAt,asc", count, GalteaWire.PageSize)) is > 0
            and var received)
            count += received;
        return count;
    }

    /// <summary>The same pages, whose rows are kept as those of a trace are.</summary>
    private static async Task<int> ListRowsAsync(IGalteaPeer peer)
    {
        var rows = new List<GalteaPeerRow>();
        for (var before = -1; before < rows.Count;)
        {
            before = rows.Count;
            await foreach (var row in peer.ListTracesAsync(GalteaWire.TurnId, "createdAt,asc", before, GalteaWire.PageSize))
                rows.Add(row);
        }

        return rows.Count;
    }
}
