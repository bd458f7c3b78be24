using System.Text.Json;

namespace TraceClient.Rest;

/// <summary>What the client of a REST interface needs beside its <see cref="HttpClient"/>.</summary>
internal sealed class RestSettings
{
    /// <summary>The source's name, for errors.</summary>
    public required string SourceName { get; init; }

    /// <summary>Options whose resolver is the source's <c>JsonSerializerContext</c>, with the depth limit set.</summary>
    public required JsonSerializerOptions SerializerOptions { get; init; }

    /// <summary>The largest element of a streamed array, in bytes.</summary>
    public required long MaxElementBytes { get; init; }

    /// <summary>The largest body that is read as one value, in bytes.</summary>
    public required long MaxBodyBytes { get; init; }
}
