using TraceClient;
using TraceClient.Testing;

// A source is read where its vendor's variable is set; where none is set, a simulator of all three in this process.
var found = new TraceClientsOptions().ReadEnvironment();
await using var simulator = found.Calyptia.IsConfigured || found.Kubiya.IsConfigured || found.Galtea.IsConfigured
    ? null
    : await TraceSimulator.StartAsync();
await using var client = TraceClients.Create(simulator is null ? options => options.ReadEnvironment() : simulator.Configure);
Console.WriteLine(simulator is null
    ? "Reading the services.\n\nSources"
    : "Reading a simulator: no CALYPTIA_CLOUD_TOKEN, KUBIYA_API_KEY or GALTEA_API_KEY is set.\n\nSources");
foreach (var source in await client.CheckHealthAsync())
    Console.WriteLine($"  {source.SourceName,-10}{(source.IsHealthy ? "healthy" : $"{source.Stage}: {source.Error!.Message}")}");
await ListAsync(client, "The 15 newest traces of all sources");
foreach (var source in client.Sources)
    await foreach (var newest in client.ListTracesAsync(new TraceQuery { Sources = [source.Name], Status = TraceStatus.Ok, Limit = 1 }))
        Write(await client.GetTraceAsync(newest.Reference));
if (simulator is null)
    return;
await using var expired = TraceClients.Create(options => { simulator.Configure(options); options.Galtea.Token = "expired"; });
await ListAsync(expired, "The same with a token of Galtea that is not valid");

static async Task ListAsync(ITraceClient client, string heading)
{
    Console.WriteLine($"\n{heading}\n  {"source",-10}{"name",-34}{"status",-9}{"start",-21}{"duration",12}{"spans",7}");
    var list = client.ListTracesAsync(new TraceQuery { Limit = 15, ContinueOnSourceFailure = true });
    await foreach (var trace in list)
    {
        var start = (trace.StartTime ?? trace.RecordedAt)?.ToDateTimeOffset();
        Console.WriteLine($"  {trace.Source,-10}{trace.Name,-34}{trace.Status,-9}{start,-21:yyyy-MM-dd HH:mm:ss}"
            + $"{trace.Duration?.TotalMilliseconds,12:0.# ms}{trace.SpanCount,7}");
    }

    foreach (var failure in list.Failures)
        Console.WriteLine($"  {failure.SourceName,-10}{failure.Exception.Message}");
}

static void Write(Trace trace)
{
    Console.WriteLine(
        $"\nOne trace of {trace.Source}\n  {trace.Name}  {trace.Status}  {trace.Duration?.TotalMilliseconds:0.# ms}  {trace.Reference}");
    for (var rest = new Stack<(Span Span, string Indent)>(trace.Roots.Reverse().Select(root => (root, "  "))); rest.TryPop(out var line);)
    {
        Console.WriteLine(
            $"{line.Indent}{line.Span.Type} {line.Span.Name}  {line.Span.Duration?.TotalMilliseconds:0.# ms}  {line.Span.Records.Count} "
                + $"records{(line.Span.Status == SpanStatus.Error ? $"  failed: {line.Span.StatusMessage}" : "")}");
        line.Span.Children.Reverse().ToList().ForEach(child => rest.Push((child, line.Indent + "   ")));
    }
    foreach (var warning in trace.Warnings)
        Console.WriteLine($"  warning: {warning.Message}");
}
