namespace TraceClient.Testing;

/// <summary>The size and the habits of the simulated Kubiya control plane.</summary>
public sealed class KubiyaSimulatorOptions : SimulatedServiceOptions
{
    /// <summary>How many traces there are.</summary>
    /// <value>The default is 25.</value>
    public int Traces { get; set; } = 25;

    /// <summary>How many spans each trace has.</summary>
    /// <value>The default is null: 3 to 20.</value>
    public int? SpansPerTrace { get; set; }

    /// <summary>How long the chain of spans at the start of each trace is, each
    /// the child of the one before; at least so many spans are made.</summary>
    /// <value>The default is null: 2 to 4.</value>
    public int? Depth { get; set; }

    /// <summary>How long after the start of the simulator the last span of the newest trace shows up.</summary>
    /// <value>The default is null: it is there from the start.</value>
    public TimeSpan? LateBy { get; set; }

    /// <summary>How dates are written.</summary>
    /// <value>The default is <see cref="KubiyaDateForm.Zulu"/>.</value>
    public KubiyaDateForm DateForm { get; set; }

    /// <summary>Writes dates without a fraction instead of with six digits.</summary>
    /// <value>The default is false.</value>
    public bool WholeSeconds { get; set; }

    /// <summary>Wraps errors as <c>{"error":{"id","code","message","timestamp"}}</c>, as some deployments do.</summary>
    /// <value>The default is false: <c>{"detail": …}</c>.</value>
    public bool ErrorEnvelope { get; set; }

    /// <summary>Each list or read of traces creates a trace of itself
    /// (<c>traces.list</c>, <c>traces.get</c>), as in the real service.</summary>
    /// <value>The default is false.</value>
    public bool ReadsCreateTraces { get; set; }

    /// <summary>How many requests a minute are answered before 429; also sends the <c>X-RateLimit-*</c> headers.</summary>
    /// <value>The default is null: no limit and no headers.</value>
    public int? RequestsPerMinute { get; set; }
}
