using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Authentication;

/// <summary>The answer of a token endpoint: a token, or an error (RFC 6749, 5.1 and 5.2).</summary>
internal sealed class OAuthTokenResponse
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; set; }

    [JsonPropertyName("token_type")]
    public string? TokenType { get; set; }

    /// <summary>Seconds; some endpoints write them as a string.</summary>
    [JsonPropertyName("expires_in")]
    public JsonElement ExpiresIn { get; set; }

    [JsonPropertyName("error")]
    public string? Error { get; set; }

    [JsonPropertyName("error_description")]
    public string? ErrorDescription { get; set; }
}
