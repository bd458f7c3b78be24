namespace TraceClient.Rest.Generator;

/// <summary>Where an argument goes.</summary>
internal enum ApiRole
{
    Query,
    Path,
    Body,
    CancellationToken,
}
