using System.Text.Json.Serialization;

namespace TraceClient.Otlp;

/// <summary>A trace that is to be read again: it may still grow, or it could not be moved.</summary>
/// <param name="RecordedAt">When its source took it in; null when unknown.</param>
/// <param name="Since">When something new came of it last, or when it failed first, by this machine's clock.</param>
/// <param name="Digest">Shows whether it has changed since it arrived; null when it has not arrived yet.</param>
/// <param name="Error">The kind of the failure; null when it has none.</param>
internal sealed record OpenTrace(long? RecordedAt, long Since, string? Digest, string? Error)
{
    /// <summary>Gets when to read it again. A new run reads it at once.</summary>
    [JsonIgnore]
    public long Due { get; init; }
}
