using WireMock;
using WireMock.Types;

namespace TraceClient.Tests.Stubs;

/// <summary>Represents a request as it arrived at a <see cref="StubServer"/>.</summary>
internal sealed record StubRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string? Body)
{
    public static StubRequest Of(IRequestMessage message) => new(
        message.Method,
        message.Path,
        message.RawQuery ?? string.Empty,
        (message.Headers ?? new Dictionary<string, WireMockList<string>>(StringComparer.Ordinal))
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        message.Body);

    public string? Authorization => Header("Authorization");

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
