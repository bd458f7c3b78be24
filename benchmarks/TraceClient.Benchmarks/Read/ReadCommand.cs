using System.Diagnostics;
using System.Globalization;

namespace TraceClient.Benchmarks.Read;

/// <summary>Reads from a server on this machine, by TraceClient and by Refit alone, in one process and in turn.</summary>
internal static class ReadCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (ReadOptions.Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(ReadOptions.Usage);
            return 2;
        }

        var start = Stopwatch.GetTimestamp();
        var routes = new Routes();
        await Console.Error.WriteLineAsync(Describe(GalteaWire.AddTo(routes), KubiyaWire.AddTo(routes), CalyptiaWire.AddTo(routes)));
        using var server = new LoopbackServer(routes);
        await using var client = ReadClients.Over(server.Address);
        await using var inMemory = ReadClients.InMemory();
        using var peerClient = PeerRest.Client(server.Address);
        await using var peerServices = SmallGetWorks.PeerServices();
        Work[] works =
        [
            .. GalteaWorks.Of(client, PeerRest.For<IGalteaPeer>(peerClient, GalteaPeerContext.Default)),
            .. KubiyaWorks.Of(client, PeerRest.For<IKubiyaPeer>(peerClient, KubiyaPeerContext.Default)),
            .. CalyptiaWorks.Of(client, PeerRest.For<ICalyptiaPeer>(peerClient, CalyptiaPeerContext.Default)),
            .. SmallGetWorks.Of(inMemory.Kubiya, peerServices),
            .. ModelWorks.Of(),
        ];

        Console.WriteLine(ReadTable.Head);
        foreach (var work in works.Where(
            work => options.Only is null || work.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase)))
        {
            var (peer, ours) = await InterleavedRun.RunAsync(work, options.Rounds);
            Console.WriteLine(ReadTable.Row(work, peer, ours));
        }

        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{options.Rounds} rounds; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} seconds in all."));
        return 0;
    }

    private static string Describe(long galtea, (long Spans, long List) kubiya, long calyptia) => string.Create(
        CultureInfo.InvariantCulture,
        $"Bodies: Galtea {galtea / 1e6:F2} MB; Kubiya {kubiya.Spans / 1e6:F2} MB of spans, {kubiya.List / 1e6:F2} "
            + $"MB of traces; Calyptia {calyptia / 1e6:F2} MB.");
}
