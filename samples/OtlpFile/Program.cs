using System.Globalization;
using System.Runtime.CompilerServices;
using TraceClient;
using TraceClient.Otlp;
using TraceClient.Testing;

// Exports the traces of a simulator of all three sources to a file in OTLP's JSON Lines form, opens the file like a service, and compares.
var path = args.FirstOrDefault() ?? Path.Combine(Path.GetTempPath(), $"traces-{Guid.NewGuid():N}.jsonl");

await using var simulator = await TraceSimulator.StartAsync();
await using var client = TraceClients.Create(simulator.Configure);

var exported = new Dictionary<TraceReference, Trace>();
await using (var output = File.Create(path))
{
    var writer = new OtlpWriter(new OtlpWriterOptions { IncludeContent = true, MaxEventsPerSpan = int.MaxValue });
    await writer.WriteAsync(output, OtlpFormat.JsonLines, ReadAllAsync(client, exported));
}

Console.WriteLine($"{exported.Count} traces exported: {new FileInfo(path).Length / 1024} KiB in {path}");
Console.WriteLine();
Console.WriteLine($"{"source",-10}{"name",-36}{"spans",6}  equal");

var equal = 0;
var archive = await TraceArchive.OpenAsync([path]);
await using (var offline = archive.CreateClient())
{
    await foreach (var summary in offline.ListTracesAsync())
    {
        var isEqual = exported.TryGetValue(summary.Reference, out var before)
            && before.Equals(await offline.FindTraceAsync(summary.Reference));
        equal += isEqual ? 1 : 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{summary.Source,-10}{summary.Name,-36}{summary.SpanCount,6}  {(isEqual ? "yes" : "no")}"));
    }
}

Console.WriteLine();
Console.WriteLine($"{equal} of {exported.Count} traces are listed and open as they were.");
if (args.Length == 0)
    File.Delete(path);
return equal == exported.Count ? 0 : 1;

static async IAsyncEnumerable<Trace> ReadAllAsync(
    ITraceClient client, Dictionary<TraceReference, Trace> exported, [EnumeratorCancellation] CancellationToken cancellationToken = default)
{
    await foreach (var summary in client.ListTracesAsync(cancellationToken: cancellationToken))
    {
        var trace = await client.GetTraceAsync(summary.Reference, cancellationToken);
        exported.Add(trace.Reference, trace);
        yield return trace;
    }
}
