namespace TraceClient.Testing;

/// <summary>Options common to the three services. Sizes are read when the simulator starts, the others at each request.</summary>
public abstract class SimulatedServiceOptions
{
    /// <summary>Gets or sets the initial token. <see cref="TraceSimulator.Tokens"/> changes it later.</summary>
    /// <value>The default is null: a token in the format of the vendor.</value>
    public string? Token { get; set; }

    /// <summary>Gets or sets whether each object has unknown members, and enumerated members have undocumented values.</summary>
    /// <value>The default is false.</value>
    public bool UnknownMembers { get; set; }

    /// <summary>Gets or sets the time before the start of the simulator over which the generated traces are distributed.</summary>
    /// <value>The default is 6 hours.</value>
    public TimeSpan HistoryLength { get; set; } = TimeSpan.FromHours(6);
}
