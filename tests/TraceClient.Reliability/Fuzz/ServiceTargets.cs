using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TraceClient.Testing;

namespace TraceClient.Reliability.Fuzz;

/// <summary>The operations of the sources, over responses of the simulator that are damaged on their way.</summary>
internal sealed class ServiceTargets
{
    // Of the waits only those for a timeout are not skipped.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(20);
    private static readonly DateTimeOffset SimulatorTime = new(2026, 11, 22, 11, 59, 0, TimeSpan.Zero);

    private readonly List<(SourceOperation Operation, IReadOnlyList<string> Keys)> _operations = [];
    private readonly Recording _recording = new();
    private readonly Action<TraceClientsOptions> _addresses;

    private ServiceTargets(Action<TraceClientsOptions> addresses) => _addresses = addresses;

    /// <summary>Gets the traces of the simulator, for what else reads traces.</summary>
    public IReadOnlyList<Trace> Traces { get; private set; } = [];

    /// <summary>Records what the simulator responds to each operation.</summary>
    public static async Task<ServiceTargets> RecordAsync()
    {
        using var recordingCase = new FuzzCase(seed: 0, "recording", index: 0) { MaxRequests = int.MaxValue };
        await using var simulator = await TraceSimulator.StartAsync(options =>
        {
            options.TimeProvider = new FakeTimeProvider(SimulatorTime);
            (options.Kubiya.Traces, options.Kubiya.SpansPerTrace, options.Galtea.Traces, options.Galtea.SpansPerTrace) = (5, 5, 5, 5);
            (options.Calyptia.Pipelines, options.Calyptia.SessionsPerPipeline, options.Calyptia.TracesPerSession,
                options.Calyptia.RecordsPerTrace) = (2, 1, 2, 4);
            (options.Calyptia.DefaultPageSize, options.Kubiya.UnknownMembers) = (5, true);
            (options.Calyptia.Token, options.Kubiya.Token, options.Galtea.Token) = (ErrorRule.Token, ErrorRule.Token, ErrorRule.Token);
        });
        var addresses = new TraceClientsOptions();
        simulator.Configure(addresses);
        var targets = new ServiceTargets(options =>
        {
            (options.Calyptia.BaseAddress, options.Kubiya.BaseAddress, options.Galtea.BaseAddress) =
                (addresses.Calyptia.BaseAddress, addresses.Kubiya.BaseAddress, addresses.Galtea.BaseAddress);
            options.Calyptia.ProjectId = addresses.Calyptia.ProjectId;
        });
        var traces = new List<Trace>();
        var operations = new List<SourceOperation>();
        await using var client = targets.Connect(targets._recording.CreateHandler(), NewClock(), log: null);
        foreach (var source in client.Sources)
        {
            var first = await client.ListTracesAsync(new TraceQuery { Sources = [source.Name] }).FirstAsync();
            traces.Add(await client.GetTraceAsync(first.Reference));
            operations.AddRange(SourceOperations.OfFacade(first.Reference));
        }

        foreach (var operation in operations.Concat(SourceOperations.OfApis(simulator)))
        {
            await using var recorder = targets.Connect(targets._recording.CreateHandler(), NewClock(), log: null);
            targets._operations.Add((operation, await Recording.KeysOfAsync(() => operation.CallAsync(recorder, CancellationToken.None))));
        }

        targets.Traces = traces;
        return targets;
    }

    public IEnumerable<FuzzTarget> All() =>
    [
        .. _operations.Select(known => new FuzzTarget(known.Operation.ToString(), fuzz => RunBodyAsync(fuzz, known.Operation, known.Keys))),
        new("http.status", fuzz => RunAsync(fuzz, ResponseDamage.Status)),
        new("http.headers", fuzz => RunAsync(fuzz, ResponseDamage.Headers)),
        new("http.retry-after", fuzz => RunAsync(fuzz, ResponseDamage.RetryAfter)),
        new("http.link", fuzz => RunAsync(fuzz, ResponseDamage.Link, static operation => operation.Source == SourceNames.Calyptia)),
        new("http.transport", RunTransportAsync),
    ];

    private async Task RunBodyAsync(FuzzCase fuzz, SourceOperation operation, IReadOnlyList<string> keys)
    {
        // The typed API gives the elements as they came: one that is damaged costs no other.
        if (!operation.Name.EndsWith("Async", StringComparison.Ordinal) && keys.Count == 1 && fuzz.Random.Next(4) == 0
            && await RunElementAsync(fuzz, operation, keys[0]))
            return;
        await RunAsync(fuzz, operation, keys, (recorded, random) => ResponseDamage.Body(fuzz, random, recorded));
    }

    private async Task<bool> RunElementAsync(FuzzCase fuzz, SourceOperation operation, string key)
    {
        var isElement = false;
        var clock = NewClock();
        using var replay = new Replay(_recording, key, (recorded, _, _) =>
        {
            if (new JsonMutator(fuzz.RandomOf(key)).MutateElement(recorded.Body) is not { } body)
                return Task.FromResult<HttpResponseMessage?>(null);
            isElement = true;
            fuzz.Note("one element of the list was changed");
            return Task.FromResult<HttpResponseMessage?>(Replay.ResponseOf(recorded, new FuzzStream(body)));
        });
        await using var plain = Connect(new Replay(_recording, "", (_, _, _) => Task.FromResult<HttpResponseMessage?>(null)), clock,
            log: null);
        var least = await operation.CallAsync(plain, fuzz.Cancellation) - 1;
        await using var client = Connect(replay, clock, new LeakLog());
        try
        {
            var count = await operation.CallAsync(client, fuzz.Cancellation);
            if (isElement && least >= 0 && count < least)
                throw new FuzzViolationException($"One damaged element cost {least - count} others.");
        }
        catch (TraceFormatException error) when (isElement && least >= 0)
        {
            throw new FuzzViolationException($"One damaged element cost the list: {error.Message}");
        }

        return isElement;
    }

    private Task RunAsync(
        FuzzCase fuzz, Func<FuzzCase, Random, RecordedResponse, HttpResponseMessage> damage, Func<SourceOperation, bool>? which = null)
    {
        var operations = _operations.Where(known => which?.Invoke(known.Operation) != false).ToList();
        var (operation, keys) = operations[fuzz.Random.Next(operations.Count)];
        fuzz.Note(operation.ToString());
        return RunAsync(fuzz, operation, keys, (recorded, random) => damage(fuzz, random, recorded));
    }

    private Task RunTransportAsync(FuzzCase fuzz)
    {
        var (operation, keys) = _operations[fuzz.Random.Next(_operations.Count)];
        fuzz.Note(operation.ToString());
        var clock = NewClock();
        return RunAsync(fuzz, operation, keys, clock, (recorded, random, token) =>
            ResponseDamage.TransportAsync(fuzz, random, recorded, clock, token));
    }

    private Task RunAsync(FuzzCase fuzz, SourceOperation operation, IReadOnlyList<string> keys, Func<RecordedResponse, Random,
        HttpResponseMessage> damage) =>
        RunAsync(fuzz, operation, keys, NewClock(), (recorded, random, _) =>
            Task.FromResult(damage(recorded, random)));

    private async Task RunAsync(
        FuzzCase fuzz, SourceOperation operation, IReadOnlyList<string> keys, AutoAdvancingTimeProvider clock,
        Func<RecordedResponse, Random, CancellationToken, Task<HttpResponseMessage>> damage)
    {
        var key = keys[fuzz.Random.Next(keys.Count)];
        var times = fuzz.Random.Next(2) == 0 ? 1 : int.MaxValue;
        fuzz.Note(key);

        // A damaged trace may never be complete, and is followed until the caller has enough.
        if (operation.Name == nameof(ITraceClient.FollowAsync))
            (fuzz.MaxRequests, fuzz.MayBeCancelled) = (40, true);
        using var replay = new Replay(_recording, key, async (recorded, count, token) =>
            count < times ? await damage(recorded, fuzz.RandomOf($"{key} {count}"), token) : null);
        await using var client = Connect(replay, clock, new LeakLog());
        await operation.CallAsync(client, fuzz.Cancellation);
    }

    private static AutoAdvancingTimeProvider NewClock() => new() { LongestSkippedWait = Timeout - TimeSpan.FromTicks(1) };

    private StandaloneTraceClient Connect(HttpMessageHandler handler, TimeProvider clock, ILoggerProvider? log) => TraceClients.Create(
        options =>
        {
            _addresses(options);
            foreach (var source in new TraceSourceOptions[] { options.Calyptia, options.Kubiya, options.Galtea })
            {
                (source.Token, source.PrimaryHandler) = (ErrorRule.Token, () => handler);
                source.Resilience = new ResilienceOptions
                {
                    MaxRetries = 2,
                    AttemptTimeout = Timeout,
                    TotalTimeout = Timeout,
                    BodyIdleTimeout = Timeout,
                    CircuitFailureRatio = 0,
                };
                source.Limits = new LimitOptions { MaxElementBytes = FuzzLimits.ElementBytes, MaxBodyBytes = FuzzLimits.BodyBytes };
            }
        },
        builder =>
        {
            builder.Services.AddSingleton(clock);
            if (log is not null)
                builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        });
}

/// <summary>The limits that the fuzzer's readers are given.</summary>
internal static class FuzzLimits
{
    public const int ElementBytes = 64 << 10;
    public const int BodyBytes = 512 << 10;
}

/// <summary>A log that must not show a secret.</summary>
internal sealed class LeakLog : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
        string> formatter)
    {
        if (ErrorRule.LeakIn($"{formatter(state, exception)} {exception}") is { } secret)
            throw new FuzzViolationException($"The log message {eventId} shows {secret}.");
    }

    public void Dispose()
    {
    }
}
