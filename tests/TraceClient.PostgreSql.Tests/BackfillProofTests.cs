using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using TraceClient.Testing;

namespace TraceClient.PostgreSql.Tests;

/// <summary>Runs after all other tests, since it restarts the database.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RestartingTests
{
    public const string Name = "restarts";
}

/// <summary>Workers that are killed at any time, on a database that is restarted, lose nothing and write nothing twice.</summary>
[Collection(RestartingTests.Name)]
[Trait("Category", "postgresql")]
public sealed class BackfillProofTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Workers = 4;
    private const int Kills = 40;
    private const int Seed = 15;

    // Two requests read a trace, and four workers read four at a time: so the work lasts until the last kill on any machine.
    private static readonly TimeSpan ReadTime = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan History = TimeSpan.FromHours(6);

    private readonly TestDatabase _database = new();
    private readonly ConcurrentDictionary<int, Process> _running = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Every_trace_is_there_once_after_40_kills_and_2_restarts_of_the_database()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options =>
            {
                (options.Kubiya.Traces, options.Galtea.Traces) = (10_000, 9_900);
                (options.Kubiya.SpansPerTrace, options.Galtea.SpansPerTrace) = (5, 5);
                (options.Kubiya.HistoryLength, options.Galtea.HistoryLength) = (History, History);
                (options.Calyptia.Pipelines, options.Calyptia.SessionsPerPipeline, options.Calyptia.TracesPerSession) = (5, 2, 10);
                options.RequestLogCapacity = 1;
            },
            Token);
        var clock = Stopwatch.StartNew();
        await using var client = TraceClients.Create(simulator.Configure);
        var (to, from) = (DateTimeOffset.UtcNow.AddHours(1), DateTimeOffset.UtcNow - (2 * History));
        string[] arguments = [.. Arguments(simulator, from, to)];
        var slow = Slow(simulator);
        var workers = Enumerable.Range(0, Workers).Select(worker => RunWorkerAsync(worker, arguments)).ToArray();
        var kills = await KillAsync(Task.WhenAll(workers));
        output.WriteLine(FormattableString.Invariant($"{kills} kills after {clock.Elapsed.TotalSeconds:N0} s"));
        var starts = await Task.WhenAll(workers);
        output.WriteLine(FormattableString.Invariant(
            $"{starts.Sum()} starts of {Workers} workers, all done after {clock.Elapsed.TotalSeconds:N0} s"));
        Assert.Equal(Kills, kills);

        foreach (var rule in slow)
            rule.Dispose();
        await using var store = _database.Open();
        var status = await store.GetStatusAsync(cancellationToken: Token);
        Assert.True(status is { Open: 0, Leased: 0, Failed: 0, Done: > 50 }, status.ToString());
        Assert.Equal(0L, await _database.RunAsync("SELECT count(*) FROM {0}.work_item WHERE worker IS NOT NULL"));
        var (traces, spans) = await CompareAsync(client, store);
        Assert.Equal(20_000, traces);
        Assert.Equal((traces, spans), (await store.GetStatisticsAsync(Token)) is var statistics
            ? (statistics.Traces, statistics.Spans) : default);
        Assert.Equal(spans, await _database.RunAsync("SELECT count(*) FROM {0}.span"));
        output.WriteLine(FormattableString.Invariant(
            $"{traces} traces and {spans} spans are equal, compared after {clock.Elapsed.TotalSeconds:N0} s"));
    }

    private static FaultRule[] Slow(TraceSimulator simulator) =>
    [
        simulator.Faults.On(SimulatedService.Kubiya, "GET", "/api/v1/traces/*").Delay(ReadTime),
        simulator.Faults.On(SimulatedService.Galtea, "GET", "/traces").Delay(ReadTime),
    ];

    private IEnumerable<string> Arguments(TraceSimulator simulator, DateTimeOffset from, DateTimeOffset to)
    {
        var options = new TraceClientsOptions();
        simulator.Configure(options);
        foreach (var (name, value) in new (string Name, object? Value)[]
        {
            ("Database", TestDatabase.ConnectionString), ("Schema", _database.Schema), ("From", $"{from:O}"), ("To", $"{to:O}"),
            ("Window", "00:15:00"), ("LeaseDuration", "00:00:05"), ("BatchMaxAge", "00:00:00.5"),
            ("TraceClients:Calyptia:BaseAddress", simulator.CalyptiaAddress), ("TraceClients:Calyptia:Token", options.Calyptia.Token),
            ("TraceClients:Calyptia:ProjectId", options.Calyptia.ProjectId),
            ("TraceClients:Kubiya:BaseAddress", simulator.KubiyaAddress), ("TraceClients:Kubiya:Token", options.Kubiya.Token),
            ("TraceClients:Galtea:BaseAddress", simulator.GalteaAddress), ("TraceClients:Galtea:Token", options.Galtea.Token),
        })
            yield return string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");
    }

    /// <summary>Runs a worker, again each time it is killed or ends with an error, until it finds all items done.</summary>
    private async Task<int> RunWorkerAsync(int worker, string[] arguments)
    {
        for (var starts = 1; ; starts++)
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Backfill.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };

            // Most of a short life is the start.
            start.Environment["DOTNET_TieredPGO"] = "0";
            using var process = Process.Start(start)!;
            _running[worker] = process;
            var errors = process.StandardError.ReadToEndAsync(Token);
            var text = await process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            _running.TryRemove(worker, out _);
            if (process.ExitCode == 0)
                return starts;
            if (await errors is { Length: > 0 } error)
                output.WriteLine($"worker {worker} ended with {process.ExitCode}: {error}{text}");
        }
    }

    /// <summary>Kills workers at random, every 5 seconds on average, and restarts the database twice meanwhile.</summary>
    private async Task<int> KillAsync(Task<int[]> workers)
    {
        var random = new Random(Seed);
        var kills = 0;
        while (kills < Kills && !workers.IsCompleted)
        {
            await Task.WhenAny(workers, Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 10), TimeProvider.System, Token));
            if (!_running.TryGetValue(random.Next(Workers), out var process))
                continue;
            process.Kill();
            kills++;
            if (kills is 13 or 27)
                await PostgreSqlServer.RestartAsync(Token);
        }

        return kills;
    }

    private static async Task<(long Traces, long Spans)> CompareAsync(ITraceClient client, ITraceStore store)
    {
        await using var copy = await store.CreateClientAsync(Token);
        var (traces, spans) = (0L, 0L);
        await Parallel.ForEachAsync(
            client.ListTracesAsync(cancellationToken: Token),
            new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = Token },
            async (summary, token) =>
            {
                var expected = await client.GetTraceAsync(summary.Reference, token);
                var actual = await copy.GetTraceAsync(summary.Reference, token);
                Assert.Equal(expected, actual);
                Interlocked.Increment(ref traces);
                Interlocked.Add(ref spans, expected.Spans.Count);
            });
        return (traces, spans);
    }
}
