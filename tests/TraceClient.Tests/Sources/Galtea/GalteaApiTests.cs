using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TraceClient.Galtea;
using TraceClient.Tests.Http;

namespace TraceClient.Tests.Sources.Galtea;

public class GalteaApiTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private static readonly GalteaNewTrace NewTrace = new() { InferenceResultId = "i", Name = "n" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<IGalteaApi, Task>> Calls => new()
    {
        { "GET /traces", api => Read(api.ListTracesAsync()) },
        { "GET /traces?ids=a&ids=b%2Cc", api => Read(api.ListTracesAsync(ids: ["a", "b,c"])) },
        {
            "GET /traces?inferenceResultIds=i&inferenceResultIds=j&sort=createdAt%2Casc&offset=0&limit=100",
            api => Read(api.ListTracesAsync(inferenceResultIds: ["i", "j"], sort: ["createdAt,asc"], offset: 0, limit: 100))
        },
        { "GET /traces?sort=createdAt&sort=asc", api => Read(api.ListTracesAsync(sort: ["createdAt", "asc"])) },
        {
            "GET /traces?sessionIds=s&types=TOOL&names=n"
            + "&fromStartTime=2026-01-15T10%3A00%3A00.0000000%2B00%3A00&toStartTime=2026-01-15T11%3A00%3A00.0000000%2B00%3A00",
            api => Read(
                api.ListTracesAsync(sessionIds: ["s"], types: ["TOOL"], names: ["n"], fromStartTime: Time, toStartTime: Time.AddHours(1)))
        },
        { "GET /traces/a%2Fb", api => api.GetTraceAsync("a/b") },
        { "POST /traces {\"inferenceResultId\":\"i\",\"name\":\"n\"}", api => api.CreateTraceAsync(NewTrace) },
        {
            "POST /traces/batch {\"traces\":[{\"inferenceResultId\":\"i\",\"name\":\"n\"}]}",
            api => api.CreateTracesAsync(new GalteaTraceBatch { Traces = [NewTrace] })
        },
        { "DELETE /traces/a", api => api.DeleteTraceAsync("a") },
        { "DELETE /traces/batch {\"ids\":[\"a\",\"b\"]}", api => api.DeleteTracesAsync(new GalteaTraceDeletion { Ids = ["a", "b"] }) },
        {
            "GET /inferenceResults?ids=a&sessionIds=s&evaluationIds=e"
            + "&fromCreatedAt=2026-01-15T10%3A00%3A00.0000000%2B00%3A00&toCreatedAt=2026-01-15T11%3A00%3A00.0000000%2B00%3A00",
            api => Read(api.ListInferenceResultsAsync(["a"], ["s"], ["e"], Time, Time.AddHours(1)))
        },
        { "GET /inferenceResults/i", api => api.GetInferenceResultAsync("i") },
        {
            "GET /sessions?ids=a&customIds=b&productIds=c&versionIds=d&testIds=e&testCaseIds=f",
            api => Read(api.ListSessionsAsync(["a"], ["b"], ["c"], ["d"], ["e"], ["f"]))
        },
        { "GET /sessions/s", api => api.GetSessionAsync("s") },
        { "GET /versions?ids=a&productIds=b&names=c", api => Read(api.ListVersionsAsync(["a"], ["b"], ["c"])) },
        { "GET /versions/v", api => api.GetVersionAsync("v") },
        { "GET /products?ids=a&names=b&name=c", api => Read(api.ListProductsAsync(["a"], ["b"], "c")) },
        { "GET /products/p", api => api.GetProductAsync("p") },
        { "GET /auth/user", api => api.GetUserAsync() },
    };

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public async Task Every_endpoint_is_asked_as_the_reference_says(string expected, Func<IGalteaApi, Task> call)
    {
        var service = new Service(request => HasListAnswer(request) ? "[]" : "{}");

        await call(Api(service));

        Assert.Equal(expected, Assert.Single(service.Requests));
    }

    [Fact]
    public async Task Rows_stream_out_of_an_envelope_too()
    {
        var rows = Encoding.UTF8.GetString(GalteaSamples.Bytes("get-traces.200.tree.json"));
        var service = new Service(_ => $$"""{"total":4,"data":{{rows}},"page":1}""");

        var read = await Api(service).ListTracesAsync(cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(["support_agent", "find_policy", "lookup_order", "answer"], read.Select(row => row.Name));
    }

    [Fact]
    public async Task A_single_value_is_not_taken_out_of_an_envelope()
    {
        const string Body = """{"data":[1],"id":"a"}""";

        Assert.Equal("a", (await Api(new Service(_ => Body)).GetTraceAsync("traces", Token)).Id);
        Assert.Equal("a", (await Api(new Service(_ => Body)).CreateTraceAsync(NewTrace, Token)).Content!.Id);
    }

    [Fact]
    public async Task A_batch_that_is_stored_in_part_answers_with_that_part()
    {
        var service = new Service(_ => """[{"id":"a","inferenceResultId":"i","name":"n"}]""");

        var response = await Api(service).CreateTracesAsync(new GalteaTraceBatch { Traces = [NewTrace, NewTrace] }, Token);

        Assert.Equal("a", Assert.Single(response.Content!).Id);
    }

    [Fact]
    public async Task A_write_may_be_answered_without_a_body()
    {
        var response = await Api(new Service(_ => "", HttpStatusCode.NoContent)).CreateTraceAsync(NewTrace, Token);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Null(response.Content);
    }

    [Fact]
    public async Task A_list_that_is_an_object_of_another_kind_is_refused()
    {
        var service = new Service(_ => """{"items":[]}""");

        await Assert.ThrowsAsync<TraceFormatException>(
            async () => await Api(service).ListTracesAsync(cancellationToken: Token).ToListAsync(Token));
    }

    private static bool HasListAnswer(string request) => request.Split(' ', '?')[..2] is
        ["GET", "/traces" or "/inferenceResults" or "/sessions" or "/versions" or "/products"] or ["POST", "/traces/batch"];

    private static async Task Read<T>(IAsyncEnumerable<T> list) => Assert.Empty(await list.ToListAsync(Token));

    private static IGalteaApi Api(Service service) => Chains.Api<IGalteaApi>(new GalteaRegistration(), service);

    private sealed class Service(Func<string, string> answer, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : " " + await request.Content.ReadAsStringAsync(cancellationToken);
            Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery}{body}");
            var content = new StringContent(answer(Requests[^1]), MediaTypeHeaderValue.Parse("application/json"));
            return new HttpResponseMessage(status) { Content = content, RequestMessage = request };
        }
    }
}
