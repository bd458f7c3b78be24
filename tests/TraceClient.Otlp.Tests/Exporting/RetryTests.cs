using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using TraceClient.Tests.Http;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Otlp.Tests.Exporting;

/// <summary>When a batch is sent again, on a clock that a test moves.</summary>
public sealed class RetryTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public static TheoryData<Exception> ConnectionErrors =>
    [
        new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
        new HttpRequestException(HttpRequestError.ResponseEnded, "ended"),
        new IOException("reset"),
        new SocketException((int)SocketError.ConnectionReset),
        new TimeoutException("too slow"),
        new TaskCanceledException("too slow"),
    ];

    [Fact]
    public async Task Retry_after_in_seconds_is_waited_for_to_the_second()
    {
        var stub = new StubHandler(Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(77))), Answer(HttpStatusCode.OK));
        await using var exporter = Exporter(stub);

        var export = exporter.ExportAsync(Exports.Small, Exports.Token);
        _clock.Advance(TimeSpan.FromSeconds(76.9));
        Assert.Single(stub.Sent);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(1, (await export).Batches);
        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_waited_for_by_the_clock()
    {
        var stub = new StubHandler(Busy(new RetryConditionHeaderValue(_clock.GetUtcNow().AddSeconds(33))), Answer(HttpStatusCode.OK));
        await using var exporter = Exporter(stub);

        var export = exporter.ExportAsync(Exports.Small, Exports.Token);
        _clock.Advance(TimeSpan.FromSeconds(32));
        Assert.Single(stub.Sent);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, (await export).Batches);
    }

    [Fact]
    public async Task The_wait_doubles_with_jitter_up_to_its_maximum()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.BadGateway));
        var times = new List<DateTimeOffset>();
        await using var exporter = Exporter(Timed(stub, times),
            options => (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6)));

        await Assert.ThrowsAsync<TraceServerException>(() => RunAsync(exporter.ExportAsync(Exports.Small, Exports.Token)));

        var waits = times.Zip(times.Skip(1), (earlier, later) => (later - earlier).TotalSeconds).ToList();
        Assert.InRange(waits[0], 1, 2);
        Assert.InRange(waits[1], 2, 4);
        Assert.All(waits.Skip(2), wait => Assert.InRange(wait, 3, 6));
        Assert.InRange((times[^1] - times[0]).TotalSeconds, 110, 120);
    }

    [Fact]
    public async Task No_wait_at_all_stays_none_after_many_retries()
    {
        const int failures = 1500;
        var stub = new StubHandler([.. Enumerable.Repeat(Answer(HttpStatusCode.ServiceUnavailable), failures), Answer(HttpStatusCode.OK)]);
        await using var exporter = Exporter(stub, options => options.RetryDelay = TimeSpan.Zero);

        Assert.Equal(1, (await exporter.ExportAsync(Exports.Small, Exports.Token)).Batches);
        Assert.Equal(failures + 1, stub.Sent.Count);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_sent_again()
    {
        var stub = new StubHandler(Hang, Answer(HttpStatusCode.OK));
        await using var exporter = Exporter(stub);

        var export = exporter.ExportAsync(Exports.Small, Exports.Token);
        _clock.Advance(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, (await export).Batches);
        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task A_collector_that_never_responds_is_tried_until_the_total_timeout()
    {
        var stub = new StubHandler(Hang);
        // Waits of half a second to one: the sixth attempt runs when the minute is over, whatever the jitter.
        await using var exporter = Exporter(stub, options => (options.TotalTimeout, options.RetryDelay, options.MaxRetryDelay) =
            (TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        var start = _clock.GetUtcNow();

        var error = await Assert.ThrowsAsync<TraceTransportException>(() => RunAsync(exporter.ExportAsync(Exports.Small, Exports.Token)));

        Assert.True(error.IsTransient);
        Assert.Contains(
            "had no response within 60 s. Check the collector, or raise TotalTimeout.", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, stub.Sent.Count);
        Assert.InRange((_clock.GetUtcNow() - start).TotalSeconds, 60, 61);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_names_its_time()
    {
        await using var exporter = Exporter(
            new StubHandler(Hang), options => (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.FromHours(4), TimeSpan.FromHours(4)));

        var error = await Assert.ThrowsAsync<TraceTransportException>(() => RunAsync(exporter.ExportAsync(Exports.Small, Exports.Token)));

        Assert.Contains("had no response within 10 s. Check the collector, or raise Timeout.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_stalls_after_success_is_never_sent_again()
    {
        var stub = new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new TrackedContent(new FaultyStream("{"u8.ToArray(), fault: null), "application/json"),
        }));
        await using var exporter = Exporter(stub);

        var export = exporter.ExportAsync(Exports.Small, Exports.Token);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("broke off", Assert.Single((await export).Messages), StringComparison.Ordinal);
        Assert.Single(stub.Sent);
    }

    [Fact]
    public async Task A_body_that_stalls_after_an_error_leaves_the_error()
    {
        var stub = new StubHandler(
            (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest)
            {
                Content =
                new TrackedContent(new FaultyStream([], fault: null), "application/json")
            }));
        await using var exporter = Exporter(stub);

        var export = exporter.ExportAsync(Exports.Small, Exports.Token);
        _clock.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<TraceValidationException>(() => export);
    }

    [Theory]
    [MemberData(nameof(ConnectionErrors))]
    public async Task A_connection_that_fails_is_tried_again(Exception fault)
    {
        var stub = new StubHandler(Throw(fault), Answer(HttpStatusCode.OK));
        await using var exporter = Exporter(stub);

        Assert.Equal(1, (await RunAsync(exporter.ExportAsync(Exports.Small, Exports.Token))).Batches);
        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task The_caller_s_cancellation_of_a_wait_is_one()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.BadGateway));
        await using var exporter = Exporter(stub);
        using var caller = new CancellationTokenSource();

        var export = exporter.ExportAsync(Exports.Small, caller.Token);
        await caller.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
        Assert.Single(stub.Sent);
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Busy(RetryConditionHeaderValue wait) =>
        Answer(HttpStatusCode.TooManyRequests, with: response => response.Headers.RetryAfter = wait);

    private StubHandler Timed(StubHandler stub, List<DateTimeOffset> times) => new(async (request, token) =>
    {
        times.Add(_clock.GetUtcNow());
        using var invoker = new HttpMessageInvoker(stub, disposeHandler: false);
        return await invoker.SendAsync(request, token);
    });

    private OtlpTraceExporter Exporter(StubHandler stub, Action<OtlpExporterOptions>? configure = null)
    {
        var options = new OtlpExporterOptions { PrimaryHandler = () => stub, Format = OtlpExportFormat.Json };
        configure?.Invoke(options);
        return new OtlpTraceExporter(options, _clock);
    }

    private async Task<T> RunAsync<T>(Task<T> task)
    {
        for (var step = 0; step < 10_000 && !task.IsCompleted; step++)
        {
            _clock.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Yield();
        }

        return await task;
    }
}
