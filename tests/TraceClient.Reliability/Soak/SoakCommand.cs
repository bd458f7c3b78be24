using System.CommandLine;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TraceClient.Testing;

namespace TraceClient.Reliability.Soak;

/// <summary><c>soak</c>: reads lists and traces over sockets that fail, and checks that all is there and nothing stays behind.</summary>
internal static class SoakCommand
{
    private const int Readers = 4;
    private const int Intervals = 10;

    public static Command Create()
    {
        var requests = new Option<int>("--requests") { Description = "How many requests to send.", DefaultValueFactory = _ => 200_000 };
        var faults = new Option<int>("--faults") { Description = "How many of 100 requests fail.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { Description = "Decides which requests fail.", DefaultValueFactory = _ => 1 };
        var command = new Command("soak",
            "Reads lists and traces over connections that fail, and checks data, sockets, handlers, timers and memory.") { requests, faults,
            seed };
        command.SetAction((arguments, token) =>
            RunAsync(arguments.GetValue(requests), arguments.GetValue(faults), arguments.GetValue(seed), token));
        return command;
    }

    private static async Task<int> RunAsync(int requests, int faults, int seed, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{requests:N0} requests, {faults} % of them fail, seed {seed}");
        await using var simulator = await TraceSimulator.StartAsync(
            options =>
            {
                options.TimeProvider = new FixedTimeProvider();
                (options.RequestLogCapacity, options.RecordedBodyBytes, options.Seed) = (100, 0, seed);
                (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.TracesPerSession) = (40, 40, 8);
            },
            cancellationToken);
        var before = Resources.Now();
        var run = new SoakRun(simulator);
        FaultRule[] rules;
        TimeSpan time;
        await using (var client = run.Connect())
        {
            await run.ReadTruthAsync(client, cancellationToken);
            rules = Break(simulator, faults / 100.0, seed);
            Console.WriteLine("| requests | lists | traces | sockets | timers | handlers | threads | memory |");
            Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
            var start = Stopwatch.StartNew();
            for (var interval = 1; interval <= Intervals; interval++)
            {
                var until = (long)requests * interval / Intervals;
                await Task.WhenAll(Enumerable.Range(0, Readers).Select(reader =>
                    Task.Run(() => run.ReadAsync(client, reader, until, cancellationToken), cancellationToken)));
                run.Keep(Resources.Now());
            }

            time = start.Elapsed;
        }

        simulator.Faults.Clear();
        return run.Report(before, await Resources.AfterAsync(before), rules.Sum(rule => (long)rule.AppliedCount), time);
    }

    /// <summary>Shares the failures out: resets, bodies cut at several places, statuses, late responses.</summary>
    private static FaultRule[] Break(TraceSimulator simulator, double share, int seed)
    {
        Func<FaultRuleBuilder, FaultRule>[] effects =
        [
            static rule => rule.ResetConnection(), static rule =>
            rule.CutBodyAt(0), static rule => rule.CutBodyAt(700), static rule => rule.CutBodyAt(5_000),
            static rule => rule.CutBodyAt(12_000), static rule => rule.RespondWith(503), static rule => rule.RespondWithHtml(502),
            static rule => rule.RespondWith(429, retryAfter: TimeSpan.Zero), static rule =>
            rule.RespondWith(500), static rule => rule.Delay(TimeSpan.FromMilliseconds(20)),
        ];
        return [.. effects.Select((effect, i) => effect(simulator.Faults.On().WithProbability(share / effects.Length, (seed * 100) + i)))];
    }

    /// <summary>The time of the simulator's data does not go on, so that every list is the same; its waits take their time.</summary>
    private sealed class FixedTimeProvider : TimeProvider
    {
        private readonly DateTimeOffset _now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _now;
    }

    /// <summary>The readers, and what they have found.</summary>
    private sealed class SoakRun(TraceSimulator simulator)
    {
        private readonly Dictionary<string, List<string>> _lists = new(StringComparer.Ordinal);
        private readonly List<(TraceReference Reference, Trace Trace)> _traces = [];
        private readonly List<Resources> _resources = [];
        private readonly List<string> _errors = [];
        private int _listsRead;
        private int _tracesRead;

        /// <summary>Gets the requests so far, by the handlers that send them.</summary>
        private long Requests => Interlocked.Read(ref CountingHandler.Requests);

        public StandaloneTraceClient Connect() => TraceClients.Create(
            options =>
            {
                simulator.Configure(options);
                (options.Calyptia.PageSize, options.Kubiya.PageSize, options.Galtea.PageSize) = (10, 10, 10);
                foreach (var source in new TraceSourceOptions[] { options.Calyptia, options.Kubiya, options.Galtea })
                {
                    source.PrimaryHandler = static () => new CountingHandler();

                    // One page in 10 fails: with the 3 retries of the default one list in some hundred would rightly end in an exception.
                    source.Resilience = new ResilienceOptions
                    {
                        MaxRetries = 9,
                        RetryDelay = TimeSpan.FromMilliseconds(1),
                        MaxRetryDelay = TimeSpan.FromMilliseconds(20),
                    };
                }
            },
            builder => builder.Services.AddSingleton<TimeProvider>(new FixedTimeProvider()));

        public async Task ReadTruthAsync(StandaloneTraceClient client, CancellationToken cancellationToken)
        {
            foreach (var source in client.Sources)
            {
                var list = await client.ListTracesAsync(new TraceQuery { Sources = [source.Name] }, cancellationToken)
                    .ToListAsync(cancellationToken);
                _lists[source.Name] = [.. list.Select(summary => summary.ToString())];
                foreach (var summary in list.Take(10))
                    _traces.Add((summary.Reference, await client.GetTraceAsync(summary.Reference, cancellationToken)));
            }

            CountingHandler.Requests = 0;
        }

        public async Task ReadAsync(StandaloneTraceClient client, int reader, long requests, CancellationToken cancellationToken)
        {
            var sources = _lists.Keys.Order(StringComparer.Ordinal).ToList();
            for (var i = reader; Requests < requests && _errors.Count < 20; i++)
            {
                var source = sources[i % sources.Count];
                try
                {
                    var list = await client.ListTracesAsync(new TraceQuery { Sources = [source] }, cancellationToken)
                        .ToListAsync(cancellationToken);
                    Check(_lists[source].SequenceEqual(list.Select(summary => summary.ToString()), StringComparer.Ordinal),
                        $"a list of {source} is another one");
                    Interlocked.Increment(ref _listsRead);
                    var (reference, trace) = _traces[i % _traces.Count];
                    Check(trace.Equals(await client.GetTraceAsync(reference, cancellationToken)), $"{reference} is another trace");
                    Interlocked.Increment(ref _tracesRead);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    Check(isTrue: false, $"{source}: {exception.Message}");
                }
            }
        }

        public void Keep(Resources resources)
        {
            _resources.Add(resources);
            Console.WriteLine($"| {Requests:N0} | {_listsRead:N0} | {_tracesRead:N0} | {resources} |");
        }

        public int Report(Resources before, Resources after, long failed, TimeSpan time)
        {
            const double MemoryGrowth = 1.2;
            Check(after.Sockets <= before.Sockets, $"{after.Sockets - before.Sockets} sockets stay open");
            Check(after.Timers <= before.Timers, $"{after.Timers - before.Timers} timers stay active");
            Check(after.Handlers == 0, $"{after.Handlers} handlers are not disposed");
            Check(_resources.Max(each => each.Handlers) == _lists.Count, "a source has more than one handler");
            Check(_resources[^1].Memory < (_resources[1].Memory * MemoryGrowth) + (4 << 20), "the memory grows");
            Console.WriteLine($"| after the client was disposed | | | {after} |");
            Console.WriteLine();
            Console.WriteLine(
                $"{Requests:N0} requests in {time.TotalSeconds:0} s, of which the simulator made {failed:N0} fail; "
                    + $"{_listsRead:N0} lists and {_tracesRead:N0} traces are complete.");
            foreach (var error in _errors)
                Console.WriteLine($"VIOLATION: {error}");
            Console.WriteLine(_errors.Count == 0 ? "Nothing was lost, nothing came twice, nothing stayed behind."
                : $"{_errors.Count} violations");
            return _errors.Count == 0 ? 0 : 1;
        }

        private void Check(bool isTrue, string error)
        {
            if (isTrue)
                return;
            lock (_errors)
                _errors.Add(error);
        }
    }
}

/// <summary>Represents what the process holds.</summary>
internal sealed record Resources(int Sockets, long Timers, int Handlers, int Threads, long Memory)
{
    public static Resources Now()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return new(CountSockets(), Timer.ActiveCount, CountingHandler.Alive, ThreadPool.ThreadCount,
            GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>Waits until there is no more than before, but not for long: closed connections leave the server a little later.</summary>
    public static async Task<Resources> AfterAsync(Resources before)
    {
        var now = Now();
        for (var i = 0; i < 100 && (now.Sockets > before.Sockets || now.Timers > before.Timers); i++)
        {
            await Task.Delay(100);
            now = Now();
        }

        return now;
    }

    public override string ToString() => $"{Sockets} | {Timers} | {Handlers} | {Threads} | {Memory / 1048576.0:0.0} MiB";

    // Both ends of a connection are in this process.
    private static int CountSockets() => !Directory.Exists("/proc/self/fd") ? 0 : Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(path => new FileInfo(path).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
}

/// <summary>A handler that counts itself and its requests.</summary>
internal sealed class CountingHandler : DelegatingHandler
{
    private static int _alive;
    private int _isDisposed;

    public CountingHandler()
        : base(new SocketsHttpHandler { UseCookies = false, AutomaticDecompression = DecompressionMethods.All }) =>
        Interlocked.Increment(ref _alive);

    /// <summary>Gets how many requests there were.</summary>
    public static long Requests;

    /// <summary>Gets how many handlers are not disposed.</summary>
    public static int Alive => _alive;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Requests);
        return base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0)
            Interlocked.Decrement(ref _alive);
        base.Dispose(disposing);
    }
}
