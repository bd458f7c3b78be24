using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Tests.Conventions;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class SecretContext : JsonSerializerContext;
