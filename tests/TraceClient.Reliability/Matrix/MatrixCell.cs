using Microsoft.Extensions.DependencyInjection;
using TraceClient.Testing;

namespace TraceClient.Reliability.Matrix;

/// <summary>One operation of one source under one fault, with a client of its own.</summary>
internal sealed class MatrixCell(TraceSimulator simulator, SourceOperation operation) : IAsyncDisposable
{
    public const string Value = "value";

    // Longer than any outcome takes whose timeouts are skipped or short.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly TraceClientsOptions _options = new();
    private TimeProvider _clock = new AutoAdvancingTimeProvider();
    private Action<StandaloneTraceClient>? _onRequest;
    private IAsyncDisposable? _toDispose;

    /// <summary>Gets the options of the source.</summary>
    public TraceSourceOptions Options => operation.Source switch
    {
        SourceNames.Calyptia => _options.Calyptia,
        SourceNames.Kubiya => _options.Kubiya,
        _ => _options.Galtea,
    };

    private SimulatedService Service => Enum.Parse<SimulatedService>(operation.Source, ignoreCase: true);

    /// <summary>Runs the operation.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="expectedCount">How many elements there are when nothing goes wrong; null when that is not known yet.</param>
    public async Task<MatrixOutcome> RunAsync(MatrixFault fault, int? expectedCount)
    {
        simulator.Configure(_options);
        (_options.Calyptia.Enabled, _options.Kubiya.Enabled, _options.Galtea.Enabled) = (false, false, false);
        (_options.Calyptia.PageSize, _options.Kubiya.PageSize, _options.Galtea.PageSize) = (5, 5, 5);
        Options.Enabled = true;
        Options.Limits = new LimitOptions { MaxElementBytes = 1 << 20, MaxBodyBytes = 2 << 20 };
        Options.Resilience = new ResilienceOptions
        {
            AttemptTimeout = TimeSpan.FromMinutes(10),
            TotalTimeout = TimeSpan.FromMinutes(20),
            BodyIdleTimeout = TimeSpan.FromMinutes(10),
        };
        simulator.Faults.Clear();
        simulator.Requests.Clear();
        fault.Arrange(this);
        await using var client = TraceClients.Create(
            options =>
            {
                (options.Calyptia, options.Kubiya, options.Galtea) = (_options.Calyptia, _options.Kubiya, _options.Galtea);
            },
            builder => builder.Services.AddSingleton(_clock));
        try
        {
            var call = operation.CallAsync(client, _cancellation.Token);
            if (_onRequest is not null)
            {
                while (simulator.Requests.Count == 0)
                    await Task.Delay(5);
                _onRequest(client);
            }

            var count = await call.WaitAsync(MaxTime);
            var outcome = expectedCount is null || count == expectedCount ? Value
                : count == 0 && operation.Name == nameof(ITraceClient.FindTraceAsync) ? "null"
                : $"value with {count} instead of {expectedCount}";
            var isViolation = outcome is not (Value or "null") && !(fault.MayCostElement && count < expectedCount);
            return new MatrixOutcome(operation, fault, outcome, "", simulator.Requests.Count, isViolation) { Count = count };
        }
        catch (Exception exception)
        {
            var isDisposed = exception is ObjectDisposedException && fault.Expected == nameof(ObjectDisposedException);
            var violation = ErrorRule.ViolationOf(exception, _cancellation.IsCancellationRequested, _ => isDisposed);
            var name = exception is OperationCanceledException ? nameof(OperationCanceledException) : exception.GetType().Name;
            return new MatrixOutcome(operation, fault, name, violation ?? exception.Message, simulator.Requests.Count,
                violation is not null);
        }
    }

    /// <summary>Begins a rule for the requests of the source.</summary>
    public FaultRuleBuilder On() => simulator.Faults.On(Service);

    /// <summary>Runs on the clock of this machine, with short timeouts.</summary>
    public void UseRealTime()
    {
        _clock = TimeProvider.System;
        Options.Resilience = new ResilienceOptions
        {
            MaxRetries = 2,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            AttemptTimeout = TimeSpan.FromMilliseconds(150),
            TotalTimeout = TimeSpan.FromSeconds(2),
            BodyIdleTimeout = TimeSpan.FromMilliseconds(100),
        };
    }

    /// <summary>Does something when the first request has arrived.</summary>
    public void OnRequest(Action<StandaloneTraceClient> action) => _onRequest = action;

    public void Cancel() => _cancellation.Cancel();

    public void OnEnd(IAsyncDisposable toDispose) => _toDispose = toDispose;

    public async ValueTask DisposeAsync()
    {
        _cancellation.Dispose();
        if (_toDispose is not null)
            await _toDispose.DisposeAsync();
    }
}

/// <summary>Represents how an operation ended.</summary>
internal sealed record MatrixOutcome(SourceOperation Operation, MatrixFault Fault, string Outcome, string Detail, int Requests,
    bool IsViolation)
{
    public int? Count { get; init; }

    public bool IsExpected => Outcome == Fault.Expected;
}
