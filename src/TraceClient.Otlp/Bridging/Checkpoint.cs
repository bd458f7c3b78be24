using System.Security.Cryptography;

namespace TraceClient.Otlp;

/// <summary>What a bridge keeps to go on from.</summary>
internal sealed record Checkpoint
{
    public const string FormatName = "traceclient bridge checkpoint";
    public const int LatestVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    /// <summary>What is moved; see <see cref="Describe"/>.</summary>
    public required string Job { get; init; }

    /// <summary>The sources by name.</summary>
    public required IReadOnlyDictionary<string, SourceCheckpoint> Sources { get; init; }

    /// <summary>
    /// The filters and the share, as a hash, since names of users may be among them. Times and sources
    /// are not part of it: what is done is kept by time and source, and stays done when they change.
    /// </summary>
    public static string Describe(TraceQuery query, TraceShard shard)
    {
        string?[] parts =
        [
            query.Status?.ToString(), query.Name, query.SearchText, query.SpanType?.Value, query.SessionId, query.ServiceName, query.User,
            query.ErrorsOnly ? "errors" : null, shard.ToString(),
        ];
        var text = string.Concat(
            parts.Select(part => part is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32].ToLowerInvariant();
    }

    /// <summary>True when all is there, and nothing that could not be.</summary>
    public bool IsWhole() => Sources is not null
        && Sources.All(source => IsReference(source.Key, "0") && source.Value is { Settled: not null, Done: not null, Open: not null } saved
        && saved.Settled.All(range => range.From <= range.To)
        && saved.Done.Keys.All(id => IsReference(source.Key, id))
        && saved.Open.All(open => open.Value is not null && IsReference(source.Key, open.Key)));

    // Between the points, so that spaces at the ends of an id stay where they are.
    private static bool IsReference(string source, string id) =>
        !string.IsNullOrWhiteSpace(id) && TraceReference.TryParse($"{source}:.{id}.", out _);
}
