namespace TraceClient.Rest;

/// <summary>Sends the argument as the JSON body.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class BodyAttribute : Attribute;
