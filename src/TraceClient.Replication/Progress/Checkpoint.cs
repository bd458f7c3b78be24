using System.Security.Cryptography;

namespace TraceClient.Replication;

/// <summary>The content of a checkpoint: what a run needs to resume.</summary>
internal sealed record Checkpoint
{
    public const string FormatName = "traceclient checkpoint";
    public const int LatestVersion = 2;

    public required string Format { get; init; }

    public required int Version { get; init; }

    /// <summary>The target to which the traces were copied.</summary>
    public required string Target { get; init; }

    /// <summary>The filters and the share; see <see cref="CheckpointJob"/>.</summary>
    public required string Job { get; init; }

    /// <summary>The sources by name.</summary>
    public required IReadOnlyDictionary<string, SourceCheckpoint> Sources { get; init; }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="name">What the checkpoint is, for the message of an exception.</param>
    /// <param name="job">The job that it must be of.</param>
    /// <exception cref="CheckpointException">It is damaged, or of another job, target or version.</exception>
    public static Checkpoint Parse(ReadOnlySpan<byte> utf8, string name, CheckpointJob job)
    {
        Checkpoint? checkpoint;
        try
        {
            checkpoint = JsonSerializer.Deserialize(utf8, CheckpointJsonContext.Default.Checkpoint);
        }
        catch (JsonException)
        {
            // It quotes what stands there, which need not be a checkpoint.
            checkpoint = null;
        }

        if (checkpoint is { Format: FormatName } && checkpoint.Version != LatestVersion)
            throw new CheckpointException($"{name} is of another version of TraceClient.Replication. Use that one, or begin a new one.");
        if (checkpoint is not { Format: FormatName } || !checkpoint.IsWhole())
            throw new CheckpointException(
                $"{name} is damaged, or is not a checkpoint. Use another one, or delete it: "
                    + "the next run then begins again, and writes each trace once more.");
        if (checkpoint.Target != job.Target)
            throw new CheckpointException($"{name} is of another target than {job.Target}. Use another one for this target.");
        return checkpoint.Job == job.Selection ? checkpoint : throw new CheckpointException(
            $"{name} is of another job: of a query with other filters, or of another share. Use another one for this job.");
    }

    /// <summary>Writes a checkpoint.</summary>
    public static byte[] ToUtf8(CheckpointJob job, IReadOnlyDictionary<string, SourceCheckpoint> sources) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Checkpoint
            {
                Format = FormatName,
                Version = LatestVersion,
                Target = job.Target,
                Job = job.Selection,
                Sources = sources,
            },
            CheckpointJsonContext.Default.Checkpoint);

    /// <summary>True when all is there, and nothing that could not be.</summary>
    public bool IsWhole() => Target is not null && Sources is not null
        && Sources.All(source => IsReference(source.Key, "0") && source.Value is { Settled: not null, Done: not null, Open: not null } saved
        && saved.Settled.All(range => range.From <= range.To)
        && saved.Done.Keys.All(id => IsReference(source.Key, id))
        && saved.Open.All(open => open.Value is not null && IsReference(source.Key, open.Key)));

    // Between the points, so that spaces at the ends of an id stay where they are.
    private static bool IsReference(string source, string id) =>
        !string.IsNullOrWhiteSpace(id) && TraceReference.TryParse($"{source}:.{id}.", out _);
}

/// <summary>What a checkpoint has of one source.</summary>
internal sealed record SourceCheckpoint
{
    /// <summary>What is known of a source of which no trace was copied.</summary>
    [JsonIgnore]
    public static SourceCheckpoint New { get; } = new()
    {
        MayHaveUndated = true,
        Settled = [],
        Done = new Dictionary<string, long?>(StringComparer.Ordinal),
        Open = new Dictionary<string, OpenTrace>(StringComparer.Ordinal),
    };

    /// <summary>False once a list of all traces, read to its end, had none without a time.</summary>
    public required bool MayHaveUndated { get; init; }

    /// <summary>The time ranges whose traces are done, apart from the open ones.</summary>
    public required IReadOnlyList<TimeRange> Settled { get; init; }

    /// <summary>The done traces outside of them, with the time at which their source recorded them.</summary>
    public required IReadOnlyDictionary<string, long?> Done { get; init; }

    /// <summary>The traces to read again.</summary>
    public required IReadOnlyDictionary<string, OpenTrace> Open { get; init; }
}

/// <summary>A trace that is to be read again: it may still grow, or it could not be copied.</summary>
/// <param name="RecordedAt">The time at which its source recorded it; null when unknown.</param>
/// <param name="Since">When it changed last, or when it failed first, by this machine's clock.</param>
/// <param name="Digest">Shows whether it has changed since it was written; null when it was not written yet.</param>
/// <param name="Error">The kind of the failure; null when it has none.</param>
internal sealed record OpenTrace(long? RecordedAt, long Since, string? Digest, string? Error)
{
    /// <summary>Gets when to read it again. A new run reads it at once.</summary>
    [JsonIgnore]
    public long Due { get; init; }
}

/// <summary>What a checkpoint is for.</summary>
/// <param name="Target">The target of the sink.</param>
/// <param name="Selection">
/// The filters and the share, as a hash, since names of users may be among them. Times and sources are not part of it: what is done is
/// recorded by time and source, and stays done when they change.
/// </param>
internal sealed record CheckpointJob(string Target, string Selection)
{
    public static CheckpointJob Of(TraceQuery query, ReplicationOptions options, string target)
    {
        string?[] parts =
        [
            query.Status?.ToString(), query.Name, query.SearchText, query.FullText, query.SpanType?.Value, query.SessionId,
            query.ServiceName, query.User, query.ErrorsOnly ? "errors" : null, options.IncludeRequestTraces ? "requests" : null,
            options.Shard.ToString(), .. options.Transform is null ? Array.Empty<string>() : ["transformed"],
        ];
        var text = string.Concat(
            parts.Select(part => part is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
        return new CheckpointJob(target, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32].ToLowerInvariant());
    }
}

/// <summary>Checkpoints as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Checkpoint))]
internal sealed partial class CheckpointJsonContext : JsonSerializerContext;
