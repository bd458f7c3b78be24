using System.Net.Http.Headers;

namespace TraceClient.Galtea;

/// <summary>Makes a bare array of a list that comes in an envelope <c>{data, total, page, limit}</c>. It stands in front of the chain, where errors are exceptions already.</summary>
internal sealed class GalteaEnvelopeHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.Method == HttpMethod.Get && response.IsSuccessStatusCode && IsList(request.RequestUri) && IsJson(response.Content.Headers.ContentType))
            response.Content = await UnwrapAsync(response.Content, cancellationToken).ConfigureAwait(false);
        return response;
    }

    private static async Task<HttpContent> UnwrapAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var unwrapped = new StreamContent(new GalteaEnvelopeStream(body, content));
        foreach (var (name, values) in content.Headers)
        {
            // The array is shorter than its envelope.
            if (!string.Equals(name, "Content-Length", StringComparison.OrdinalIgnoreCase))
                unwrapped.Headers.TryAddWithoutValidation(name, values);
        }

        return unwrapped;
    }

    /// <summary>True for <c>…/traces</c> and the like; <c>…/traces/traces</c> is the row with that id.</summary>
    private static bool IsList(Uri? address)
    {
        var path = address?.AbsolutePath.Split('/') ?? [];
        return path.Length > 0 && IsListName(path[^1]) && (path.Length == 1 || !IsListName(path[^2]));
    }

    private static bool IsListName(string segment) => segment is "traces" or "inferenceResults" or "sessions" or "versions" or "products";

    private static bool IsJson(MediaTypeHeaderValue? type) =>
        type?.MediaType is not { } name || name.Contains("json", StringComparison.OrdinalIgnoreCase);
}
