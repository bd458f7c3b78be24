using System.Net;
using System.Text;
using TraceClient.Kubiya;
using TraceClient.Tests.Http;

namespace TraceClient.Tests.Paging;

/// <summary>When a page is requested again, after which wait, and what of it is skipped.</summary>
public sealed class PageReaderTests
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_requested_again_after_the_wait_of_a_retry()
    {
        var requests = 0;
        var reading = Reader().ReadAsync(_ => ++requests == 1 ? Task.FromException<int>(Broken()) : Task.FromResult(7), Token);

        Assert.False(reading.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal(1, requests);
        _clock.Advance(TimeSpan.FromMilliseconds(251));

        Assert.Equal(7, await reading);
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task The_wait_ends_with_the_callers_cancellation()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = Reader().ReadAsync(_ => Task.FromException<int>(Broken()), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_retry_of_a_value_that_would_wait_beyond_the_total_timeout_is_not_begun()
    {
        var requests = 0;
        var reader = Reader(options => (options.TotalTimeout, options.RetryDelay) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)));

        await Assert.ThrowsAsync<TraceTransportException>(() => reader.ReadAsync(
            _ =>
            {
                requests++;
                return Task.FromException<int>(Broken());
            },
            Token));

        Assert.Equal(1, requests);
    }

    public static TheoryData<Exception> OtherErrors =>
    [
        new OperationCanceledException(), new ObjectDisposedException("client"), new TraceServerException("503") { IsTransient = true },
        new TraceTransportException("no connection"), new TraceFormatException("malformed"),
    ];

    [Theory]
    [MemberData(nameof(OtherErrors), DisableDiscoveryEnumeration = true)]
    public async Task Other_errors_pass_at_once(Exception error)
    {
        Assert.Same(error, await Xunit.Record.ExceptionAsync(() => Reader().ReadAsync(_ => Task.FromException<int>(error), Token)));
        Assert.Same(error, await Xunit.Record.ExceptionAsync(() => ReadStreamAsync(Reader(), () => Elements([1, 2], error), [])));
    }

    [Fact]
    public async Task A_stream_starts_anew_and_counts_anew()
    {
        var reader = Reader(options => options.RetryDelay = TimeSpan.Zero);
        var requests = 0;
        await using var page = reader.Stream(_ => ++requests < 3 ? Elements([1, 2], Broken()) : Elements([1, 2, 3], error: null));
        var read = new List<int>();

        while (await page.ReadAsync(Token))
            read.Add(page.Current);

        Assert.Equal([1, 2, 1, 2, 1, 2, 3], read);
        Assert.Equal((3, 2), (page.Count, page.Retries));
    }

    [Fact]
    public async Task A_stream_that_stays_broken_ends_in_its_last_error()
    {
        var reader = Reader(options => (options.RetryDelay, options.MaxRetries) = (TimeSpan.Zero, 2));
        var errors = Enumerable.Range(0, 3).Select(_ => Broken()).ToArray();
        var requests = 0;

        var error = await Assert.ThrowsAsync<TraceTransportException>(
            () => ReadStreamAsync(reader, () => Elements([1], errors[requests++]), []));

        Assert.Same(errors[^1], error);
        Assert.Equal(3, requests);
    }

    // The simulator announces a length or ends a body properly; a body without either is only known to be broken by its JSON.
    [Theory]
    [InlineData("""{"trace_id":"t","spans":[{"span_id":"a"},{"span""")]
    [InlineData("""{"trace_id":"t","spans":[""")]
    public async Task Truncated_json_without_a_length_is_read_again(string truncated)
    {
        var stub = new StubHandler(Respond(truncated), Respond("""{"trace_id":"t","spans":[{"span_id":"a"},{"span_id":"b"}]}"""));

        var trace = await Source(stub).FindTraceAsync("t", Token);

        Assert.Equal(["a", "b"], trace!.Spans.Select(span => span.Id));
        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task Spans_with_one_id_are_each_given_once_after_a_break()
    {
        var stub = new StubHandler(
            Respond("""[{"span_id":"a","name":"1"},{"span_id":"a","name":"2"},{"span_id":"b","name":"3"},{"sp"""),
            Respond("""[{"span_id":"a","name":"1"},{"span_id":"a","name":"2"},{"span_id":"b","name":"3"},{"span_id":"a","name":"4"}]"""));

        var spans = await Source(stub).StreamSpansAsync("t", Token).ToListAsync(Token);

        Assert.Equal(["1", "2", "3", "4"], spans.Select(span => span.Name));
    }

    [Fact]
    public async Task Spans_in_another_order_are_each_given_once_after_breaks()
    {
        var stub = new StubHandler(
            Respond("""[{"span_id":"a"},{"span_id":"b"},{"sp"""),
            Respond("""[{"span_id":"c"},{"span_id":"b"},{"span_id":"d"},"""),
            Respond("""[{"span_id":"e"},{"span_id":"d"},{"span_id":"c"},{"span_id":"b"},{"span_id":"a"}]"""));

        var spans = await Source(stub).StreamSpansAsync("t", Token).ToListAsync(Token);

        Assert.Equal(["a", "b", "c", "d", "e"], spans.Select(span => span.Id));
    }

    [Fact]
    public void Elements_without_an_id_are_skipped_by_their_number()
    {
        var yielded = new YieldedElements();
        Assert.True(yielded.TryAdd(null, retries: 0));
        Assert.True(yielded.TryAdd("a", retries: 0));

        Assert.Equal([false, false, true, true], ((string?[])[null, "a", null, "b"]).Select(id => yielded.TryAdd(id, retries: 1)));
    }

    [Fact]
    public void Hashes_of_similar_ids_differ()
    {
        string[] ids = [.. Enumerable.Range(0, 50_000).SelectMany(
            i => new[] { $"{i}", $"{i:x16}", $"inferenceResult_{i}", $"{i:x8}-0000-4000-8000-{i:x12}" }).Distinct(), "", "\0", "\0\0"];

        Assert.Equal(ids.Length, ids.Select(id => IdHash.Of(id)).Distinct().Count());
        Assert.Equal(ids.Select(id => IdHash.Of(id)), ids.Select(id => IdHash.Of(new string(id))));
    }

    private static async IAsyncEnumerable<int> Elements(int[] elements, Exception? error)
    {
        foreach (var element in elements)
        {
            await Task.Yield();
            yield return element;
        }

        if (error is not null)
            throw error;
    }

    private static async Task ReadStreamAsync(PageReader reader, Func<IAsyncEnumerable<int>> request, List<int> into)
    {
        await using var page = reader.Stream(_ => request());
        while (await page.ReadAsync(Token))
            into.Add(page.Current);
    }

    private static TraceTransportException Broken() =>
        new("broken") { Context = new ErrorContext { SourceName = "kubiya", IsBodyIncomplete = true } };

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Respond(string body) => (_, _) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content =
            new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))) { Headers = { ContentLength = null } }
        });

    private static KubiyaSource Source(StubHandler stub) =>
        new(Chains.Api<IKubiyaApi>(new KubiyaRegistration(), stub), new KubiyaOptions(), new AutoAdvancingTimeProvider());

    private PageReader Reader(Action<ResilienceOptions>? configure = null)
    {
        var options = new ResilienceOptions();
        configure?.Invoke(options);
        return new PageReader(options, _clock);
    }
}
