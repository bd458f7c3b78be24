using System.Net;
using System.Text;
using System.Text.Json;
using TraceClient.Kubiya;
using TraceClient.Tests.Http;

namespace TraceClient.Tests.Sources.Kubiya;

public class KubiyaApiTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<IKubiyaApi, Task>> Calls => new()
    {
        { "GET /api/v1/traces", api => api.ListTracesAsync() },
        {
            "GET /api/v1/traces?page=2&page_size=20&sort=-started_at&status=error"
            + "&time_from=2026-01-15T10%3A00%3A00.0000000%2B00%3A00&time_to=2026-01-15T11%3A00%3A00.0000000%2B00%3A00"
            + "&search=a%25b&execution_id=e&service_name=s%20t&user_id=u&has_errors=true",
            api => api.ListTracesAsync(2, 20, "-started_at", "error", Time, Time.AddHours(1), "a%b", "e", "s t", "u", hasErrors: true)
        },
        { "GET /api/v1/traces/stats", api => api.GetStatsAsync() },
        { "GET /api/v1/traces/stats?time_from=2026-01-15T10%3A00%3A00.0000000%2B00%3A00", api => api.GetStatsAsync(Time) },
        { "GET /api/v1/traces/a%2Fb?flat=true", api => api.GetTraceAsync("a/b", flat: true) },
        { "GET /api/v1/traces/t", api => api.GetTraceAsync("t") },
        { "GET /api/v1/traces/t/spans?flat=false", api => api.ListSpansAsync("t", flat: false).CountAsync(Token).AsTask() },
        { "DELETE /api/v1/traces/t", api => api.DeleteTraceAsync("t") },
        { "GET /api/v1/traces/storage/stats", api => api.GetStorageStatsAsync() },
    };

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public async Task Every_endpoint_is_asked_as_the_reference_says(string expected, Func<IKubiyaApi, Task> call)
    {
        var stub = new StubHandler(
            StubHandler.Answer(HttpStatusCode.OK, expected.Contains("/spans", StringComparison.Ordinal) ? "[]" : "{}"));

        await call(Api(stub));

        var sent = Assert.Single(stub.Sent);
        Assert.Equal(expected, $"{sent.Method} {sent.Uri.PathAndQuery}");
        Assert.Null(sent.Body);
    }

    [Fact]
    public async Task A_page_says_where_it_stands()
    {
        var page = await Answering("trace-list.200.json").ListTracesAsync(cancellationToken: Token);

        Assert.Equal((41, 2, 20, 3), (page.Total, page.Page, page.PageSize, page.TotalPages));
        Assert.Equal((true, true), (page.HasNext, page.HasPrevious));
        Assert.Equal(KubiyaSamples.TraceId, Assert.Single(page.Items!).TraceId);
        Assert.Null(page.Extensions);
    }

    [Fact]
    public async Task Spans_stream()
    {
        var spans = await Answering("trace-spans.flat-true.200.json").ListSpansAsync("t", flat: true, Token).ToListAsync(Token);

        Assert.Equal(["00f067aa0ba902b7", "a2fb4a1d1a96d312", "c0ffee0000000001"], spans.Select(span => span.SpanId));
        Assert.Equal(1768471200123456789, spans[0].StartTimeUnixNano.Value?.UnixNanoseconds);
        Assert.All(spans, span => Assert.Null(span.Extensions));
    }

    [Fact]
    public async Task A_trace_comes_with_its_spans_and_no_member_is_unknown()
    {
        var detail = await Answering("trace-detail.flat-true.200.json").GetTraceAsync("t", flat: true, Token);

        Assert.Equal(3, detail.Spans!.Count);
        Assert.Null(detail.Extensions);
    }

    [Fact]
    public async Task Counts_over_a_period_are_read()
    {
        var stats = await Answering("trace-stats.200.json").GetStatsAsync(cancellationToken: Token);

        Assert.Equal(
            (120, 117, 3, 0, 402), (stats.TotalTraces, stats.SuccessCount, stats.ErrorCount, stats.RunningCount, stats.TotalSpans));
        Assert.Equal((2.5, 183.42), (stats.ErrorRate, stats.AvgDurationMs));
        Assert.Equal(TraceTimestamp.Parse("2026-01-14T10:00:00.000123Z"), stats.PeriodStart.Value);
        Assert.Null(stats.Extensions);
    }

    [Fact]
    public async Task An_empty_period_has_no_average()
    {
        var stats = await Answering("trace-stats.empty.200.json").GetStatsAsync(cancellationToken: Token);

        Assert.Equal(0, stats.TotalTraces);
        Assert.Null(stats.AvgDurationMs);
    }

    [Fact]
    public async Task A_deletion_says_what_it_did()
    {
        var deletion = await Answering("trace-delete.200.json").DeleteTraceAsync("t", Token);

        Assert.Equal((KubiyaSamples.TraceId, true), (deletion.TraceId, deletion.Deleted));
        Assert.Null(deletion.Extensions);
    }

    [Fact]
    public async Task The_storage_s_counts_come_as_they_are()
    {
        var stats = await Answering("trace-storage-stats.200.json").GetStorageStatsAsync(Token);

        Assert.Equal(30, stats.ToElement().GetProperty("retention").GetProperty("retention_days").GetInt32());
    }

    [Theory]
    [InlineData("2026-01-15T10:00:01.402113Z")]
    [InlineData("2026-01-15T10:00:01.402113+00:00")]
    [InlineData("2026-01-15T10:00:01.402113")]
    [InlineData("2026-01-15 10:00:01.402113")]
    [InlineData("2026-01-15T12:00:01.402113+02:00")]
    public void Every_form_of_a_date_is_read_as_the_same_time(string text)
    {
        Assert.Equal(1768471201402113000, KubiyaSamples.DetailOf($$"""{"started_at":"{{text}}"}""").StartedAt.Value?.UnixNanoseconds);
    }

    [Fact]
    public void A_date_of_another_kind_is_kept_as_JSON()
    {
        var detail = KubiyaSamples.DetailOf("""{"started_at":1768471201,"ended_at":{"a":[1]},"created_at":null}""");

        Assert.Equal(("1768471201", """{"a":[1]}"""), (detail.StartedAt.Text, detail.EndedAt.Text));
        Assert.Null(detail.StartedAt.Value);
        Assert.True(detail.CreatedAt.IsNull);
    }

    [Fact]
    public void A_span_s_time_is_written_as_the_number_that_it_is()
    {
        var times = new[] { SourceTime.FromUnixNanoseconds(1768471200123456789), SourceTime.FromText("soon"), default };

        Assert.Equal("[1768471200123456789,\"soon\",null]", JsonSerializer.Serialize(times));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("<html>")]
    [InlineData("""{"trace_id":"t","spans":[""")]
    public async Task A_response_of_another_shape_ends_in_a_format_exception(string body)
    {
        var source = new KubiyaSource(
            Api(new StubHandler(StubHandler.Answer(HttpStatusCode.OK, body))), new KubiyaOptions(), new AutoAdvancingTimeProvider());

        await Assert.ThrowsAsync<TraceFormatException>(() => source.FindTraceAsync("t", Token));
    }

    [Fact]
    public async Task A_tree_deeper_than_the_serializer_s_default_is_read()
    {
        var tree = string.Concat(Enumerable.Repeat("""{"span_id":"s","children":[""", 200)) + string.Concat(Enumerable.Repeat("]}", 200));
        var stub = new StubHandler(StubHandler.Answer(HttpStatusCode.OK, $$"""{"trace_id":"t","spans":[{{tree}}]}"""));

        var detail = await Api(stub).GetTraceAsync("t", flat: false, Token);

        Assert.Equal(200, KubiyaSpanMapper.Flatten(detail.Spans).Count());
    }

    private static IKubiyaApi Answering(string sample) =>
        Api(new StubHandler(StubHandler.Answer(HttpStatusCode.OK, Encoding.UTF8.GetString(KubiyaSamples.Bytes(sample)))));

    private static IKubiyaApi Api(StubHandler stub) => Chains.Api<IKubiyaApi>(new KubiyaRegistration(), stub);
}
