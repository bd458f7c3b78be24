namespace TraceClient.Testing;

/// <summary>An answer that is no success: thrown by an endpoint, written by its service in that service's own error shape.</summary>
internal sealed class Refusal(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>What a strict simulator adds to help the client's author; null where the message says it all.</summary>
    public string? Hint { get; init; }

    /// <summary>The query parameter or body member at fault.</summary>
    public string? Parameter { get; init; }

    /// <summary>"query", "body" or "path".</summary>
    public string Place { get; init; } = "query";

    /// <summary>The machine-readable kind of a validation fault, in Kubiya's words.</summary>
    public string? Kind { get; init; }

    public string? Input { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
