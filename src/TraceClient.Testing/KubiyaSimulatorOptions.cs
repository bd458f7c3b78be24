namespace TraceClient.Testing;

/// <summary>Options of the simulated Kubiya control plane: the amount of data, and behaviour that differs between deployments.</summary>
public sealed class KubiyaSimulatorOptions : SimulatedServiceOptions
{
    /// <summary>Gets or sets the number of traces.</summary>
    /// <value>The default is 25.</value>
    public int Traces { get; set; } = 25;

    /// <summary>Gets or sets the number of spans of each trace.</summary>
    /// <value>The default is null: 3 to 20.</value>
    public int? SpansPerTrace { get; set; }

    /// <inheritdoc cref="GalteaSimulatorOptions.Depth"/>
    public int? Depth { get; set; }

    /// <summary>Gets or sets the time from the start of the simulator until the last span of the newest trace appears.</summary>
    /// <value>The default is null: the span exists from the start.</value>
    public TimeSpan? LastSpanDelay { get; set; }

    /// <summary>Gets or sets the format of dates.</summary>
    /// <value>The default is <see cref="KubiyaDateFormat.Zulu"/>.</value>
    public KubiyaDateFormat DateFormat { get; set; }

    /// <summary>Gets or sets whether dates have no fraction of a second.</summary>
    /// <value>The default is false: six digits.</value>
    public bool WholeSeconds { get; set; }

    /// <summary>Gets or sets whether errors are wrapped as <c>{"error":{"id","code","message","timestamp"}}</c>.</summary>
    /// <value>The default is false: <c>{"detail": …}</c>.</value>
    public bool ErrorEnvelope { get; set; }

    /// <summary>Gets or sets whether each request for traces creates a trace of itself, as in the real service.</summary>
    /// <remarks>The traces are named <c>traces.list</c> and <c>traces.get</c>.</remarks>
    /// <value>The default is false.</value>
    public bool ReadsCreateTraces { get; set; }

    /// <summary>Gets or sets the maximum number of requests a minute. Further requests fail with 429.</summary>
    /// <remarks>With a limit each response has the <c>X-RateLimit-*</c> headers.</remarks>
    /// <value>The default is null: no limit and no headers.</value>
    public int? RequestsPerMinute { get; set; }
}
