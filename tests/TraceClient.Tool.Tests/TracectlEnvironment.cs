using TraceClient.Testing;

namespace TraceClient.Tool.Tests;

/// <summary>Provides the environment variables of a simulator.</summary>
internal static class TracectlEnvironment
{
    /// <summary>Returns the addresses and tokens of a simulator; unset variables without one.</summary>
    public static Dictionary<string, string?> Of(TraceSimulator? simulator) => simulator is null ? [] : new(StringComparer.Ordinal)
    {
        ["CALYPTIA_CLOUD_TOKEN"] = simulator.Tokens.Calyptia,
        ["CALYPTIA_CLOUD_URL"] = simulator.CalyptiaAddress.ToString(),
        ["KUBIYA_API_KEY"] = simulator.Tokens.Kubiya,
        ["KUBIYA_CONTROL_PLANE_BASE_URL"] = simulator.KubiyaAddress.ToString(),
        ["GALTEA_API_KEY"] = simulator.Tokens.Galtea,
        ["GALTEA_API_URL"] = simulator.GalteaAddress.ToString(),
    };
}
