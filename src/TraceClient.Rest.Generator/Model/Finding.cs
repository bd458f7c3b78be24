using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>A diagnostic that can be kept and compared.</summary>
internal sealed record Finding(DiagnosticDescriptor Descriptor, SourcePlace? Place, EquatableArray<string> Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Place?.ToLocation(), [.. Arguments]);
}
