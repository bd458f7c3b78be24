using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Replication;
using TraceClient;
using TraceClient.Otlp;
using TraceClient.Replication;
using TraceClient.Testing;

// Copies the traces of all sources to a collector and follows new ones; with --once it ends when all are copied.
var isOnce = args.Contains("--once");

// Without a token in the environment a simulator of the three services stands in, without an endpoint a receiver that prints what arrives.
var found = new TraceClientsOptions().ReadEnvironment();
var isSimulated = !found.Calyptia.IsConfigured && !found.Kubiya.IsConfigured && !found.Galtea.IsConfigured;
await using var simulator = isSimulated ? await TraceSimulator.StartAsync() : null;
await using var receiver = new OtlpExporterOptions().ReadEnvironment().Endpoint is null ? await Receiver.StartAsync(Console.Out) : null;
if (simulator is not null)
    Console.WriteLine("No token in CALYPTIA_CLOUD_TOKEN, KUBIYA_API_KEY or GALTEA_API_KEY: reading a simulator of the three services.");
if (receiver is not null)
    Console.WriteLine("No address in OTEL_EXPORTER_OTLP_ENDPOINT: sending to a receiver in this process, which prints what arrives.");

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddTraceClients(options =>
{
    if (simulator is null)
        options.ReadEnvironment();
    else
        simulator.Configure(options);
});
builder.Services.AddOtlpTraceExporter(options =>
{
    options.Endpoint = receiver?.Endpoint;
    options.ReadEnvironment();
});
builder.Services.AddSingleton<ITraceSink>(services => services.GetRequiredService<OtlpTraceExporter>());
builder.Services.AddSingleton(new ReplicationOptions
{
    // A simulator's traces and what a receiver in this process has got end with it: there is nothing to go on from.
    CheckpointPath = simulator is null && receiver is null ? builder.Configuration["Checkpoint"] ?? "replication-checkpoint.json" : null,
    Shard = TraceShard.Parse(builder.Configuration["Shard"] ?? "1/1"),
    PollInterval = isOnce ? null : TimeSpan.FromSeconds(5),
});
builder.Services.AddHostedService<ReplicationWorker>();
if (simulator is not null && !isOnce)
    builder.Services.AddHostedService(services => new NewTraces(simulator, services.GetRequiredService<TimeProvider>()));

await builder.Build().RunAsync();
return Environment.ExitCode;
