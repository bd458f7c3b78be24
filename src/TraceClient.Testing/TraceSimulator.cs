namespace TraceClient.Testing;

/// <summary>Simulates Calyptia Core, Kubiya and Galtea: an HTTP server on a loopback port, with realistic generated data.</summary>
/// <example>
/// <code>
/// await using var simulator = await TraceSimulator.StartAsync();
/// services.AddTraceClients(simulator.Configure);
/// </code>
/// </example>
public sealed class TraceSimulator : IAsyncDisposable
{
    /// <summary>The secret in <c>config.rawConfig</c> of each pipeline. A client must neither keep nor log it.</summary>
    public const string PipelineSecret = "simulated-secret-do-not-keep";

    private readonly SimulatorServer _server;
    private readonly Action<string> _onUnusedFaults;
    private int _isDisposed;

    private TraceSimulator(
        SimulatorServer server, Action<string> onUnusedFaults, RequestLog requests, FaultRules faults, SimulatorTokens tokens,
        SimulatedCalyptia calyptia, SimulatedKubiya kubiya, SimulatedGaltea galtea)
    {
        (_server, _onUnusedFaults) = (server, onUnusedFaults);
        (Requests, Faults, Tokens) = (requests, faults, tokens);
        (Calyptia, Kubiya, Galtea) = (calyptia, kubiya, galtea);
    }

    /// <summary>Gets the base address of Calyptia Core. It has a path, as have the other two.</summary>
    public Uri CalyptiaAddress => new(_server.Address, "calyptia");

    /// <summary>Gets the base address of the Kubiya control plane.</summary>
    public Uri KubiyaAddress => new(_server.Address, "kubiya");

    /// <summary>Gets the base address of Galtea.</summary>
    public Uri GalteaAddress => new(_server.Address, "galtea");

    /// <summary>Gets the requests that the simulator received.</summary>
    public RequestLog Requests { get; }

    /// <summary>Gets the rules for fault injection.</summary>
    public FaultRules Faults { get; }

    /// <summary>Gets the valid tokens.</summary>
    public SimulatorTokens Tokens { get; }

    /// <summary>Gets the data of Calyptia Core.</summary>
    public SimulatedCalyptia Calyptia { get; }

    /// <summary>Gets the data of the Kubiya control plane.</summary>
    public SimulatedKubiya Kubiya { get; }

    /// <summary>Gets the data of Galtea.</summary>
    public SimulatedGaltea Galtea { get; }

    /// <summary>Starts a simulator. Dispose it to release the port.</summary>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The running simulator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size or the port is out of range.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<TraceSimulator> StartAsync(
        Action<TraceSimulatorOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var options = new TraceSimulatorOptions();
        configure?.Invoke(options);
        TraceSimulatorOptionsValidator.Validate(options);
        var (log, faults) = (new RequestLog(options.RequestLogCapacity), new FaultRules(options.TimeProvider));

        var calyptiaData = new CalyptiaData(options);
        var calyptiaWriter = new CalyptiaWriter(calyptiaData, options.Calyptia, new SeededRandom(options.Seed, "calyptia content"));
        var calyptia = new CalyptiaStore(calyptiaData, calyptiaWriter, options);
        var kubiyaData = new KubiyaData(options);
        var kubiyaWriter = new KubiyaWriter(kubiyaData, options.Kubiya, new SeededRandom(options.Seed, "kubiya content"));
        var kubiya = new KubiyaStore(kubiyaData, kubiyaWriter, options);
        var galteaData = new GalteaData(options);
        var galteaWriter = new GalteaWriter(galteaData, options.Galtea, new SeededRandom(options.Seed, "galtea content"));
        var galtea = new GalteaStore(galteaData, galteaWriter, options);

        var tokens = new SimulatorTokens(
            options.Calyptia.Token ?? ProjectToken(calyptiaData.ProjectId, options.Seed),
            options.Kubiya.Token ?? $"kubiya-simulated-{options.Seed}",
            options.Galtea.Token ?? $"gsk_simulated{options.Seed}");
        var services = new Dictionary<SimulatedService, ServiceHandler>
        {
            [SimulatedService.Calyptia] = new CalyptiaService(calyptia, calyptiaWriter, options, tokens),
            [SimulatedService.Kubiya] = new KubiyaService(kubiya, kubiyaWriter, options, tokens),
            [SimulatedService.Galtea] = new GalteaService(galtea, galteaWriter, options, tokens),
        };
        var server = await SimulatorServer.StartAsync(options, log, faults, services, cancellationToken).ConfigureAwait(false);
        return new TraceSimulator(
            server, options.OnUnusedFaults, log, faults, tokens, new SimulatedCalyptia(calyptia), new SimulatedKubiya(kubiya),
            new SimulatedGaltea(galtea));
    }

    /// <summary>Gets the base address of a service.</summary>
    /// <param name="service">The service.</param>
    /// <returns>The address, such as <c>http://127.0.0.1:5000/kubiya</c>.</returns>
    public Uri AddressOf(SimulatedService service) => service switch
    {
        SimulatedService.Calyptia => CalyptiaAddress,
        SimulatedService.Kubiya => KubiyaAddress,
        _ => GalteaAddress,
    };

    /// <summary>Configures a client for this simulator: addresses, tokens and the project of Calyptia.</summary>
    /// <param name="options">The options of the client.</param>
    public void Configure(TraceClientsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (options.Calyptia.BaseAddress, options.Calyptia.Token) = (CalyptiaAddress, Tokens.Calyptia);
        (options.Kubiya.BaseAddress, options.Kubiya.Token) = (KubiyaAddress, Tokens.Kubiya);
        (options.Galtea.BaseAddress, options.Galtea.Token) = (GalteaAddress, Tokens.Galtea);
        options.Calyptia.ProjectId = Calyptia.ProjectId;
    }

    /// <summary>Adds a trace to the data of the service that its source names.</summary>
    /// <remarks>
    /// <para>
    /// A client reads the same spans, times, records, attributes and status, and more attributes, since the service adds members of its
    /// own. It derives <see cref="Trace.IsComplete"/>, <see cref="Trace.Warnings"/> and <see cref="Span.Warnings"/> from them.
    /// </para>
    /// <para>
    /// Kubiya supports events, exceptions and links, but no inputs and outputs. It has no types of spans: Agent, Tool, Generation and
    /// Embedding become the attribute <c>gen_ai.operation.name</c>. Galtea supports inputs, outputs, and errors with a message. Calyptia
    /// supports log records, whole seconds, and the steps of one chunk: an input with filters, a pre-output and outputs, each the child
    /// of the one before. An output with the status Ok has delivered.
    /// </para>
    /// </remarks>
    /// <param name="trace">The trace, for example from a <see cref="TraceBuilder"/>.</param>
    /// <exception cref="ArgumentException">
    /// The service does not support a property of the trace, which the message names; the id of the trace or of a span already exists; or
    /// the source is not one of the three services.
    /// </exception>
    public void Add(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        switch (trace.Source)
        {
            case SourceNames.Calyptia:
                Calyptia.Add(trace);
                break;
            case SourceNames.Kubiya:
                Kubiya.Add(trace);
                break;
            case SourceNames.Galtea:
                Galtea.Add(trace);
                break;
            default:
                throw new ArgumentException(
                    $"Unknown source '{trace.Source}'. Use calyptia, kubiya or galtea.", nameof(trace));
        }
    }

    /// <summary>Stops the server and releases the port.</summary>
    /// <remarks>Unused fault rules are reported to <see cref="TraceSimulatorOptions.OnUnusedFaults"/>.</remarks>
    /// <returns>A task that completes when the port is released.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _server.DisposeAsync().ConfigureAwait(false);
        if (Faults.Unused is not { Count: > 0 } unused)
            return;
        string[] lines =
        [
            "TraceSimulator: unused fault rules. Check their service, method, path and conditions.",
            .. unused.Select(rule => $"  {rule}"),
        ];
        _onUnusedFaults(string.Join(Environment.NewLine, lines));
    }

    /// <summary>Creates a token in the format of the vendor: JSON as base64url without padding, a dot, a signature.</summary>
    private static string ProjectToken(string projectId, int seed)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"ID":"{{projectId}}","ProjectID":"{{projectId}}"}""");
        return $"{Convert.ToBase64String(json).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.simulated{seed}";
    }
}
