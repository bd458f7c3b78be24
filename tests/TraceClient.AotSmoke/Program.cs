using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TraceClient;
using TraceClient.AotSmoke;
using TraceClient.PostgreSql;
using TraceClient.Replication;
using TraceClient.Sqlite;

// Everything that a trimmer could take away is gone through once: the options' binding, the container, each source's JSON.
var configuration = new ConfigurationBuilder().AddInMemoryCollection(
[
    new("TraceClients:Calyptia:Token", "calyptia-token"),
    new("TraceClients:Calyptia:TokenKind", "User"),
    new("TraceClients:Calyptia:PipelineIds:0", "pipeline-1"),
    new("TraceClients:Kubiya:Token", "kubiya-token"),
    new("TraceClients:Kubiya:Resilience:MaxRetries", "0"),
    new("TraceClients:Galtea:Token", "galtea-token"),
    new("TraceClients:Galtea:Limits:MaxJsonDepth", "64"),
]).Build();

await using var services = new ServiceCollection()
    .AddTraceClients(configuration.GetSection("TraceClients"))
    .Configure(options =>
    {
        options.Calyptia.PrimaryHandler = () => new CannedHandler(CannedAnswers.Calyptia);
        options.Kubiya.PrimaryHandler = () => new CannedHandler(CannedAnswers.Kubiya);
        options.Galtea.PrimaryHandler = () => new CannedHandler(CannedAnswers.Galtea);
    })
    .Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

var client = services.GetRequiredService<ITraceClient>();
var json = (JsonTypeInfo<Trace>)new JsonSerializerOptions { TypeInfoResolver = TraceJson.Resolver }.GetTypeInfo(typeof(Trace));
var traces = 0;
var spans = 0;
var changed = 0;
await foreach (var summary in client.ListTracesAsync())
{
    var trace = await client.GetTraceAsync(summary.Reference);
    traces++;
    changed += trace.Equals(JsonSerializer.Deserialize(JsonSerializer.Serialize(trace, json), json)) ? 0 : 1;
    spans += trace.Spans.Count;
    Console.WriteLine($"{summary.Reference}: {trace.Spans.Count} spans");
}

var unhealthy = (await client.CheckHealthAsync()).Where(health => !health.IsHealthy).ToList();
foreach (var health in unhealthy)
    Console.WriteLine($"{health.SourceName}: {health.Error?.Message}");

// The checkpoint is JSON as well: the second run reads that of the first.
var folder = Directory.CreateTempSubdirectory("traceclient-aot-");
await using var sink = new CountingSink();
var replicator = new TraceReplicator(
    client, sink, new ReplicationOptions { CheckpointPath = Path.Combine(folder.FullName, "checkpoint.json") });
var first = await replicator.RunAsync();
var second = await replicator.RunAsync();

// A store keeps its checkpoint itself, and gives the traces back.
await using (var store = new SqliteTraceStore(Path.Combine(folder.FullName, "traces.db")))
    changed += await CheckAsync(store);

// PostgreSQL, where eng/postgresql has started one.
if (Environment.GetEnvironmentVariable("TRACECLIENT_TEST_POSTGRESQL") is { } connection)
{
    await using var store = new PostgreSqlTraceStore(
        connection, new PostgreSqlTraceStoreOptions { Schema = $"aot_{Environment.ProcessId}_{Environment.Version.Major}" });
    changed += await CheckAsync(store);
    await store.AddAsync([new WorkItem("kubiya") { SessionId = "1" }, new WorkItem("galtea") { From = DateTimeOffset.UnixEpoch }]);
    changed += await store.AcquireAsync("aot", TimeSpan.FromMinutes(1)) is { Item.Source: "kubiya" } ? 0 : 1;
}

folder.Delete(recursive: true);
var isCopied = (first.Written, second.Written, sink.Spans) == (CannedAnswers.Traces, 0, CannedAnswers.Spans);
Console.WriteLine($"Replication: {first}; {second}");

Console.WriteLine($"AOT smoke: {traces} traces, {spans} spans");
return traces == CannedAnswers.Traces && spans == CannedAnswers.Spans && changed == 0 && unhealthy.Count == 0 && isCopied ? 0 : 1;

async Task<int> CheckAsync(ITraceStore store)
{
    await new TraceReplicator(client, store).RunAsync();
    await using var copy = await store.CreateClientAsync();
    var different = 0;
    await foreach (var summary in copy.ListTracesAsync(new TraceQuery { From = DateTimeOffset.MinValue }))
        different += (await copy.GetTraceAsync(summary.Reference)).Equals(await client.GetTraceAsync(summary.Reference)) ? 0 : 1;
    var statistics = await store.GetStatisticsAsync();
    different += (statistics.Traces, statistics.Spans) == (CannedAnswers.Traces, CannedAnswers.Spans) ? 0 : 1;
    different += (await store.GetSpanStatisticsAsync()).Sum(row => row.Count) == CannedAnswers.Spans ? 0 : 1;
    Console.WriteLine($"Store: {statistics}");
    return different;
}
