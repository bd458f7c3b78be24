using Microsoft.Extensions.DependencyInjection;
using TraceClient.Kubiya;

namespace TraceClient.Benchmarks.Read;

/// <summary>One small GET through all handlers: what a call costs apart from its body.</summary>
internal static class SmallGetWorks
{
    private const string PeerName = "peer";

    /// <summary>The peer's client, with the standard handler for resilience.</summary>
    public static ServiceProvider PeerServices()
    {
        var services = new ServiceCollection();
        services.AddHttpClient(PeerName, client =>
            {
                client.BaseAddress = ReadClients.NoSocketAddress;
                client.DefaultRequestHeaders.Authorization = new("Bearer", ReadClients.Token);
                client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new CannedHandler(KubiyaWire.Stats))
            .AddStandardResilienceHandler();
        return services.BuildServiceProvider();
    }

    public static IEnumerable<Work> Of(IKubiyaApi api, IServiceProvider peerServices)
    {
        var client = peerServices.GetRequiredService<IHttpClientFactory>().CreateClient(PeerName);
        var peer = PeerRest.For<IKubiyaPeer>(client, KubiyaPeerContext.Default);
        yield return new Work
        {
            Name = "one small GET through all handlers, in memory",
            Peer = "IHttpClientFactory, standard resilience handler, Refit",
            Aim = 1.0,
            Repetitions = 5_000,
            Count = KubiyaWire.StatsTotal,
            PeerCount = KubiyaWire.StatsTotal,
            RunAsync = async () => (int)((await api.GetStatsAsync()).TotalTraces ?? 0),
            RunPeerAsync = async () => (int)(await peer.GetStatsAsync()).TotalTraces,
        };
    }
}
