namespace TraceClient.Testing;

/// <summary>Options of the simulated Calyptia Core: the amount of data, and behaviour that differs between deployments.</summary>
public sealed class CalyptiaSimulatorOptions : SimulatedServiceOptions
{
    /// <summary>Gets or sets the number of pipelines of the project.</summary>
    /// <value>The default is 3. With 0 the project is empty.</value>
    public int Pipelines { get; set; } = 3;

    /// <summary>Gets or sets the number of trace sessions of each pipeline. The newest is active, the others have ended.</summary>
    /// <value>The default is 2.</value>
    public int SessionsPerPipeline { get; set; } = 2;

    /// <summary>Gets or sets the number of traces (chunks) of each session.</summary>
    /// <value>The default is 4.</value>
    public int TracesPerSession { get; set; } = 4;

    /// <summary>Gets or sets the number of trace records of each trace.</summary>
    /// <value>The default is null: 3 to 20.</value>
    public int? RecordsPerTrace { get; set; }

    /// <summary>Gets or sets the page size of a list if the request has no <c>last</c>.</summary>
    /// <value>The default is 20.</value>
    public int DefaultPageSize { get; set; } = 20;

    /// <summary>Gets or sets the format of <c>start_time</c> and <c>end_time</c> of a record.</summary>
    /// <value>The default is <see cref="CalyptiaTimeFormat.Rfc3339"/>.</value>
    public CalyptiaTimeFormat TimeFormat { get; set; }

    /// <summary>Gets or sets whether <c>record</c> of a log record is a JSON string that contains the object.</summary>
    /// <value>The default is false: the object itself.</value>
    public bool RecordsAsText { get; set; }
}
