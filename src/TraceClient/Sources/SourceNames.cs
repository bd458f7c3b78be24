namespace TraceClient;

/// <summary>The names of the sources that the SDK has built in.</summary>
public static class SourceNames
{
    /// <summary>Calyptia Core: trace sessions of Fluent Bit pipelines.</summary>
    public const string Calyptia = "calyptia";

    /// <summary>The Kubiya control plane.</summary>
    public const string Kubiya = "kubiya";

    /// <summary>Galtea: the turns of AI agents.</summary>
    public const string Galtea = "galtea";
}
