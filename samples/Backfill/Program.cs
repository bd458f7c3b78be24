using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TraceClient;
using TraceClient.Replication;
using TraceClient.Testing;

// Copies the traces of a time to one PostgreSQL. Start it as often as you like, on as many machines as you like, with the same times:
//   dotnet run --project samples/Backfill -- --Database postgres://localhost/traces --From 2026-11-01 --To 2026-12-01 --Workers 4
// The settings can also be in the environment or in appsettings.json, as those of the sources are.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var settings = builder.Configuration;
if (settings["Database"] is not { Length: > 0 } database)
{
    Console.Error.WriteLine("No database. Add --Database postgres://localhost/traces, or a connection string of Npgsql.");
    return 2;
}

// Without a configured source, a simulator of the three services stands in.
var found = new TraceClientsOptions().ReadEnvironment();
var isSimulated = !settings.GetSection("TraceClients").Exists()
    && !found.Calyptia.IsConfigured && !found.Kubiya.IsConfigured && !found.Galtea.IsConfigured;
await using var simulator = isSimulated ? await TraceSimulator.StartAsync() : null;
var clients = simulator is null ? builder.Services.AddTraceClients() : builder.Services.AddTraceClients(simulator.Configure);
clients.AddPostgreSqlStore(database, options => options.Schema = settings["Schema"] ?? options.Schema);
using var host = builder.Build();
await host.StartAsync();

var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
var to = TimeOf("To") ?? now;
var from = TimeOf("From") ?? to.AddDays(-30);
var stop = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
var client = host.Services.GetRequiredService<ITraceClient>();
var queue = host.Services.GetRequiredService<IWorkQueue>();
try
{
    var planned = await NewWorker(0).PlanAsync(from, to, cancellationToken: stop);
    Console.WriteLine($"{planned} new items from {from:u} to {to:u}");
    var workers = Enumerable.Range(0, settings.GetValue("Workers", 1)).Select(RunAsync);
    var results = await Task.WhenAll(workers);
    Console.WriteLine(results[0].Status);
    return results[0].Status is { Failed: 0 } ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (TraceClientException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

async Task<TraceBackfillResult> RunAsync(int number)
{
    var result = await NewWorker(number).RunAsync(stop);
    Console.WriteLine($"worker {number}: {result}");
    foreach (var failure in result.Failures)
        Console.Error.WriteLine($"{failure.Item}: {failure.Exception.Message}");
    return result;
}

TraceBackfill NewWorker(int number) => new(client, queue, new TraceBackfillOptions
{
    Worker = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{number}"),
    Window = settings.GetValue("Window", TimeSpan.FromDays(1)),
    LeaseDuration = settings.GetValue("LeaseDuration", TimeSpan.FromSeconds(30)),
    Replication = new ReplicationOptions { BatchMaxAge = settings.GetValue("BatchMaxAge", TimeSpan.FromSeconds(5)) },
});

DateTimeOffset? TimeOf(string name) => settings[name] is { } text
    ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
    : null;
