namespace TraceClient.Rest;

/// <summary>The name of a parameter on the wire, where it differs from its name in C#.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AliasAsAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
