using System.Net;
using static TraceClient.Tests.Stubs.StubServer;

namespace TraceClient.Tests.Stubs;

public sealed class StubNotFoundTests : IDisposable
{
    private const string Body = """{"error":"there is no such thing"}""";
    private const string SessionJson = """{"id":"s","pipelineID":"p","lifespan":"10m0s","createdAt":"2026-11-22T10:00:00Z"}""";

    private readonly StubServer _server = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("calyptia:s/trace.0", 404)]
    [InlineData("calyptia:s/trace.0", 410)]
    [InlineData("kubiya:4bf92f3577b34da6a3ce929d0e0e4736", 404)]
    [InlineData("galtea:turn", 404)]
    public async Task Only_find_turns_the_status_of_an_unknown_trace_into_null(string reference, int status)
    {
        _server.Respond(Anything(), Json(status, Body).WithHeader("X-Request-ID", "request-7"));
        await using var client = _server.CreateClient();
        var trace = TraceReference.Parse(reference);

        Assert.Null(await client.FindTraceAsync(trace, CancellationToken));
        AssertDetails(await Assert.ThrowsAsync<TraceNotFoundException>(() => client.GetTraceAsync(trace, CancellationToken)));
        AssertDetails(await Assert.ThrowsAsync<TraceNotFoundException>(() => StreamAsync(client, trace)));

        void AssertDetails(TraceNotFoundException error)
        {
            Assert.Equal(((HttpStatusCode)status, trace.Source, "request-7", Body),
                (error.StatusCode, error.SourceName, error.RequestId, error.ResponseBody));
            Assert.Contains("there is no such thing", error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.RequestUri);
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(414)]
    [InlineData(422)]
    public async Task A_session_id_that_Calyptia_refuses_is_a_validation_error_of_find_and_no_session_of_a_list(int status)
    {
        _server.Respond(Anything(), Json(status, """{"error":"invalid trace session ID"}"""));
        await using var client = _server.CreateClient();
        var trace = new TraceReference("calyptia", "s/trace.0");

        var error = await Assert.ThrowsAsync<TraceValidationException>(() => client.FindTraceAsync(trace, CancellationToken));

        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        await Assert.ThrowsAsync<TraceValidationException>(() => client.GetTraceAsync(trace, CancellationToken));
        await Assert.ThrowsAsync<TraceValidationException>(() => StreamAsync(client, trace));
        Assert.Empty(await client.ListTracesAsync(new TraceQuery { SessionId = "s", Sources = ["calyptia"] }, CancellationToken)
            .ToListAsync(CancellationToken));
    }

    [Fact]
    public async Task A_session_of_Calyptia_whose_records_are_gone_has_no_trace_and_says_why()
    {
        _server.Respond(Get("/calyptia/v1/trace_sessions/s"), Json(200, SessionJson));
        _server.Respond(Get("/calyptia/v1/trace_sessions/s/records"), Json(410, """{"error":"trace session terminated"}"""));
        await using var client = _server.CreateClient();
        var trace = new TraceReference("calyptia", "s/trace.0");

        Assert.Null(await client.FindTraceAsync(trace, CancellationToken));
        Assert.Equal(HttpStatusCode.Gone,
            (await Assert.ThrowsAsync<TraceNotFoundException>(() => client.GetTraceAsync(trace, CancellationToken))).StatusCode);
        Assert.Equal("ListTraceRecords", (await Assert.ThrowsAsync<TraceNotFoundException>(() => StreamAsync(client, trace))).Operation);
    }

    [Fact]
    public async Task A_turn_of_Galtea_that_has_neither_result_nor_rows_is_unknown_and_the_result_says_why()
    {
        _server.Respond(Get("/galtea/inferenceResults/turn"), Json(404, """{"message":"Inference result not found"}"""));
        _server.Respond(Get("/galtea/traces"), Json(200, "[]"));
        await using var client = _server.CreateClient();
        var trace = new TraceReference("galtea", "turn");

        Assert.Null(await client.FindTraceAsync(trace, CancellationToken));
        Assert.Equal("GetInferenceResult",
            (await Assert.ThrowsAsync<TraceNotFoundException>(() => client.GetTraceAsync(trace, CancellationToken))).Operation);
        Assert.Equal("GetInferenceResult", (await Assert.ThrowsAsync<TraceNotFoundException>(() => StreamAsync(client, trace))).Operation);
    }

    [Fact]
    public async Task A_turn_of_Galtea_without_a_result_is_its_rows()
    {
        _server.Respond(Get("/galtea/inferenceResults/turn"), Json(404));
        _server.Respond(Get("/galtea/traces"), Json(200, """[{"id":"a","inferenceResultId":"turn","name":"step"}]"""), Json(200, "[]"));
        await using var client = _server.CreateClient();

        Assert.Equal("a", Assert.Single((await client.GetTraceAsync(new TraceReference("galtea", "turn"), CancellationToken)).Spans).Id);
    }

    [Fact]
    public async Task Rows_of_Galtea_that_are_not_found_although_the_turn_exists_are_an_error_and_no_unknown_trace()
    {
        // The service sends an empty list for a turn without rows: a 404 comes from a wrong address.
        _server.Respond(Get("/galtea/inferenceResults/turn"), Json(200, """{"id":"turn","status":"GENERATED"}"""));
        _server.Respond(Get("/galtea/traces"), Json(404, Body));
        await using var client = _server.CreateClient();
        var trace = new TraceReference("galtea", "turn");

        var error = await Assert.ThrowsAsync<TraceNotFoundException>(() => client.FindTraceAsync(trace, CancellationToken));

        Assert.Equal(("ListTraces", Body), (error.Operation, error.ResponseBody));
        await Assert.ThrowsAsync<TraceNotFoundException>(() => StreamAsync(client, trace));
    }

    [Theory]
    [InlineData("kubiya")]
    [InlineData("galtea")]
    public async Task A_list_that_is_not_found_is_an_error(string source)
    {
        _server.Respond(Anything(), Json(404, Body));
        await using var client = _server.CreateClient();

        var error = await Assert.ThrowsAsync<TraceNotFoundException>(
            async () => await client.ListTracesAsync(new TraceQuery { Sources = [source] }, CancellationToken)
                .ToListAsync(CancellationToken));

        Assert.Equal(Body, error.ResponseBody);
    }

    private static async Task StreamAsync(StandaloneTraceClient client, TraceReference trace) =>
        await client.StreamSpansAsync(trace, CancellationToken).CountAsync(CancellationToken);
}
