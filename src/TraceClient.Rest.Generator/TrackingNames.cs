namespace TraceClient.Rest.Generator;

/// <summary>The names of the pipeline's steps, by which tests look at what the compiler's cache does.</summary>
internal static class TrackingNames
{
    public const string Interfaces = nameof(Interfaces);
    public const string Clients = nameof(Clients);
    public const string Findings = nameof(Findings);
    public const string Factory = nameof(Factory);
}
