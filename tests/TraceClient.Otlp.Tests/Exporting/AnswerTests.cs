using System.Net;
using System.Text;
using TraceClient.Tests;
using TraceClient.Tests.Http;

namespace TraceClient.Otlp.Tests.Exporting;

public sealed class AnswerTests
{
    private const string Secret = "s3cret-token-of-mine";

    private const string LongSecret = "Zx9~>?kQ7-vB_2m/Lw+8TfRj0";

    private readonly AutoAdvancingTimeProvider _clock = new();

    public static TheoryData<string> Forms => TokenForms.Names;

    [Fact]
    public async Task Too_many_requests_is_sent_again_after_the_seconds_that_are_asked_for()
    {
        await using var collector = new Collector(Answer.Json(429, "{}", ("Retry-After", "77")));

        await ExportAsync(collector);

        Assert.Equal(2, collector.Requests.Count);
        Assert.Equal(collector.Requests[0].Raw, collector.Requests[1].Raw);
        Assert.Equal(TimeSpan.FromSeconds(77), _clock.Elapsed);
    }

    [Fact]
    public async Task A_wait_up_to_a_date_is_by_the_clock_at_hand()
    {
        await using var collector = new Collector(Answer.Json(503, "{}", ("Retry-After", _clock.GetUtcNow().AddSeconds(33).ToString("R"))));

        await ExportAsync(collector);

        Assert.Equal(TimeSpan.FromSeconds(33), _clock.Elapsed);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_status_that_may_pass_is_sent_again_with_growing_waits(int status)
    {
        await using var collector = new Collector(Answer.Json(status, "{}"), Answer.Json(status, "{}"), Answer.Json(status, "{}"));

        var result = await ExportAsync(collector);

        Assert.Equal((1, 1), (result.Batches, result.Spans));
        Assert.Equal(4, collector.Requests.Count);
        Assert.InRange(_clock.Elapsed, TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData(400, typeof(TraceValidationException))]
    [InlineData(401, typeof(TraceAuthenticationException))]
    [InlineData(403, typeof(TraceAuthorizationException))]
    [InlineData(404, typeof(TraceNotFoundException))]
    [InlineData(408, typeof(TraceApiException))]
    [InlineData(413, typeof(TraceApiException))]
    [InlineData(500, typeof(TraceServerException))]
    public async Task Another_status_is_not_sent_again(int status, Type type)
    {
        await using var collector = new Collector(Answer.Json(status, """{"code":3,"message":"bad span"}""", ("Retry-After", "1")));

        var error = await Assert.ThrowsAnyAsync<TraceApiException>(() => ExportAsync(collector));

        Assert.IsType(type, error);
        Assert.Equal(("otlp", "ExportTraces", (HttpStatusCode)status, false),
            (error.SourceName, error.Operation, error.StatusCode, error.IsTransient));
        Assert.Contains("bad span", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, collector.Attempts);
    }

    [Fact]
    public async Task The_words_of_a_protobuf_error_are_read()
    {
        await using var collector = new Collector(Answer.Protobuf(400, [0x08, 3, 0x12, 3, (byte)'b', (byte)'a', (byte)'d']));

        var error = await Assert.ThrowsAsync<TraceValidationException>(() => ExportAsync(collector));

        Assert.Contains("400 BadRequest: bad.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var target = new Collector();
        await using var collector = new Collector(Answer.Json(307, "", ("Location", target.Endpoint.ToString())));

        var error = await Assert.ThrowsAsync<TraceApiException>(() => ExportAsync(collector));

        Assert.Contains("Redirects are not followed", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, target.Attempts);
    }

    [Fact]
    public async Task The_total_limit_ends_the_attempts_with_the_last_error()
    {
        await using var collector = new Collector(Wait("250"), Wait("250"), Wait("400"));

        var error = await Assert.ThrowsAsync<TraceServerException>(
            () => ExportAsync(collector, options => options.TotalTimeout = TimeSpan.FromSeconds(900)));

        Assert.True(error.IsTransient);
        Assert.Equal((TimeSpan.FromSeconds(500), 3), (_clock.Elapsed, collector.Attempts));

        static Answer Wait(string seconds) => Answer.Json(503, "{}", ("Retry-After", seconds));
    }

    [Fact]
    public async Task A_wait_beyond_the_total_limit_is_not_begun()
    {
        await using var collector = new Collector(Answer.Json(429, "{}", ("Retry-After", "86400")));

        var error = await Assert.ThrowsAsync<TraceRateLimitException>(() => ExportAsync(collector));

        Assert.Equal(TimeSpan.FromDays(1), error.RetryAfter);
        Assert.Equal((TimeSpan.Zero, 1), (_clock.Elapsed, collector.Attempts));
    }

    [Theory]
    [InlineData(503, typeof(TraceServerException))]
    [InlineData(429, typeof(TraceRateLimitException))]
    public async Task A_wait_that_is_no_number_leaves_the_error_of_the_status(int status, Type type)
    {
        await using var collector = new Collector(Answer.Json(status, "{}", ("Retry-After", "-Infinity")));

        var error = await Assert.ThrowsAnyAsync<TraceApiException>(
            () => ExportAsync(collector, options => options.RetryDelay = options.MaxRetryDelay = TimeSpan.FromDays(1)));

        Assert.IsType(type, error);
        Assert.Null((error as TraceRateLimitException)?.RetryAfter);
        Assert.Equal((TimeSpan.Zero, 1), (_clock.Elapsed, collector.Attempts));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_wait_that_is_no_number_gives_way_to_the_backoff(int status)
    {
        await using var collector = new Collector(Answer.Json(status, "{}", ("Retry-After", "-Infinity")));

        await ExportAsync(collector);

        Assert.Equal(2, collector.Attempts);
        Assert.InRange(_clock.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("""{"partialSuccess":{"rejectedSpans":"99999999999999999999"}}""")]
    [InlineData("""{"partialSuccess":{"rejectedSpans":99999999999999999999}}""")]
    public async Task A_number_of_rejected_spans_beyond_64_bits_fails_nothing(string body)
    {
        await using var collector = new Collector(Answer.Json(200, body));

        var result = await ExportAsync(collector);

        Assert.Equal((1, 1, 0), (result.Batches, result.Spans, result.RejectedSpans));
    }

    [Theory]
    [InlineData("""{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}""")]
    [InlineData("""{"partial_success":{"rejected_spans":2,"error_message":"too old"}}""")]
    public async Task A_partial_success_in_json_is_reported_and_not_sent_again(string body)
    {
        await using var collector = new Collector(Answer.Json(200, body));

        var result = await ExportAsync(collector);

        Assert.Equal(2, result.RejectedSpans);
        Assert.Equal("too old", Assert.Single(result.Messages));
        Assert.Equal(1, collector.Attempts);
    }

    [Fact]
    public async Task A_partial_success_in_protobuf_is_reported_and_not_sent_again()
    {
        await using var collector = new Collector(Answer.Protobuf(200, [0x0A, 7, 0x08, 2, 0x12, 3, (byte)'o', (byte)'l', (byte)'d']));

        var result = await ExportAsync(collector);

        Assert.Equal(2, result.RejectedSpans);
        Assert.Equal("old", Assert.Single(result.Messages));
        Assert.Equal(1, collector.Attempts);
    }

    [Fact]
    public async Task Partial_successes_of_several_batches_add_up()
    {
        var partly = Answer.Json(200, """{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}""");
        await using var collector = new Collector(partly, Answer.Ok, partly);
        await using var exporter = Exports.To(collector, _clock, options => options.MaxBatchSpans = 2);

        var result = await exporter.ExportAsync(Exports.Make("a", 6), Exports.Token);

        Assert.Equal((3, 6, 2), (result.Batches, result.Spans, result.RejectedSpans));
        Assert.Equal("too old", Assert.Single(result.Messages));
    }

    [Fact]
    public async Task A_slow_answer_is_waited_for()
    {
        var (hasCome, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var collector = new Collector();
        collector.OnRequest = _ =>
        {
            hasCome.SetResult();
            return answer.Task;
        };

        var export = ExportAsync(collector);
        await hasCome.Task.WaitAsync(Exports.Token);
        Assert.False(export.IsCompleted);
        answer.SetResult();

        Assert.Equal(1, (await export).Batches);
        Assert.Equal(1, collector.Attempts);
    }

    [Fact]
    public async Task A_request_that_is_reset_half_way_is_sent_again()
    {
        await using var collector = new Collector(Answer.ResetInRequest);

        var result = await ExportAsync(collector);

        Assert.Equal(1, result.Batches);
        Assert.Equal((2, 1), (collector.Attempts, collector.Requests.Count));
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_a_transport_error()
    {
        var collector = new Collector();
        await collector.DisposeAsync();

        var error = await Assert.ThrowsAsync<TraceTransportException>(
            () => ExportAsync(collector, options => options.TotalTimeout = TimeSpan.FromMinutes(20)));

        Assert.True(error.IsTransient);
        Assert.True(_clock.Elapsed > TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData(0, "is longer than 64 KB")]
    [InlineData(5, "is longer than 64 KB")]
    public async Task A_huge_answer_is_cut_off_and_the_batch_is_taken(int missing, string word)
    {
        await using var collector =
            new Collector(Answer.Json(200, $$"""{"x":"{{new string('x', 10_000_000)}}"}""") with { Missing = missing });

        var result = await ExportAsync(collector);

        Assert.Contains(word, Assert.Single(result.Messages), StringComparison.Ordinal);
        Assert.Equal(1, collector.Attempts);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_after_success_is_not_sent_again_but_said()
    {
        await using var collector = new Collector(Answer.Ok with { Missing = 10 });

        var result = await ExportAsync(collector);

        Assert.Contains("broke off", Assert.Single(result.Messages), StringComparison.Ordinal);
        Assert.Equal(1, collector.Attempts);
    }

    [Fact]
    public async Task A_response_that_is_not_otlp_is_reported()
    {
        await using var collector = new Collector(Answer.Json(200, "fine"));

        var result = await ExportAsync(collector);

        Assert.Contains("the response is not OTLP", Assert.Single(result.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_success_is_an_error()
    {
        await using var collector = new Collector(new Answer(200, "<!doctype html><p>Sign in"u8.ToArray(), ("Content-Type", "text/html")));

        await Assert.ThrowsAsync<TraceFormatException>(() => ExportAsync(collector));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(200)]
    public async Task No_text_holds_a_secret_that_the_collector_repeats(int status)
    {
        var words = $"no {Secret}, Bearer {Secret}, {Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))}, ann@example.com";
        var body = status == 200 ? $$$"""{"partialSuccess":{"errorMessage":"{{{words}}}"}}""" : $$"""{"message":"{{words}}"}""";
        await using var collector = new Collector(Answer.Json(status, body));

        void WithToken(OtlpExporterOptions options)
        {
            options.Endpoint = new Uri($"{collector.Endpoint}?key={Secret}");
            options.Headers["Authorization"] = $"Bearer {Secret}";
        }

        var text = status == 200
            ? string.Join(' ', (await ExportAsync(collector, WithToken)).Messages)
            : (await Assert.ThrowsAnyAsync<TraceApiException>(() => ExportAsync(collector, WithToken))).ToString();

        Assert.Contains("***", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain("czNjcmV0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ann@", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task No_text_holds_a_secret_that_the_collector_repeats_in_another_form(string form)
    {
        var words = TokenForms.Json($"no {TokenForms.Write(form, LongSecret)} here");
        await using var collector = new Collector(
            Answer.Json(400, $$"""{"message":{{words}}}"""), Answer.Json(200, $$$"""{"partialSuccess":{"errorMessage":{{{words}}}}}"""));
        await using var exporter = Exports.To(collector, _clock, options => options.Headers["Authorization"] = $"Bearer {LongSecret}");

        var error = await Assert.ThrowsAsync<TraceValidationException>(() => exporter.ExportAsync(Exports.Small, Exports.Token));
        var message = Assert.Single((await exporter.ExportAsync(Exports.Small, Exports.Token)).Messages);

        Assert.Contains("***", error.Message, StringComparison.Ordinal);
        Assert.Contains("***", message, StringComparison.Ordinal);
        TokenForms.AssertAbsent(LongSecret, error.ToString());
        TokenForms.AssertAbsent(LongSecret, message);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task Damaged_brotli_is_a_body_that_breaks_off(int status)
    {
        var body = Enumerable.Repeat((byte)0xFF, 64).ToArray();
        await using var collector =
            new Collector(new Answer(status, body, ("Content-Type", "application/json"), ("Content-Encoding", "br")));

        if (status == 200)
            Assert.Contains("broke off", Assert.Single((await ExportAsync(collector)).Messages), StringComparison.Ordinal);
        else
            await Assert.ThrowsAsync<TraceValidationException>(() => ExportAsync(collector));

        Assert.Equal(1, collector.Attempts);
    }

    [Fact]
    public async Task Cancellation_passes_as_it_is()
    {
        await using var collector = new Collector(Answer.Silence);
        await using var exporter = Exports.To(collector, _clock);
        using var cancel = new CancellationTokenSource();

        var export = exporter.ExportAsync(Exports.Small, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export);
    }

    private async Task<OtlpExportResult> ExportAsync(Collector collector, Action<OtlpExporterOptions>? configure = null)
    {
        await using var exporter = Exports.To(collector, _clock, configure);
        return await exporter.ExportAsync(Exports.Small, Exports.Token);
    }
}
