namespace TraceClient.Benchmarks.Read;

/// <summary>One row of the table: the same work done by TraceClient and by its peer.</summary>
internal sealed record Work
{
    public required string Name { get; init; }

    public required string Peer { get; init; }

    /// <summary>The greatest share of the peer's time and bytes that TraceClient is to take.</summary>
    public required double Aim { get; init; }

    /// <summary>How often the work is done for one sample, so that a sample takes long enough to be measured.</summary>
    public required int Repetitions { get; init; }

    /// <summary>What TraceClient must count.</summary>
    public required int Count { get; init; }

    /// <summary>What the peer must count; it lists events where TraceClient lists traces.</summary>
    public required int PeerCount { get; init; }

    /// <summary>Does the work by TraceClient once, and counts what was read.</summary>
    public required Func<Task<int>> RunAsync { get; init; }

    /// <summary>Does the work by the peer once, and counts what was read.</summary>
    public required Func<Task<int>> RunPeerAsync { get; init; }
}
