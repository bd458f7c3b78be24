namespace TraceClient.Testing;

/// <summary>Specifies one of the services that a <see cref="TraceSimulator"/> simulates.</summary>
public enum SimulatedService
{
    /// <summary>Calyptia Core, below the path <c>/calyptia</c>.</summary>
    Calyptia,

    /// <summary>The Kubiya control plane, below the path <c>/kubiya</c>.</summary>
    Kubiya,

    /// <summary>Galtea, below the path <c>/galtea</c>.</summary>
    Galtea,
}
