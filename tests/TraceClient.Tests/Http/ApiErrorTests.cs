using System.Net;
using System.Text;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class ApiErrorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_name_the_operation_is_method_and_path()
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.NotFound)));

        var failure = await Assert.ThrowsAsync<TraceNotFoundException>(
            () => source.SendAsync(HttpMethod.Delete, "v1/traces/4bf9?x=private", Token, operation: null));

        Assert.Equal("DELETE /base/v1/traces/4bf9", failure.Operation);
    }

    [Fact]
    public async Task A_missing_token_is_said_to_be_missing()
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.Unauthorized)), options => options.Token = null);

        var failure = await Assert.ThrowsAsync<TraceAuthenticationException>(() => source.GetAsync(Token));

        Assert.Contains("No token was sent", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_large_body_8_kb_are_kept_and_64_kb_are_read()
    {
        var body = new CountingStream(10 << 20);
        var failure = await FailAsync((_, _) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new TrackedContent(body, "text/plain") }));

        Assert.Equal(8 * 1024, Encoding.UTF8.GetByteCount(failure.ResponseBody!));
        Assert.Equal(64 * 1024, body.BytesRead);
        Assert.True(failure.Message.Length < 2000);
    }

    [Fact]
    public async Task An_error_s_body_that_breaks_off_does_not_hide_the_status()
    {
        var failure = await FailAsync((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict)
        {
            Content = new TrackedContent(
                new FaultyStream("""{"error":"active trace"""u8.ToArray(), new IOException("reset")), "application/json"),
        }));

        Assert.IsType<TraceConflictException>(failure);
        Assert.Equal("""{"error":"active trace""", failure.ResponseBody);
    }

    [Fact]
    public async Task An_error_s_body_that_stalls_does_not_hide_the_status()
    {
        using var source = new TestSource(new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict)
        {
            Content = new TrackedContent(new FaultyStream("{"u8.ToArray(), fault: null), "application/json"),
        })));

        var failure = await Assert.ThrowsAsync<TraceConflictException>(() => source.RunAsync(source.GetAsync(Token)));

        Assert.Equal("{", failure.ResponseBody);
    }

    [Fact]
    public async Task Cancellation_while_an_error_s_body_is_read_is_the_caller_s()
    {
        using var source = new TestSource(new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict)
        {
            Content = new TrackedContent(new FaultyStream([], fault: null), "application/json"),
        })));
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var asking = source.GetAsync(caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_failure_is_logged_with_its_path_only()
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.NotFound, """{"message":"body text"}""")));

        await Assert.ThrowsAsync<TraceNotFoundException>(() => source.GetAsync(Token));

        var entry = Assert.Single(source.Log.Entries);
        Assert.Equal((5, "kubiya: GET /base/v1/traces ended in TraceNotFoundException."), (entry.Id, entry.Text));
    }

    private static async Task<TraceApiException> FailAsync(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        using var source = new TestSource(new StubHandler(answer), options => options.Resilience.MaxRetries = 0);
        return await Assert.ThrowsAnyAsync<TraceApiException>(() => source.GetAsync(Token));
    }
}
