using System.Net;
using System.Text;

namespace TraceClient.Tests.Sources.Calyptia;

/// <summary>From the facade down to the requests.</summary>
public sealed class CalyptiaHttpTests
{
    private const string ProjectId = "6c3f3ad2-6b8f-4d54-9f63-0d9d3c8f5b51";

    private static readonly string ProjectToken =
        Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"ProjectID":"{{ProjectId}}"}""")).TrimEnd('=') + ".signature";

    [Fact]
    public async Task Traces_of_a_project_are_listed_over_pipelines_sessions_and_pages_of_records()
    {
        var service = new Service();
        await using var client = Create(service, ProjectToken);

        var summaries = await client.ListTracesAsync(cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["calyptia:s/trace.1/r2", "calyptia:s/trace.0/r1"], summaries.Select(summary => summary.Reference.ToString()));
        Assert.All(summaries, summary => Assert.Equal("edge", summary.ServiceName));
        Assert.Equal(
            [
                $"/base/v1/projects/{ProjectId}/pipelines?last=50",
                "/base/v1/pipelines/p%2F1/trace_sessions?last=50",
                "/base/v1/trace_sessions/s/records?last=50",
                "/base/v1/trace_sessions/s/records?last=50&before=c%2B1%3D",
            ],
            service.Requests.Select(request => request.Path));
        Assert.All(service.Requests, request => Assert.Equal($"X-Project-Token: {ProjectToken}", request.Token));
    }

    [Fact]
    public async Task A_users_token_is_sent_as_bearer_and_a_trace_is_read()
    {
        var service = new Service();
        await using var client = Create(service, "user-token");

        var trace = await client.GetTraceAsync(TraceReference.Parse("calyptia:s/trace.0/r1"), TestContext.Current.CancellationToken);

        Assert.Equal("""{"a":1}""", Assert.Single(Assert.Single(trace.Spans).Records).Body.ToString());
        Assert.Equal("edge", trace.ServiceName);
        Assert.Contains("/base/v1/aggregator_pipelines/p%2F1", service.Requests.Select(request => request.Path));
        Assert.All(service.Requests, request => Assert.Equal("Authorization: Bearer user-token", request.Token));
    }

    private static StandaloneTraceClient Create(Service service, string token) => TraceClients.Create(options =>
    {
        options.Calyptia.BaseAddress = new Uri("https://calyptia.test/base");
        options.Calyptia.Token = token;
        options.Calyptia.PageSize = 50;
        options.Calyptia.PrimaryHandler = () => service;
    });

    private sealed class Service : HttpMessageHandler
    {
        private const string Session =
            """{"id":"s","pipelineID":"p/1","plugins":null,"lifespan":"10m0s","createdAt":"2026-11-22T10:00:00Z"}""";

        public List<(string Path, string Token)> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.PathAndQuery;
            var token = request.Headers.Single(header => header.Key is "Authorization" or "X-Project-Token");
            Requests.Add((path, $"{token.Key}: {string.Join(',', token.Value)}"));
            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content =
                new StringContent(AnswerTo(path), Encoding.UTF8, "application/json")
            };
            if (path.Contains("/records", StringComparison.Ordinal) && !path.Contains("before", StringComparison.Ordinal))
                response.Headers.TryAddWithoutValidation("Link", "</v1/trace_sessions/s/records?before=c%2B1%3D>; rel=\"next\"");
            return Task.FromResult(response);
        }

        private static string AnswerTo(string path) => path.Split('?')[0] switch
        {
            $"/base/v1/projects/{ProjectId}/pipelines" =>
                """{"items":[{"id":"p/1","name":"edge","config":{"rawConfig":"x"}}],"endCursor":null,"count":1}""",
            "/base/v1/aggregator_pipelines/p%2F1" => """{"id":"p/1","name":"edge"}""",
            "/base/v1/pipelines/p%2F1/trace_sessions" => $"[{Session}]",
            "/base/v1/trace_sessions/s" => Session,
            _ => path.Contains("before", StringComparison.Ordinal) ? Page("r1", "trace.0", 1) : Page("r2", "trace.1", 2),
        };

        private static string Page(string id, string traceId, int second) => $$"""
            [{"id":"{{id}}","sessionID":"s","type":1,"trace_id":"{{traceId}}","start_time":1795341600,"end_time":"2026-11-22T12:00:0{{second}}+02:00",
              "plugin_instance":"dummy.0","plugin_alias":"","return_code":0,"records":[{"timestamp":1795341600,"record":"{\"a\":1}"}],
              "createdAt":"2026-11-22T10:00:0{{second}}Z"}]
            """;
    }
}
