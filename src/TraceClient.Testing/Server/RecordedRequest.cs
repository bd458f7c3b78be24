namespace TraceClient.Testing;

/// <summary>A request that the simulator received, as it came over the wire.</summary>
public sealed class RecordedRequest
{
    internal RecordedRequest(long sequence, SimulatedService service, string method, string path, string rawQuery)
    {
        (Sequence, Service, Method, Path, RawQuery) = (sequence, service, method, path, rawQuery);
        Query = QueryString.Parse(rawQuery);
    }

    /// <summary>1 for the first request that the simulator received, then counting.</summary>
    public long Sequence { get; }

    /// <summary>The service that was asked.</summary>
    public SimulatedService Service { get; }

    /// <summary>The method in upper case, such as <c>GET</c>.</summary>
    public string Method { get; }

    /// <summary>The path as the vendor's service would see it: without the simulator's own prefix, escapes left as sent.</summary>
    public string Path { get; }

    /// <summary>The query without its question mark, as sent; empty when there is none.</summary>
    public string RawQuery { get; }

    /// <summary>The query's names and values, decoded, in the order sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    /// <summary>The header fields in the order sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; internal init; } = [];

    /// <summary>The first bytes of the body, at most <see cref="TraceSimulatorOptions.RecordedBodyBytes"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; internal init; }

    /// <summary>When it came, by the simulator's <see cref="TraceSimulatorOptions.TimeProvider"/>.</summary>
    public DateTimeOffset ReceivedAt { get; internal init; }

    /// <summary>The status answered; null while it is being answered, or when the connection was reset instead.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The connection was reset; the server still goes through the motions of an answer.</summary>
    internal bool IsReset { get; set; }

    /// <summary><see cref="Body"/> as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The value of a header field, the first if it came more than once; null when it did not come.</summary>
    public string? Header(string name) => Headers.Where(field => string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase))
        .Select(field => field.Value).FirstOrDefault();

    /// <summary>All values of a query name, decoded, in the order sent.</summary>
    public IReadOnlyList<string> QueryValues(string name) =>
        [.. Query.Where(pair => string.Equals(pair.Key, name, StringComparison.Ordinal)).Select(pair => pair.Value)];

    /// <summary>Sequence, service, method, path and status; no query, header
    /// or body, so that nothing secret shows in a test's output.</summary>
    public override string ToString() =>
        $"#{Sequence} {Service} {Method} {Path} → "
            + $"{(StatusCode is { } status ? status.ToString(System.Globalization.CultureInfo.InvariantCulture) : "no answer")}";
}
