using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TraceClient.Testing;
using TraceClient.Tests.Contract;

namespace TraceClient.Tests.Leaks;

/// <summary>A simulator with secrets in all places, and everything that clients of it say while a test makes them fail.</summary>
internal sealed class LeakRun : IAsyncDisposable
{
    private readonly AutoAdvancingTimeProvider _clock = new();
    private readonly LeakSubject _subject;
    private readonly EvidenceTelemetry _telemetry;
    private readonly EvidenceLog _log;
    private readonly string _traceId;

    private LeakRun(LeakSubject subject, TraceSimulator simulator)
    {
        (_subject, Simulator) = (subject, simulator);
        Evidence = new Evidence(new Planted(subject.Token));
        _telemetry = new EvidenceTelemetry(Evidence);
        _log = new EvidenceLog(Evidence);
        _traceId = subject.AddTrace(simulator);
    }

    public TraceSimulator Simulator { get; }

    public Evidence Evidence { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<LeakRun> StartAsync(LeakSubject subject)
    {
        var simulator = await TraceSimulator.StartAsync(
            options =>
            {
                options.TimeProvider = new FakeTimeProvider(ContractClient.SimulatorTime);
                subject.Contract.Size(options, traces: 4);
                subject.Contract.OptionsOf(options).Token = subject.Token;
            },
            Token);
        return new LeakRun(subject, simulator);
    }

    /// <summary>A client without a circuit breaker and with one retry, which logs everything.</summary>
    public StandaloneTraceClient Connect(Action<TraceSourceOptions>? configure = null) => ContractClient.Connect(
        Simulator,
        _subject.Contract,
        _clock,
        options =>
        {
            var source = _subject.Contract.OptionsOf(options);
            source.Resilience.CircuitFailureRatio = 0;
            source.Resilience.MaxRetries = 1;
            configure?.Invoke(source);
            Evidence.AddObject(options);
        },
        services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log)));

    public FaultRuleBuilder OnAll() => Simulator.Faults.On(_subject.Contract.Service);

    /// <summary>Lists, opens and checks: the calls that meet each fault once.</summary>
    public async Task AskAsync(ITraceClient client)
    {
        await KeepAsync(async () => await KeepAsync(client.ListTracesAsync(cancellationToken: Token)));
        await KeepAsync(async () => Evidence.AddObject(await client.FindTraceAsync(Reference, Token)));
        await KeepAsync(async () => Evidence.AddObject(await client.CheckHealthAsync(Token)));
    }

    /// <summary>Makes every kind of call there is.</summary>
    public async Task AskAllAsync(StandaloneTraceClient client)
    {
        await AskAsync(client);
        var query = new TraceQuery
        {
            SearchText = Planted.Phrase,
            User = Planted.EMail,
            Name = Planted.EMail,
            SessionId = "session-1",
            ServiceName = Planted.Key
        };
        Evidence.AddObject(query);
        await KeepAsync(async () => await KeepAsync(client.ListTracesAsync(query with { ContinueOnSourceFailure = true }, Token)));
        await KeepAsync(async () =>
            Evidence.AddObject(await client.GetTraceAsync(new TraceReference(_subject.Contract.Name, _subject.Contract.UnknownId), Token)));
        await KeepAsync(async () => await KeepAsync(client.StreamSpansAsync(Reference, Token)));
        await KeepAsync(async () => await KeepAsync(client.FollowAsync(Reference, cancellationToken: Token).Take(2)));
        foreach (var call in _subject.Calls(client, Simulator, _traceId))
            await KeepAsync(async () => Evidence.AddObject(await call(Token)));
    }

    /// <summary>Does something and keeps what it throws.</summary>
    public async Task KeepAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception exception) when (!Token.IsCancellationRequested)
        {
            Evidence.AddException(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _telemetry.Dispose();
        _log.Dispose();
        await Simulator.DisposeAsync();
    }

    private TraceReference Reference => new(_subject.Contract.Name, _traceId);

    private async Task KeepAsync<T>(IAsyncEnumerable<T> items)
    {
        try
        {
            await foreach (var item in items.WithCancellation(Token))
                Evidence.AddObject(item);
        }
        finally
        {
            Evidence.AddObject(items);
        }
    }
}
