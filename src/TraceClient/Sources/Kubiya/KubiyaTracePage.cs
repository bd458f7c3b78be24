using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>A page of traces, as the control plane sends it.</summary>
public sealed record KubiyaTracePage
{
    /// <summary>The traces; empty past the end.</summary>
    public IReadOnlyList<KubiyaTraceHeader>? Items { get; init; }

    /// <summary>How many traces meet the conditions.</summary>
    public long? Total { get; init; }

    /// <summary>This page's number, from 1.</summary>
    public int? Page { get; init; }

    /// <summary>The traces on a full page.</summary>
    public int? PageSize { get; init; }

    /// <summary>How many pages there are; 1 when there is nothing.</summary>
    public int? TotalPages { get; init; }

    /// <summary>Whether a page follows.</summary>
    public bool? HasNext { get; init; }

    /// <summary>Whether a page comes before.</summary>
    public bool? HasPrevious { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }
}
