using System.Net;
using System.Text;

namespace TraceClient.AotSmoke;

/// <summary>Answers by path; a path that is not known is a 404.</summary>
internal sealed class CannedHandler(IReadOnlyDictionary<string, string> answers) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        var found = answers.TryGetValue(address.AbsolutePath, out var body);

        // Galtea's lists have no end of their own: behind the one page there is an empty one.
        if (address.Query.Contains("offset=", StringComparison.Ordinal) && !address.Query.Contains("offset=0", StringComparison.Ordinal))
            body = "[]";
        return Task.FromResult(new HttpResponseMessage(found ? HttpStatusCode.OK : HttpStatusCode.NotFound)
        {
            RequestMessage = request,
            Content = new StringContent(body ?? """{"error":"not found"}""", Encoding.UTF8, "application/json"),
        });
    }
}
