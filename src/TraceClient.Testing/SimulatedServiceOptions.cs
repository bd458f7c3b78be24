namespace TraceClient.Testing;

/// <summary>What can be set for each of the three services. Sizes are read when the simulator starts, the rest at every request.</summary>
public abstract class SimulatedServiceOptions
{
    /// <summary>The token that the service takes at first; see <see cref="TraceSimulator.Tokens"/> for changing it later.</summary>
    /// <value>The default is null: one of the form that the vendor gives out.</value>
    public string? Token { get; set; }

    /// <summary>Adds unknown members to every object, and unknown values where the vendor documents a fixed set.</summary>
    /// <value>The default is false.</value>
    public bool UnknownMembers { get; set; }

    /// <summary>How far back from the start the oldest trace lies.</summary>
    /// <value>The default is 6 hours.</value>
    public TimeSpan Spread { get; set; } = TimeSpan.FromHours(6);
}
