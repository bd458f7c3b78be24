namespace TraceClient.Testing;

/// <summary>The size and the habits of the simulated Galtea.</summary>
public sealed class GalteaSimulatorOptions : SimulatedServiceOptions
{
    /// <summary>How many inference results (traces) there are.</summary>
    /// <value>The default is 25.</value>
    public int Traces { get; set; } = 25;

    /// <summary>How many rows of <c>/traces</c> (spans) each inference result has.</summary>
    /// <value>The default is null: 3 to 20.</value>
    public int? SpansPerTrace { get; set; }

    /// <summary>How long the chain of spans at the start of each trace is, each
    /// the child of the one before; at least so many spans are made.</summary>
    /// <value>The default is null: 2 to 4.</value>
    public int? Depth { get; set; }

    /// <summary>How long after the start of the simulator the last row of the newest inference result shows up.</summary>
    /// <value>The default is null: it is there from the start.</value>
    public TimeSpan? LateBy { get; set; }

    /// <summary>Wraps lists as <c>{data, total, page, limit}</c> instead of a plain array.</summary>
    /// <value>The default is false.</value>
    public bool WrapLists { get; set; }

    /// <summary>How many rows a list has when the request does not say <c>limit</c>.</summary>
    /// <value>The default is 100.</value>
    public int DefaultLimit { get; set; } = 100;

    /// <summary>The most rows that a list has, whatever <c>limit</c> asks for.</summary>
    /// <value>The default is 1000.</value>
    public int MaxLimit { get; set; } = 1000;

    /// <summary>From how many characters of URL on the firewall answers an HTML page.</summary>
    /// <value>The default is 2300.</value>
    public int MaxUrlLength { get; set; } = 2300;

    /// <summary>The status of that page: 403 as from the firewall, or 414 as from a proxy.</summary>
    /// <value>The default is 403.</value>
    public int LongUrlStatus { get; set; } = 403;

    /// <summary>POST <c>/traces/batch</c> leaves out each n-th row without a word: its partial success.</summary>
    /// <value>The default is 0: none is left out but those that are at fault.</value>
    public int BatchDropsEvery { get; set; }
}
