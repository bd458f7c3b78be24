using System.Diagnostics;

namespace TraceClient.Benchmarks.Read;

/// <summary>Measures a work and its peer in turn, so that a change of the machine's load hits both.</summary>
internal static class InterleavedRun
{
    private const int WarmUpRounds = 4;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(3);

    /// <exception cref="InvalidOperationException">One of the two did not read all.</exception>
    public static async Task<(Sample Peer, Sample Ours)> RunAsync(Work work, int rounds)
    {
        await MustReadAllAsync(work);

        // The compiler makes its best code in the background, some time after code was found to be hot.
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < WarmUpRounds || Stopwatch.GetElapsedTime(start) < WarmUpTime; round++)
            await RoundAsync(work);

        var peer = new List<Sample>();
        var ours = new List<Sample>();
        for (var round = 0; round < rounds; round++)
        {
            var (peerSample, ourSample) = await RoundAsync(work);
            peer.Add(peerSample);
            ours.Add(ourSample);
        }

        return (Sample.Median(peer), Sample.Median(ours));
    }

    private static async Task<(Sample Peer, Sample Ours)> RoundAsync(Work work) =>
        (await MeasureAsync(work.RunPeerAsync, work.Repetitions), await MeasureAsync(work.RunAsync, work.Repetitions));

    private static async Task<Sample> MeasureAsync(Func<Task<int>> runAsync, int repetitions)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repetitions; i++)
            await runAsync();
        var elapsed = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new Sample(elapsed.TotalMilliseconds / repetitions, (double)allocated / repetitions);
    }

    private static async Task MustReadAllAsync(Work work)
    {
        var (peer, ours) = (await work.RunPeerAsync(), await work.RunAsync());
        if (peer != work.PeerCount || ours != work.Count)
        {
            throw new InvalidOperationException(
                $"{work.Name}: the peer read {peer} of {work.PeerCount} and TraceClient {ours} of {work.Count}.");
        }
    }
}
