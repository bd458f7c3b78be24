namespace TraceClient;

/// <summary>The sources that a client reads from. One is used when it is
/// configured: see <see cref="TraceSourceOptions.Enabled"/>.</summary>
public sealed class TraceClientsOptions
{
    /// <summary>Gets or sets the options of Calyptia Core.</summary>
    public CalyptiaOptions Calyptia { get; set; } = new();

    /// <summary>Gets or sets the options of the Kubiya control plane.</summary>
    public KubiyaOptions Kubiya { get; set; } = new();

    /// <summary>Gets or sets the options of Galtea.</summary>
    public GalteaOptions Galtea { get; set; } = new();
}
