namespace TraceClient.Testing;

/// <summary>An error response of an endpoint: the endpoint throws it, and its service writes it in the service's own format.</summary>
internal sealed class HttpErrorException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Gets an explanation for the author of the client; null when the message is enough.</summary>
    public string? Hint { get; init; }

    /// <summary>Gets the name of the invalid query parameter or body member.</summary>
    public string? Parameter { get; init; }

    /// <summary>Gets where the invalid value is: <c>query</c>, <c>body</c> or <c>path</c>.</summary>
    public string Place { get; init; } = "query";

    /// <summary>Gets the machine-readable kind of a validation error, as Kubiya names it.</summary>
    public string? Kind { get; init; }

    public string? Input { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
