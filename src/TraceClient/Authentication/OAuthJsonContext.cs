using System.Text.Json.Serialization;

namespace TraceClient.Authentication;

[JsonSerializable(typeof(OAuthTokenResponse))]
internal sealed partial class OAuthJsonContext : JsonSerializerContext;
