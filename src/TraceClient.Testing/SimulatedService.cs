namespace TraceClient.Testing;

/// <summary>One of the three services that a <see cref="TraceSimulator"/> plays.</summary>
public enum SimulatedService
{
    /// <summary>Calyptia Core, below the path <c>/calyptia</c>.</summary>
    Calyptia,

    /// <summary>The Kubiya control plane, below the path <c>/kubiya</c>.</summary>
    Kubiya,

    /// <summary>Galtea, below the path <c>/galtea</c>.</summary>
    Galtea,
}
