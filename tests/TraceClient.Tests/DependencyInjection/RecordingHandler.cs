using System.Net;
using System.Text;

namespace TraceClient.Tests.DependencyInjection;

/// <summary>Answers every request with an empty page of the source that it stands for, and remembers tokens and hosts.</summary>
internal sealed class RecordingHandler : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    public bool IsDisposed { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.RequestUri!.Host} {request.Headers.Authorization}");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StringContent("""{"items":[],"has_next":false}""", Encoding.UTF8, "application/json"),
        });
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
