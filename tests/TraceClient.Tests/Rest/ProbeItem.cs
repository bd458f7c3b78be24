using System.Text.Json.Serialization;

namespace TraceClient.Tests.Rest;

public sealed record ProbeItem
{
    public required string Name { get; init; }

    public int Size { get; init; }

    public string? Note { get; init; }

    public ProbeItem? Child { get; init; }

    [JsonConverter(typeof(ProbeCodeConverter))]
    public string? Code { get; init; }

    public Dictionary<string, int>? Counts { get; init; }
}
