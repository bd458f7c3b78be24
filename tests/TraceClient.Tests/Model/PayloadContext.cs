using System.Text.Json.Serialization;

namespace TraceClient.Tests.Model;

internal sealed class Holder
{
    public JsonPayload Value { get; init; }
}

[JsonSerializable(typeof(Holder))]
internal sealed partial class PayloadContext : JsonSerializerContext;
