using System.Security.Cryptography;

namespace TraceClient.Otlp;

/// <summary>Shows whether a trace would be sent as it was before, without keeping it.</summary>
internal sealed class TraceDigest(TraceToWire map)
{
    /// <summary>SHA-256 over all that is sent of a trace.</summary>
    public string Of(Trace trace)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var resource = new ProtobufBuffer();
        using var scope = new ProtobufBuffer();
        using var span = new ProtobufBuffer();
        foreach (var entry in map.Map(trace))
        {
            resource.Clear();
            scope.Clear();
            span.Clear();
            ProtobufSpanEncoder.WriteHeads(entry.Resource, resource, entry.Scope, scope);
            ProtobufSpanWriter.Write(span, entry.Span);
            hash.AppendData(resource.Written);
            hash.AppendData(scope.Written);
            hash.AppendData(span.Written);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
