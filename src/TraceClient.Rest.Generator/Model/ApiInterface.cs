namespace TraceClient.Rest.Generator;

/// <summary>A REST interface, as far as its client needs it.</summary>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="FullName">The name with <c>global::</c>.</param>
/// <param name="ClassName">The name of the class that implements it.</param>
/// <param name="Methods">The methods in the order of the source.</param>
internal sealed record ApiInterface(string Namespace, string FullName, string ClassName, EquatableArray<ApiMethod> Methods);
