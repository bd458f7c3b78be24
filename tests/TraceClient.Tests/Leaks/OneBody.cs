using System.Net;

namespace TraceClient.Tests.Leaks;

/// <summary>Answers every request with one body.</summary>
internal sealed class OneBody(Stream body) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StreamContent(body) { Headers = { { "Content-Type", "application/json" } } },
        });
}
