using QuickStart;
using TraceClient;
using TraceClient.Testing;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

// With a vendor's environment variable set, that service is read; with none, a simulator of all three in this process.
var fromEnvironment = new TraceClientsOptions().ReadEnvironment();
var isSimulated = fromEnvironment is { Calyptia.IsConfigured: false, Kubiya.IsConfigured: false, Galtea.IsConfigured: false };
await using var simulator = isSimulated ? await TraceSimulator.StartAsync(cancellationToken: stop.Token) : null;

await using var client = TraceClients.Create(options =>
{
    if (simulator is null)
        options.ReadEnvironment();
    else
        simulator.Configure(options);
});

var screen = new Screen(Console.Out, withColour: !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "");
screen.Line(simulator is null
    ? "Reading the services whose tokens are in the environment."
    : $"No token in CALYPTIA_CLOUD_TOKEN, KUBIYA_API_KEY or GALTEA_API_KEY: reading a simulator of the three services on {simulator.KubiyaAddress.Authority}.");

try
{
    var isWell = await Tour.RunAsync(client, screen, stop.Token);
    if (simulator is not null)
        await FailingSource.ShowAsync(simulator, screen, stop.Token);
    return isWell ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
