using System.Text;
using TraceClient.Calyptia;
using TraceClient.Galtea;
using TraceClient.Http;
using TraceClient.Kubiya;

namespace TraceClient.Tests.Sources;

/// <summary>Reads JSON as the responses of the sources are read.</summary>
internal static class Wire
{
    public static T Kubiya<T>(ReadOnlySpan<byte> json) => Read<T>(KubiyaWire.Types, json);

    public static T Galtea<T>(ReadOnlySpan<byte> json) => Read<T>(GalteaWire.Types, json);

    public static T Calyptia<T>(ReadOnlySpan<byte> json) => Read<T>(CalyptiaWire.Types, json);

    public static T Kubiya<T>(string json) => Kubiya<T>(Encoding.UTF8.GetBytes(json));

    public static T Galtea<T>(string json) => Galtea<T>(Encoding.UTF8.GetBytes(json));

    public static T Calyptia<T>(string json) => Calyptia<T>(Encoding.UTF8.GetBytes(json));

    public static T Read<T>(WireTypes types, ReadOnlySpan<byte> json)
    {
        var reader = new WireReader(json, isFinal: true, maxDepth: 512, new WireMemory());
        reader.Read();
        return types.Find<T>()(ref reader)!;
    }
}
