namespace TraceClient.Testing;

/// <summary>Represents a request that the simulator received.</summary>
public sealed class RecordedRequest
{
    internal RecordedRequest(long sequence, SimulatedService service, string method, string path, string rawQuery)
    {
        (Sequence, Service, Method, Path, RawQuery) = (sequence, service, method, path, rawQuery);
        Query = QueryString.Parse(rawQuery);
    }

    /// <summary>Gets the number of the request in the order received, starting at 1.</summary>
    public long Sequence { get; }

    /// <summary>Gets the service that received the request.</summary>
    public SimulatedService Service { get; }

    /// <summary>Gets the HTTP method in upper case, such as <c>GET</c>.</summary>
    public string Method { get; }

    /// <summary>Gets the path as the real service would receive it: without the simulator's prefix, and with escapes as sent.</summary>
    public string Path { get; }

    /// <summary>Gets the query as sent, without the question mark; empty if there is none.</summary>
    public string RawQuery { get; }

    /// <summary>Gets the decoded names and values of the query, in the order sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    /// <summary>Gets the header fields, in the order sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; internal init; } = [];

    /// <summary>Gets the first bytes of the body, at most <see cref="TraceSimulatorOptions.RecordedBodyBytes"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; internal init; }

    /// <summary>Gets the time of receipt, by <see cref="TraceSimulatorOptions.TimeProvider"/>.</summary>
    public DateTimeOffset ReceivedAt { get; internal init; }

    /// <summary>Gets the status code of the response; null before the response starts, and if the connection was reset instead.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>Gets whether the connection was reset. The server runs the response callbacks all the same.</summary>
    internal bool IsReset { get; set; }

    /// <summary>Gets <see cref="Body"/> as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Gets the value of a header field.</summary>
    /// <param name="name">The name of the field; case is ignored.</param>
    /// <returns>The first value; null if the request has no such field.</returns>
    public string? Header(string name) => Headers.Where(field => string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase))
        .Select(field => field.Value).FirstOrDefault();

    /// <summary>Gets the values of a query parameter.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <returns>The decoded values in the order sent; empty if the query does not have the parameter.</returns>
    public IReadOnlyList<string> QueryValues(string name) =>
        [.. Query.Where(pair => string.Equals(pair.Key, name, StringComparison.Ordinal)).Select(pair => pair.Value)];

    /// <summary>Returns the number, service, method, path and status code of the request.</summary>
    /// <returns>A line without query, headers and body, which can be secret.</returns>
    public override string ToString()
    {
        var status = StatusCode?.ToString(CultureInfo.InvariantCulture) ?? "no response";
        return string.Create(CultureInfo.InvariantCulture, $"#{Sequence} {Service} {Method} {Path} → {status}");
    }
}
