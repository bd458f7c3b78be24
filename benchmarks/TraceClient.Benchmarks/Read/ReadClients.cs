namespace TraceClient.Benchmarks.Read;

/// <summary>Makes the clients of TraceClient, with the options that a user has apart from addresses and page sizes.</summary>
internal static class ReadClients
{
    public const string Token = "benchmark-token-of-no-service";

    /// <summary>An address that nothing is sent to.</summary>
    public static Uri NoSocketAddress { get; } = new("https://kubiya.invalid/");

    public static StandaloneTraceClient Over(Uri address) => TraceClients.Create(options =>
    {
        foreach (var source in (TraceSourceOptions[])[options.Calyptia, options.Kubiya, options.Galtea])
        {
            source.BaseAddress = address;
            source.AllowInsecureHttp = true;
            source.Token = Token;
        }

        options.Calyptia.PageSize = CalyptiaWire.PageSize;
        options.Kubiya.PageSize = KubiyaWire.PageSize;
        options.Galtea.PageSize = GalteaWire.PageSize;
    });

    public static StandaloneTraceClient InMemory() => TraceClients.Create(options =>
    {
        options.Kubiya.BaseAddress = NoSocketAddress;
        options.Kubiya.Token = Token;
        options.Kubiya.PrimaryHandler = () => new CannedHandler(KubiyaWire.Stats);
    });
}
