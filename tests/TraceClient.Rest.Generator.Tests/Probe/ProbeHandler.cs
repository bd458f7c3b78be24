using System.Net;
using System.Text;

namespace TraceClient.Rest.Generator.Tests.Probe;

/// <summary>Keeps what was sent and answers what it is told.</summary>
internal sealed class ProbeHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public ProbeHandler(string json = "{\"name\":\"n\"}")
        : this(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") })
    {
    }

    public ProbeHandler(Stream body)
        : this(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) })
    {
    }

    public List<HttpRequestMessage> Requests { get; } = [];

    public List<byte[]?> Bodies { get; } = [];

    /// <summary>Path and query of the only request.</summary>
    public string Target => Assert.Single(Requests).RequestUri!.PathAndQuery;

    public IProbeApi Client(string baseAddress = "http://x.test/base/", long maxElementBytes = 1 << 20, long maxBodyBytes = 1 << 20) =>
        new ProbeApiRestClient(
            new HttpClient(this) { BaseAddress = new Uri(baseAddress) },
            new RestSettings
            {
                SourceName = "probe",
                SerializerOptions = ProbeJsonContext.Default.Options,
                MaxElementBytes = maxElementBytes,
                MaxBodyBytes = maxBodyBytes,
            });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(request);
        Bodies.Add(request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken));
        var response = answer(request);
        response.RequestMessage ??= request;
        return response;
    }
}
