using System.Net;
using System.Text;
using TraceClient.Http;
using TraceClient.Tests.Http;

namespace TraceClient.Tests.Rest;

/// <summary>Keeps what was sent and responds as it was made to.</summary>
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

    public ListLogger Log { get; } = new();

    public List<HttpRequestMessage> Requests { get; } = [];

    public List<byte[]?> Bodies { get; } = [];

    /// <summary>Path and query of the only request.</summary>
    public string Target => Assert.Single(Requests).RequestUri!.PathAndQuery;

    public IProbeApi Client(string baseAddress = "http://localhost/base/", Action<TestSourceOptions>? with = null, params string[] optional)
    {
        var options = new TestSourceOptions
        {
            BaseAddress = new Uri(baseAddress),
            Resilience = { MaxRetries = 0 },
            Limits = { MaxJsonDepth = 32, MaxElementBytes = 1 << 20, MaxBodyBytes = 1 << 20 }
        };
        with?.Invoke(options);
        var settings = new SourceHttpSettings
        {
            SourceName = "probe",
            Options = options,
            DefaultBaseAddress = options.BaseAddress,
            TokenHeader = TokenHeaders.Bearer,
            LoggerFactory = Log,
            OptionalValues = optional,
        };
        return RestClient.For<IProbeApi>(Chains.Connect(settings, this), settings, ProbeWire.Types, ProbeJsonContext.Default.Options);
    }

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
