namespace TraceClient.Testing;

/// <summary>Options of the simulated Galtea: the amount of data, and behaviour that differs between deployments.</summary>
public sealed class GalteaSimulatorOptions : SimulatedServiceOptions
{
    /// <summary>Gets or sets the number of inference results (traces).</summary>
    /// <value>The default is 25.</value>
    public int Traces { get; set; } = 25;

    /// <summary>Gets or sets the number of rows of <c>/traces</c> (spans) of each inference result.</summary>
    /// <value>The default is null: 3 to 20.</value>
    public int? SpansPerTrace { get; set; }

    /// <summary>Gets or sets the length of the chain of spans, each the child of the one before, at the start of each trace.</summary>
    /// <remarks>A trace has at least this number of spans.</remarks>
    /// <value>The default is null: 2 to 4.</value>
    public int? Depth { get; set; }

    /// <summary>Gets or sets the time from the start of the simulator until the last row of the newest inference result appears.</summary>
    /// <value>The default is null: the row exists from the start.</value>
    public TimeSpan? LastSpanDelay { get; set; }

    /// <summary>Gets or sets whether a list is wrapped as <c>{data, total, page, limit}</c>.</summary>
    /// <value>The default is false: an array.</value>
    public bool WrapLists { get; set; }

    /// <summary>Gets or sets the number of rows of a page if the request has no <c>limit</c>.</summary>
    /// <value>The default is 100.</value>
    public int DefaultLimit { get; set; } = 100;

    /// <summary>Gets or sets the maximum number of rows of a page. A larger <c>limit</c> of a request has no effect.</summary>
    /// <value>The default is 1000.</value>
    public int MaxLimit { get; set; } = 1000;

    /// <summary>Gets or sets the maximum length of a URL in characters. The firewall responds to a longer one with an HTML page.</summary>
    /// <value>The default is 2300.</value>
    public int MaxUrlLength { get; set; } = 2300;

    /// <summary>Gets or sets the status code of that page: 403 for the firewall, or 414 for a proxy.</summary>
    /// <value>The default is 403.</value>
    public int LongUrlStatus { get; set; } = 403;

    /// <summary>Gets or sets n, if POST <c>/traces/batch</c> omits each n-th row without an error.</summary>
    /// <value>The default is 0: only invalid rows are omitted.</value>
    public int BatchDropsEvery { get; set; }
}
