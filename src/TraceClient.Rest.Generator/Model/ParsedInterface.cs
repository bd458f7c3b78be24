namespace TraceClient.Rest.Generator;

/// <summary>What an interface gives: a client, or what stands in its way.</summary>
/// <param name="Api">The interface; null when there are findings.</param>
/// <param name="Findings">What is outside the dialect.</param>
internal sealed record ParsedInterface(ApiInterface? Api, EquatableArray<Finding> Findings);
