using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>Gathers what is outside the dialect.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _all = [];

    public int Count => _all.Count;

    public EquatableArray<Finding> ToArray() => new(_all);

    public void Add(DiagnosticDescriptor descriptor, Location? location, params string[] arguments) =>
        _all.Add(new Finding(descriptor, SourcePlace.Of(location), new EquatableArray<string>(arguments)));
}
