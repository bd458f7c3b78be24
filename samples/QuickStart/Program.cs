using TraceClient;
using TraceClient.Testing;

// A source is read where its vendor's variable is set; where none is set, a simulator of all three in this process.
var found = new TraceClientsOptions().ReadEnvironment();
await using var simulator = found.Calyptia.IsConfigured || found.Kubiya.IsConfigured || found.Galtea.IsConfigured ? null : await TraceSimulator.StartAsync();
await using var client = TraceClients.Create(simulator is null ? options => options.ReadEnvironment() : simulator.Configure);
Console.WriteLine($"Reading {(simulator is null ? "the services" : "a simulator: set CALYPTIA_CLOUD_TOKEN, KUBIYA_API_KEY or GALTEA_API_KEY to read a service")}.\n\nSources");
foreach (var source in await client.CheckAsync())
    Console.WriteLine($"  {source.SourceName,-10}{(source.IsHealthy ? "healthy" : $"{source.Stage}: {source.Error!.Message}")}");
await ListAsync(client, "The 15 newest traces of all sources");

foreach (var source in client.Sources)
{
    await foreach (var newest in client.ListTracesAsync(new TraceQuery { Sources = [source.Name], Status = TraceStatus.Ok, Limit = 1 }))
    {
        var trace = await client.GetTraceAsync(newest.Reference);
        Console.WriteLine($"\nOne trace of {source.Name}\n  {trace.Name}  {trace.Status}  {trace.Duration:g}  {trace.Reference}");
        WriteTree(trace.Roots, "  ");
        Console.WriteLine(string.Join('\n', trace.Warnings.Select(warning => $"  warning: {warning.Message}")));
    }
}

if (simulator is not null)
{
    await using var expired = TraceClients.Create(options => { simulator.Configure(options); options.Galtea.Token = "expired"; });
    await ListAsync(expired, "The same with a token of Galtea that is not valid");
}

static async Task ListAsync(ITraceClient client, string heading)
{
    Console.WriteLine($"\n{heading}\n  {"source",-10}{"name",-34}{"status",-9}{"start",-21}{"duration",16}{"spans",7}");
    var list = client.ListTracesAsync(new TraceQuery { Limit = 15, TolerateFailures = true });
    await foreach (var trace in list)
        Console.WriteLine($"  {trace.Source,-10}{trace.Name,-34}{trace.Status,-9}{(trace.StartTime ?? trace.RecordedAt)?.ToDateTimeOffset(),-21:yyyy-MM-dd HH:mm:ss}{trace.Duration,16:g}{trace.SpanCount,7}");
    foreach (var failure in list.Failures)
        Console.WriteLine($"  {failure.SourceName,-10}{failure.Exception.Message}");
}

static void WriteTree(IReadOnlyList<Span> spans, string indent)
{
    foreach (var span in spans)
    {
        Console.WriteLine($"{indent}{span.Type} {span.Name}  {span.Duration:g}  {span.Records.Count} records  {(span.Status == SpanStatus.Error ? $"failed: {span.StatusMessage}" : "")}");
        WriteTree(span.Children, indent + "   ");
    }
}
