namespace TraceClient.Testing;

/// <summary>The size and the habits of the simulated Calyptia Core.</summary>
public sealed class CalyptiaSimulatorOptions : SimulatedServiceOptions
{
    /// <summary>How many pipelines the project has.</summary>
    /// <value>The default is 3. With 0 the project is empty.</value>
    public int Pipelines { get; set; } = 3;

    /// <summary>How many trace sessions each pipeline has; the newest is active, the others have ended.</summary>
    /// <value>The default is 2.</value>
    public int SessionsPerPipeline { get; set; } = 2;

    /// <summary>How many traces (chunks) each session has.</summary>
    /// <value>The default is 4.</value>
    public int TracesPerSession { get; set; } = 4;

    /// <summary>How many trace records each trace has.</summary>
    /// <value>The default is null: 3 to 20.</value>
    public int? RecordsPerTrace { get; set; }

    /// <summary>How a list is cut when the request does not say <c>last</c>.</summary>
    /// <value>The default is 20.</value>
    public int DefaultPageSize { get; set; } = 20;

    /// <summary>How a record's <c>start_time</c> and <c>end_time</c> are written.</summary>
    /// <value>The default is RFC 3339 text.</value>
    public CalyptiaTimeForm TimeForm { get; set; }

    /// <summary>Writes each log record's <c>record</c> as a JSON string that holds the object, as the published example does.</summary>
    /// <value>The default is false: the object itself.</value>
    public bool RecordsAsText { get; set; }
}
