namespace TraceClient.Tests.Http;

/// <summary>A request as it went out: a later attempt changes the message, not this.</summary>
internal sealed record SentRequest(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string? Body)
{
    public static SentRequest Of(HttpRequestMessage request)
    {
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, context: null, CancellationToken.None);
        return new SentRequest(
            request.Method,
            request.RequestUri!,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            request.Content is null ? null : System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
