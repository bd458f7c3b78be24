using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using TraceClient.PostgreSql;
using TraceClient.Replication;
using TraceClient.Testing;

namespace TraceClient.Benchmarks.Scale;

/// <summary>Measures how fast traces are read, mapped and written by several workers, and how a PostgreSQL store grows.</summary>
internal static class ScaleCommand
{
    private const int Repeats = 5;
    private const int BatchSize = 100;
    private const int TracesOfStage = 2000;
    private static readonly int[] Workers = [1, 2, 4];
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = TraceJson.Resolver };

    public static async Task<int> RunAsync()
    {
        var connection = Environment.GetEnvironmentVariable("TRACECLIENT_TEST_POSTGRESQL");
        if (connection is null)
        {
            Console.Error.WriteLine(
                "TRACECLIENT_TEST_POSTGRESQL is not set. Run 'eng/postgresql dotnet run -c Release "
                + "--project benchmarks/TraceClient.Benchmarks -- scale', which starts a server.");
            return 2;
        }

        var traces = await StagesAsync(connection);
        await GrowthAsync(connection, traces);
        return 0;
    }

    private static async Task<List<Trace>> StagesAsync(string connection)
    {
        await using var simulator = await TraceSimulator.StartAsync(options =>
        {
            (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines) = (TracesOfStage / 2, TracesOfStage / 2, 0);
            options.RequestLogCapacity = 1;
        });
        await using var client = TraceClients.Create(simulator.Configure);
        var references = new List<TraceReference>();
        await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = ["kubiya", "galtea"] }))
            references.Add(summary.Reference);
        var traces = new Trace[references.Count];
        Console.WriteLine("| traces a second | read | map | write |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (var workers in Workers)
        {
            var read = await RateAsync(workers, references.Count, async (i, token) =>
                traces[i] = await client.GetTraceAsync(references[i], token));
            var map = await RateAsync(workers, references.Count, (i, _) =>
            {
                Map(traces[i]);
                return Task.CompletedTask;
            });
            await using var store = new PostgreSqlTraceStore(connection, new PostgreSqlTraceStoreOptions { Schema = "scale" });
            await DropAsync(connection);
            await store.GetStatisticsAsync();
            var batches = traces.Chunk(BatchSize).ToArray();
            var write = BatchSize * await RateAsync(workers, batches.Length, (i, token) =>
                store.WriteAsync([.. batches[i].Select(trace => new ReplicatedTrace(trace))], token));
            Row($"{workers} workers", read, map, write);
        }

        var spans = traces.Average(trace => trace.Spans.Count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{spans:N1} spans a trace, batches of {BatchSize} traces\n"));
        return [.. traces];
    }

    private static async Task GrowthAsync(string connection, List<Trace> templates)
    {
        await DropAsync(connection);
        await using var store = new PostgreSqlTraceStore(
            connection + ";Command Timeout=600", new PostgreSqlTraceStoreOptions { Schema = "scale" });
        var columns = new List<string[]>();
        var (spans, number) = (0, 0);
        var watch = Stopwatch.StartNew();
        foreach (var size in Sizes)
        {
            var (began, before) = (watch.Elapsed, spans);
            while (spans < size)
            {
                var batch = Enumerable.Range(0, BatchSize).Select(_ => Copy(templates, number++)).ToList();
                await store.WriteAsync(batch);
                spans += batch.Sum(one => one.Trace.Spans.Count);
            }

            var rate = (spans - before) / (watch.Elapsed - began).TotalSeconds;
            await RunAsync(connection, "ANALYZE scale.trace; ANALYZE scale.span");
            columns.Add([.. await MeasureAsync(store, connection, templates, number, rate)]);
        }

        string[] names =
        [
            "traces", "spans written a second", "bytes a span, with indexes", "list of the newest 100", "list of 100 by name",
            "full text, a rare word", "full text, a frequent word, 100 traces", "p95 by name, a window of 1 %", "p95 by name, all spans",
            "one trace", "100 new traces", "100 traces that have changed", "100 traces that have not changed",
        ];
        Console.WriteLine($"| | {string.Join(" | ", Sizes.Select(size => $"{size:N0} spans"))} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", Sizes.Length))}");
        for (var i = 0; i < names.Length; i++)
            Console.WriteLine($"| {names[i]} | {string.Join(" | ", columns.Select(column => column[i]))} |");
        await DropAsync(connection);
    }

    private static async Task<IEnumerable<string>> MeasureAsync(
        PostgreSqlTraceStore store, string connection, List<Trace> templates, int traces, double rate)
    {
        await using var client = await store.CreateClientAsync();
        var statistics = await store.GetStatisticsAsync();
        var bytes = (long)(await RunAsync(
            connection, "SELECT pg_total_relation_size('scale.span') + pg_total_relation_size('scale.trace')"))!;
        var window = TimeOf(traces * 99 / 100);
        var round = 0;
        var times = new[]
        {
            await MedianAsync(() => ListAsync(client, new TraceQuery { Limit = 100 })),
            await MedianAsync(() => ListAsync(client, new TraceQuery { Name = templates[7].Name, Limit = 100 })),
            await MedianAsync(() => ListAsync(client, new TraceQuery { FullText = $"unique{traces / 2}" })),
            await MedianAsync(() => ListAsync(client, new TraceQuery { FullText = "gpt", Limit = 100 })),
            await MedianAsync(() => store.GetSpanStatisticsAsync(new TraceQuery { From = window })),
            await MedianAsync(() => store.GetSpanStatisticsAsync()),
            await MedianAsync(() => client.GetTraceAsync(Copy(templates, traces / 3).Trace.Reference)),
            await MedianAsync(() => store.WriteAsync(Batch(traces + (BatchSize * round++), "new"))),
            await MedianAsync(() => store.WriteAsync(Batch(0, $"changed {round++}"))),
            await MedianAsync(() => store.WriteAsync(Batch(BatchSize, null))),
        };
        foreach (var one in Enumerable.Range(0, Repeats).SelectMany(i => Batch(traces + (BatchSize * i), null)))
            await store.ForgetAsync(one.Trace.Reference);
        await RunAsync(connection, "DELETE FROM scale.forgotten");
        return
        [
            $"{statistics.Traces:N0}", $"{rate:N0}", $"{bytes / statistics.Spans:N0}",
            .. times.Select(time => string.Create(CultureInfo.InvariantCulture, $"{time:N1} ms")),
        ];

        List<ReplicatedTrace> Batch(int first, string? user) => [.. Enumerable.Range(first, BatchSize)
            .Select(i => Copy(templates, i)).Select(one => user is null ? one : one with { Trace = Changed(one.Trace, user) })];
    }

    /// <summary>Returns a trace of the simulator under another id and time, with a word of its own.</summary>
    private static ReplicatedTrace Copy(List<Trace> templates, int number)
    {
        var template = templates[number % templates.Count];
        var word = AttributeMap.Empty.With("word", $"unique{number}");
        var spans = template.Spans.Select((span, i) => i > 0 ? span : span with
        {
            Attributes = AttributeMap.From([.. span.Attributes, .. word]),
        });
        var trace = template with
        {
            Reference = new TraceReference(template.Source, $"{template.Id}-{number}"),
            Spans = [.. spans],
        };
        return new ReplicatedTrace(trace, TraceTimestamp.FromDateTimeOffset(TimeOf(number)));
    }

    private static Trace Changed(Trace trace, string text) => trace with
    {
        User = text,
        Spans = [.. trace.Spans.Select(span => span with { StatusMessage = text })],
    };

    private static DateTimeOffset TimeOf(int number) => Start.AddSeconds(number);

    private static void Map(Trace trace)
    {
        GC.KeepAlive(JsonSerializer.SerializeToUtf8Bytes(trace, Json));
        foreach (var span in trace.Spans)
            GC.KeepAlive(FullTextQuery.WordsOf(span));
    }

    private static async Task ListAsync(ITraceClient client, TraceQuery query)
    {
        await foreach (var summary in client.ListTracesAsync(query))
            GC.KeepAlive(summary);
    }

    private static async Task<double> RateAsync(int workers, int count, Func<int, CancellationToken, Task> run)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (i, token) => await run(i, token));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> MedianAsync(Func<Task> run)
    {
        var times = new List<double>();
        for (var i = 0; i < Repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times.Order().ElementAt(Repeats / 2);
    }

    private static Task<object?> DropAsync(string connection) => RunAsync(connection, "DROP SCHEMA IF EXISTS scale CASCADE");

    private static async Task<object?> RunAsync(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        await using var command = new NpgsqlCommand(sql, open) { CommandTimeout = 600 };
        return await command.ExecuteScalarAsync();
    }

    private static void Row(string name, params double[] values) => Console.WriteLine(
        $"| {name} | {string.Join(" | ", values.Select(value => value.ToString("N0", CultureInfo.InvariantCulture)))} |");
}
