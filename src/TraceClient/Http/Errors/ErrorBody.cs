using System.Collections.Frozen;

namespace TraceClient.Http;

/// <summary>What the body of an error says, whichever of the documented shapes it has.</summary>
internal sealed record ErrorBody
{
    /// <summary>A body that says nothing.</summary>
    public static readonly ErrorBody Empty = new();

    /// <summary>True for an HTML page: it comes from a firewall, a proxy or a gateway, not from the service.</summary>
    public bool IsHtml { get; init; }

    /// <summary>The service's words; null when it has none. Not redacted.</summary>
    public string? Message { get; init; }

    /// <summary>The service's code of the error.</summary>
    public string? Code { get; init; }

    /// <summary>The service's advice.</summary>
    public string? Hint { get; init; }

    /// <summary>What is wrong, per field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;
}
