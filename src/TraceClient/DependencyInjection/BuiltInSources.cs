using TraceClient.Calyptia;
using TraceClient.Galtea;
using TraceClient.Kubiya;

namespace TraceClient.DependencyInjection;

/// <summary>The sources that this package brings.</summary>
internal static class BuiltInSources
{
    public static IReadOnlyList<SourceRegistration> All { get; } = [new CalyptiaRegistration(), new KubiyaRegistration(), new GalteaRegistration()];
}
