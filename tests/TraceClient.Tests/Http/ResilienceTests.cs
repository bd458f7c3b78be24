using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Polly;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class ResilienceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_success_passes_through()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.OK, """{"a":1}"""));
        using var source = new TestSource(stub);

        using var response = await source.GetAsync(Token);

        using var body = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        Assert.Equal("""{"a":1}""", await body.ReadToEndAsync(Token));
        Assert.Equal("https://api.example.test/base/v1/traces?page_size=5&name=private", stub.Sent[0].Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_transient_status_is_sent_again_and_its_answer_disposed(int status)
    {
        var stub = new StubHandler(Answer((HttpStatusCode)status), Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub);

        using var response = await source.RunAsync(source.GetAsync(Token));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, stub.Sent.Count);
        Assert.True(stub.Bodies[0].IsDisposed);
        Assert.False(stub.Bodies[1].IsDisposed);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(501)]
    public async Task A_lasting_status_is_sent_once(int status)
    {
        var stub = new StubHandler(Answer((HttpStatusCode)status));
        using var source = new TestSource(stub);

        await Assert.ThrowsAnyAsync<TraceApiException>(() => source.RunAsync(source.GetAsync(Token)));

        Assert.Single(stub.Sent);
    }

    [Theory]
    [InlineData("GET", 4)]
    [InlineData("HEAD", 4)]
    [InlineData("PUT", 4)]
    [InlineData("DELETE", 4)]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    public async Task Only_a_method_that_may_be_repeated_is(string method, int times)
    {
        var stub = new StubHandler(Answer(HttpStatusCode.ServiceUnavailable));
        using var source = new TestSource(stub);
        using var body = method is "PUT" or "POST" or "PATCH" ? new StringContent("payload") : null;

        var failure = await Assert.ThrowsAsync<TraceServerException>(
            () => source.RunAsync(source.SendAsync(new HttpMethod(method), "v1/x", Token, content: body)));

        Assert.Equal(times, stub.Sent.Count);
        Assert.All(stub.Sent, sent => Assert.Equal(body is null ? null : "payload", sent.Body));
        Assert.True(failure.IsTransient);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.Unknown)]
    public async Task A_connection_failure_is_tried_again(HttpRequestError error)
    {
        var stub = new StubHandler(Throw(new HttpRequestException(error, "no luck")), Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub);

        using var response = await source.RunAsync(source.GetAsync(Token));

        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_not_tried_again()
    {
        var stub = new StubHandler(
            Throw(new HttpRequestException(HttpRequestError.SecureConnectionError, "no", new AuthenticationException("bad certificate"))));
        using var source = new TestSource(stub);

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => source.RunAsync(source.GetAsync(Token)));

        Assert.Single(stub.Sent);
        Assert.False(failure.IsTransient);
        Assert.Contains("certificate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_retries_means_one_attempt()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.BadGateway));
        using var source = new TestSource(stub, options => options.Resilience.MaxRetries = 0);

        await Assert.ThrowsAsync<TraceServerException>(() => source.GetAsync(Token));

        Assert.Single(stub.Sent);
    }

    [Fact]
    public async Task The_wait_doubles_with_jitter_and_stays_under_its_cap()
    {
        var times = new List<DateTimeOffset>();
        TestSource? source = null;
        var stub = new StubHandler((request, token) =>
        {
            times.Add(source!.Time.GetUtcNow());
            return Answer(HttpStatusCode.BadGateway)(request, token);
        });
        using var made = source = new TestSource(stub, options =>
        {
            options.Resilience.RetryDelay = TimeSpan.FromSeconds(1);
            options.Resilience.MaxRetryDelay = TimeSpan.FromSeconds(3);
            options.Resilience.MaxRetries = 3;
        });

        await Assert.ThrowsAsync<TraceServerException>(() => source.RunAsync(source.GetAsync(Token)));

        var waits = times.Zip(times.Skip(1), (earlier, later) => (later - earlier).TotalSeconds).ToList();
        Assert.Equal(3, waits.Count);
        Assert.InRange(waits[0], 0.5, 1);
        Assert.InRange(waits[1], 1, 2);
        Assert.InRange(waits[2], 1.5, 3);
    }

    [Fact]
    public async Task Retry_after_in_seconds_is_obeyed_beyond_the_longest_wait()
    {
        var stub = new StubHandler(
            Answer(HttpStatusCode.TooManyRequests,
                with: answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(50))),
            Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub);

        var asking = source.GetAsync(Token);
        source.Time.Advance(TimeSpan.FromSeconds(49.9));
        Assert.Single(stub.Sent);
        source.Time.Advance(TimeSpan.FromSeconds(0.1));

        using var response = await asking;
        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_taken_by_the_clock()
    {
        TestSource? source = null;
        var stub = new StubHandler(
            Answer(HttpStatusCode.ServiceUnavailable, with: answer =>
                answer.Headers.RetryAfter = new RetryConditionHeaderValue(source!.Time.GetUtcNow() + TimeSpan.FromSeconds(40))),
            Answer(HttpStatusCode.OK));
        using var made = source = new TestSource(stub);

        var asking = source.GetAsync(Token);
        source.Time.Advance(TimeSpan.FromSeconds(39));
        Assert.Single(stub.Sent);
        source.Time.Advance(TimeSpan.FromSeconds(1));

        using var response = await asking;
        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task A_date_that_has_passed_asks_for_no_wait()
    {
        var stub = new StubHandler(
            Answer(HttpStatusCode.TooManyRequests,
                with: answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(DateTimeOffset.UnixEpoch)),
            Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub);

        using var response = await source.GetAsync(Token);

        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task A_wait_in_fractions_of_a_second_is_read()
    {
        var stub = new StubHandler(
            Answer(HttpStatusCode.TooManyRequests, with: answer => answer.Headers.TryAddWithoutValidation("Retry-After", "7.5")));
        using var source = new TestSource(stub, options => options.Resilience.MaxRetries = 0);

        var failure = await Assert.ThrowsAsync<TraceRateLimitException>(() => source.GetAsync(Token));

        Assert.Equal(TimeSpan.FromSeconds(7.5), failure.RetryAfter);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("1e300")]
    public async Task A_wait_that_makes_no_sense_is_left_out(string value)
    {
        var stub = new StubHandler(
            Answer(HttpStatusCode.TooManyRequests, with: answer => answer.Headers.TryAddWithoutValidation("Retry-After", value)));
        using var source = new TestSource(stub, options => options.Resilience.MaxRetries = 0);

        var failure = await Assert.ThrowsAsync<TraceRateLimitException>(() => source.GetAsync(Token));

        Assert.Null(failure.RetryAfter);
    }

    [Fact]
    public async Task A_wait_beyond_the_total_timeout_fails_at_once_with_the_rate_limit()
    {
        var stub = new StubHandler(
            Answer(HttpStatusCode.TooManyRequests,
                with: answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(100))));
        using var source = new TestSource(stub);

        var failure = await Assert.ThrowsAsync<TraceRateLimitException>(() => source.GetAsync(Token));

        Assert.Single(stub.Sent);
        Assert.Equal(TimeSpan.FromSeconds(100), failure.RetryAfter);
        Assert.Contains("100 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_beyond_the_total_timeout_fails_at_once_with_the_server_error()
    {
        var stub = new StubHandler(
            Answer(HttpStatusCode.ServiceUnavailable,
                with: answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromHours(1))));
        using var source = new TestSource(stub);

        var failure = await Assert.ThrowsAsync<TraceServerException>(() => source.GetAsync(Token));

        Assert.Contains("3600 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_tried_again()
    {
        var stub = new StubHandler(Hang, Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub);

        using var response = await source.RunAsync(source.GetAsync(Token));

        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task Attempts_that_all_take_too_long_end_in_a_transport_error_that_names_the_option()
    {
        var stub = new StubHandler(Hang);
        using var source = new TestSource(stub, options => options.Resilience.MaxRetries = 1);

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => source.RunAsync(source.GetAsync(Token)));

        Assert.Contains("within 30 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains("AttemptTimeout", failure.Message, StringComparison.Ordinal);
        Assert.Contains("after 2 attempts", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task The_total_timeout_ends_all_attempts()
    {
        var stub = new StubHandler(Hang);
        using var source = new TestSource(stub, options => options.Resilience.TotalTimeout = TimeSpan.FromSeconds(45));

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => source.RunAsync(source.GetAsync(Token)));

        Assert.Contains("within 45 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains("TotalTimeout", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task Timeouts_of_zero_are_no_timeouts()
    {
        var stub = new StubHandler(Hang);
        using var source = new TestSource(stub, options =>
        {
            options.Resilience.TotalTimeout = TimeSpan.Zero;
            options.Resilience.AttemptTimeout = TimeSpan.Zero;
        });
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var asking = source.GetAsync(caller.Token);
        source.Time.Advance(TimeSpan.FromDays(2));

        Assert.False(asking.IsCompleted);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task The_caller_s_cancellation_of_a_request_is_one()
    {
        using var source = new TestSource(new StubHandler(Hang));
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var asking = source.GetAsync(caller.Token);
        await caller.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task The_caller_s_cancellation_of_a_wait_is_one()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.BadGateway));
        using var source = new TestSource(stub);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var asking = source.GetAsync(caller.Token);
        await caller.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
        Assert.Single(stub.Sent);
    }

    [Fact]
    public async Task A_handler_that_makes_another_fault_of_the_cancellation_does_not_hide_it()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var source = new TestSource(new StubHandler((_, _) =>
        {
            caller.Cancel();
            throw new HttpRequestException("aborted");
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.GetAsync(caller.Token));
    }

    [Fact]
    public async Task A_pipeline_of_the_user_s_takes_the_place_of_ours()
    {
        var executions = 0;
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddFallback(new()
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { IsSuccessStatusCode: false }),
                FallbackAction = _ =>
                {
                    executions++;
                    return Outcome.FromResultAsValueTask(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("[]") });
                },
            })
            .Build();
        var stub = new StubHandler(Answer(HttpStatusCode.BadGateway));
        using var source = new TestSource(stub, options => options.Resilience.Pipeline = pipeline);

        using var response = await source.GetAsync(Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, executions);
        Assert.Single(stub.Sent);
    }

    [Fact]
    public async Task A_timeout_of_the_user_s_pipeline_is_a_transport_error()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }.AddTimeout(TimeSpan.FromSeconds(2))
            .Build();
        using var source = new TestSource(new StubHandler(Hang), options => options.Resilience.Pipeline = pipeline);

        var asking = source.GetAsync(Token);
        clock.Advance(TimeSpan.FromSeconds(2));

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => asking);

        Assert.Contains("your pipeline", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_is_logged_without_the_query()
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.BadGateway), Answer(HttpStatusCode.OK)));

        using var response = await source.RunAsync(source.GetAsync(Token));

        var entry = Assert.Single(source.Log.Entries, entry => entry.Id == 1);
        Assert.StartsWith("kubiya: GET /base/v1/traces failed (502); retry 1 follows in ", entry.Text, StringComparison.Ordinal);
    }
}
