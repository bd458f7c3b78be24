using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using TraceClient.Authentication;
using TraceClient.Telemetry;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class TelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_retries_and_token_refreshes_are_counted()
    {
        using var metrics = new Measured();
        var tokens = 0;
        var stub = new StubHandler(
            Answer(HttpStatusCode.BadGateway), Throw(new HttpRequestException("lost")), Answer(HttpStatusCode.Unauthorized),
            Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub, options =>
        {
            options.TokenProvider =
                BearerTokenProvider.From((request, _) => new(new BearerToken("tok-" + (request.ForceRefresh ? ++tokens : tokens))));
            options.PrimaryHandler = () => stub;
        });

        using var response = await source.RunAsync(source.GetAsync(Token));

        Assert.Contains(
            "traceclient.requests 1 error.type=System.Net.Http.HttpRequestException http.request.method=GET traceclient.source=kubiya",
            metrics.Seen);
        Assert.Contains(
            "traceclient.requests 1 http.request.method=GET http.response.status_code=200 traceclient.source=kubiya", metrics.Seen);
        Assert.Contains("traceclient.retries 1 http.response.status_code=502 traceclient.source=kubiya", metrics.Seen);
        Assert.Contains("traceclient.retries 1 traceclient.source=kubiya", metrics.Seen);
        Assert.Contains("traceclient.token.refreshes 1 traceclient.source=kubiya traceclient.token.trigger=refused", metrics.Seen);
    }

    [Fact]
    public void A_failure_without_an_activity_does_no_harm() => default(TraceClientOperation).Fail(new TraceNotFoundException("x"));

    private sealed class Measured : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Measured()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TraceClientTelemetry.Name)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                var texts = tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal);
                Seen.Enqueue($"{instrument.Name} {value} {string.Join(' ', texts)}");
            });
            _listener.Start();
        }

        public ConcurrentQueue<string> Seen { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
