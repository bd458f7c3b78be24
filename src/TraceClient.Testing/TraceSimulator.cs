namespace TraceClient.Testing;

/// <summary>Calyptia Core, Kubiya and Galtea in one process: a real HTTP
/// server on a free loopback port, with data that looks real.</summary>
/// <example>
/// <code>
/// await using var simulator = await TraceSimulator.StartAsync();
/// services.AddTraceClients(simulator.Configure);
/// </code>
/// </example>
public sealed class TraceSimulator : IAsyncDisposable
{
    /// <summary>The secret that stands in every pipeline's <c>config.rawConfig</c>: a client that keeps or logs it has a fault.</summary>
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

    /// <summary>The base address of Calyptia Core; it has a path of its own, which a client must keep.</summary>
    public Uri CalyptiaAddress => new(_server.Address, "calyptia");

    /// <summary>The base address of the Kubiya control plane.</summary>
    public Uri KubiyaAddress => new(_server.Address, "kubiya");

    /// <summary>The base address of Galtea.</summary>
    public Uri GalteaAddress => new(_server.Address, "galtea");

    /// <summary>The requests received.</summary>
    public RequestLog Requests { get; }

    /// <summary>What is to go wrong.</summary>
    public FaultRules Faults { get; }

    /// <summary>The valid tokens.</summary>
    public SimulatorTokens Tokens { get; }

    /// <summary>The data of Calyptia Core.</summary>
    public SimulatedCalyptia Calyptia { get; }

    /// <summary>The data of the Kubiya control plane.</summary>
    public SimulatedKubiya Kubiya { get; }

    /// <summary>The data of Galtea.</summary>
    public SimulatedGaltea Galtea { get; }

    /// <summary>Starts a simulator; dispose of it to free the port.</summary>
    /// <param name="configure">Sets seed, sizes and habits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the port is none.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<TraceSimulator> StartAsync(
        Action<TraceSimulatorOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var options = new TraceSimulatorOptions();
        configure?.Invoke(options);
        SizeCheck.Throw(options);
        var (log, faults) = (new RequestLog(options.RequestLogCapacity), new FaultRules(options.TimeProvider));

        var calyptiaData = new CalyptiaData(options);
        var calyptiaWriter = new CalyptiaWriter(calyptiaData, options.Calyptia, new Noise(options.Seed, "calyptia content"));
        var calyptia = new CalyptiaStore(calyptiaData, calyptiaWriter, options);
        var kubiyaData = new KubiyaData(options);
        var kubiyaWriter = new KubiyaWriter(kubiyaData, options.Kubiya, new Noise(options.Seed, "kubiya content"));
        var kubiya = new KubiyaStore(kubiyaData, kubiyaWriter, options);
        var galteaData = new GalteaData(options);
        var galteaWriter = new GalteaWriter(galteaData, options.Galtea, new Noise(options.Seed, "galtea content"));
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

    /// <summary>The base address of one service.</summary>
    public Uri AddressOf(SimulatedService service) => service switch
    {
        SimulatedService.Calyptia => CalyptiaAddress,
        SimulatedService.Kubiya => KubiyaAddress,
        _ => GalteaAddress,
    };

    /// <summary>Points a client at this simulator: addresses, tokens and Calyptia's project.</summary>
    public void Configure(TraceClientsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (options.Calyptia.BaseAddress, options.Calyptia.Token) = (CalyptiaAddress, Tokens.Calyptia);
        (options.Kubiya.BaseAddress, options.Kubiya.Token) = (KubiyaAddress, Tokens.Kubiya);
        (options.Galtea.BaseAddress, options.Galtea.Token) = (GalteaAddress, Tokens.Galtea);
        options.Calyptia.ProjectId = Calyptia.ProjectId;
    }

    /// <summary>Adds a trace to the service that its source names, which serves it from then on like its own.</summary>
    /// <remarks>
    /// <para>
    /// A client that reads it gets the spans, times, records, attributes and the status of the trace, and more attributes, as the service
    /// adds members of its own. <see cref="Trace.IsComplete"/>, <see cref="Trace.Warnings"/> and <see cref="Span.Warnings"/> follow from
    /// the rest.
    /// </para>
    /// <para>
    /// Kubiya takes events, exceptions and links, and no inputs and outputs. It has no types of spans: Agent, Tool, Generation and
    /// Embedding become the attribute <c>gen_ai.operation.name</c>. Galtea takes inputs, outputs, and failures with a message. Calyptia
    /// takes log records, whole seconds, and the steps of one chunk: an input with filters, a pre-output and outputs below one another;
    /// an output that ended well has delivered.
    /// </para>
    /// </remarks>
    /// <param name="trace">The trace, such as one of a <see cref="TraceBuilder"/>.</param>
    /// <exception cref="ArgumentException">
    /// The service cannot carry something of the trace, which the message names; it has a trace or a span of that id already; or no
    /// service goes by the name of the source.
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
                    $"The simulator plays no source '{trace.Source}'; it plays calyptia, kubiya and galtea.", nameof(trace));
        }
    }

    /// <summary>Stops the server and frees the port.</summary>
    /// <remarks>Fault rules that have done nothing are reported to <see cref="TraceSimulatorOptions.OnUnusedFaults"/>.</remarks>
    /// <returns>A task that ends when the port is free.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _server.DisposeAsync().ConfigureAwait(false);
        if (Faults.Unused is not { Count: > 0 } unused)
            return;
        string[] lines =
        [
            "TraceSimulator: fault rules did nothing. Check their service, method, path and conditions.",
            .. unused.Select(rule => $"  {rule}"),
        ];
        _onUnusedFaults(string.Join(Environment.NewLine, lines));
    }

    /// <summary>The vendor's form: base64url of JSON without padding, a dot, a signature.</summary>
    private static string ProjectToken(string projectId, int seed)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"ID":"{{projectId}}","ProjectID":"{{projectId}}"}""");
        return $"{Convert.ToBase64String(json).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.simulated{seed}";
    }
}
