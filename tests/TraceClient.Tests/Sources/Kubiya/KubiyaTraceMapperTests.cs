using TraceClient.Kubiya;

namespace TraceClient.Tests.Sources.Kubiya;

public class KubiyaTraceMapperTests
{
    [Fact]
    public void The_header_becomes_the_trace()
    {
        var trace = KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail());

        Assert.Equal("kubiya:" + KubiyaSamples.TraceId, trace.Reference.ToString());
        Assert.Equal(("POST /api/v1/tasks/plan", TraceStatus.Error, true), (trace.Name, trace.Status, trace.IsComplete));
        Assert.Equal(("agent-control-plane", "8c0f2b1e-1111-4222-8333-944455556666"), (trace.ServiceName, trace.User));
        Assert.Null(trace.SessionId);
    }

    [Fact]
    public void Members_without_a_home_in_the_model_are_kept_as_attributes()
    {
        var attributes = KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail()).Attributes;

        Assert.Equal(
            [
                "kubiya.id", "kubiya.organization_id", "kubiya.user_email", "kubiya.user_name", "kubiya.started_at", "kubiya.ended_at",
                "kubiya.span_count", "kubiya.error_count", "kubiya.created_at", "kubiya.updated_at",
            ],
            attributes.Keys);
        Assert.Equal("2026-01-15T10:00:01.402113Z", attributes.GetString("kubiya.started_at"));
        Assert.Equal(2, attributes.GetInt64("kubiya.error_count"));
    }

    [Fact]
    public void Start_and_end_come_from_the_spans_to_the_nanosecond()
    {
        var trace = KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail());

        Assert.Equal(1768471200123456789, trace.StartTime?.UnixNanoseconds);
        Assert.Equal(1768471201111111110, trace.EndTime?.UnixNanoseconds);
    }

    [Fact]
    public void What_cannot_be_read_of_a_header_is_said_in_the_warnings()
    {
        var trace = KubiyaTraceMapper.ToTrace(Wire.Kubiya<KubiyaTraceDetail>(
            """{"trace_id":"t","started_at":"soon","duration_ms":-1,"span_count":3,"user_avatar":"https://example.org/a","spans":[]}"""));

        Assert.Equal(
            [
                "'started_at' could not be read; it is kept as the attribute 'kubiya.started_at'.",
                "'duration_ms' could not be read; it is kept as the attribute 'kubiya.duration_ms'.",
                "Kubiya counts 3 spans and returned 0; late spans may still arrive.",
            ],
            trace.Warnings.Select(warning => warning.Message));
        Assert.Equal("https://example.org/a", trace.Attributes.GetString("kubiya.user_avatar"));
    }

    [Fact]
    public void The_duration_is_the_header_s()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(987), KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail()).Duration);
    }

    [Fact]
    public void Without_a_duration_in_the_header_it_is_the_spans()
    {
        var trace = KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail() with { DurationMs = null });

        Assert.Equal(TimeSpan.FromTicks(9876543), trace.Duration);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData((long.MaxValue / TimeSpan.TicksPerMillisecond) + 1)]
    public void A_duration_that_can_be_none_is_an_attribute_with_a_warning(long milliseconds)
    {
        var trace = KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail() with { DurationMs = milliseconds });

        Assert.Equal(milliseconds, trace.Attributes.GetInt64("kubiya.duration_ms"));
        Assert.Equal(TimeSpan.FromTicks(9876543), trace.Duration);
        Assert.Contains(trace.Warnings, warning => warning is { Code: TraceWarningCodes.Unreadable, SpanId: null });
    }

    [Fact]
    public void A_duration_of_0_is_known()
    {
        Assert.Equal(TimeSpan.Zero, KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail() with { DurationMs = 0 }).Duration);
    }

    [Fact]
    public void The_session_is_the_execution()
    {
        var trace = KubiyaSamples.Trace("""{"trace_id":"t","execution_id":"e","execution_type":"agent","spans":[]}""");

        Assert.Equal(("e", "agent"), (trace.SessionId, trace.Attributes.GetString("kubiya.execution_type")));
    }

    [Theory]
    [InlineData("\"success\"", TraceStatus.Ok, true)]
    [InlineData("\"error\"", TraceStatus.Error, true)]
    [InlineData("\"running\"", TraceStatus.Running, false)]
    [InlineData("null", TraceStatus.Unset, false)]
    [InlineData("\"cancelled\"", TraceStatus.Unset, false)]
    public void The_status_is_the_service_s_word(string word, TraceStatus status, bool isComplete)
    {
        var trace = KubiyaSamples.Trace($$"""{"trace_id":"t","status":{{word}},"spans":[]}""");

        Assert.Equal((status, isComplete), (trace.Status, trace.IsComplete));
    }

    [Fact]
    public void A_status_that_is_not_known_is_kept_as_an_attribute()
    {
        Assert.Equal(
            "cancelled", KubiyaSamples.Trace("""{"trace_id":"t","status":"cancelled","spans":[]}""").Attributes.GetString("kubiya.status"));
        Assert.False(KubiyaSamples.Trace("""{"trace_id":"t","status":"success","spans":[]}""").Attributes.ContainsKey("kubiya.status"));
    }

    [Fact]
    public void A_trace_can_succeed_with_failed_spans()
    {
        var trace = KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail() with { Status = "success" });

        Assert.Equal(TraceStatus.Ok, trace.Status);
        Assert.Equal(2, trace.Spans.Count(span => span.Status == SpanStatus.Error));
    }

    [Fact]
    public void An_orphan_stands_as_a_root_with_a_warning()
    {
        var trace = KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail());

        Assert.Equal(["00f067aa0ba902b7", "c0ffee0000000001"], trace.Roots.Select(root => root.Id));
        Assert.Equal("a2fb4a1d1a96d312", Assert.Single(trace.Roots[0].Children).Id);
        Assert.Equal((TraceWarningCodes.MissingParent, "c0ffee0000000001"),
            trace.Warnings.Select(warning => (warning.Code, warning.SpanId)).Single());
    }

    [Fact]
    public void A_tree_is_read_as_well_and_its_lost_span_shows_in_the_count()
    {
        var trace = KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail("trace-detail.tree.200.json"));

        Assert.Equal(["00f067aa0ba902b7", "a2fb4a1d1a96d312"], trace.Spans.Select(span => span.Id));
        Assert.Equal([TraceWarningCodes.SpanCount], trace.Warnings.Select(warning => warning.Code));
    }

    [Fact]
    public void A_deep_tree_is_read_without_recursion()
    {
        var span = new KubiyaSpan { SpanId = "s0" };
        for (var i = 1; i < 50_000; i++)
            span = new KubiyaSpan { SpanId = "s" + i, Children = [span] };

        Assert.Equal(50_000, KubiyaTraceMapper.ToTrace(new KubiyaTraceDetail { TraceId = "t", Spans = [span] }).Spans.Count);
    }

    [Fact]
    public void A_started_at_that_is_no_time_is_kept_with_a_warning()
    {
        var trace = KubiyaSamples.Trace("""{"trace_id":"t","started_at":"yesterday","spans":[]}""");

        Assert.Equal("yesterday", trace.Attributes.GetString("kubiya.started_at"));
        Assert.Equal([TraceWarningCodes.Unreadable], trace.Warnings.Select(warning => warning.Code));
    }

    [Fact]
    public void Members_that_are_new_are_kept_nulls_included()
    {
        var attributes = KubiyaSamples.Trace("""{"trace_id":"t","region":"eu","tags":["a"],"shard":null,"spans":[]}""").Attributes;

        Assert.Equal("eu", attributes.GetString("kubiya.region"));
        Assert.Equal("a", Assert.Single(attributes["kubiya.tags"].AsList!).AsString);
        Assert.Equal(AttributeValueKind.Null, attributes["kubiya.shard"].Kind);
    }

    [Fact]
    public void An_answer_without_spans_is_a_trace_with_a_warning()
    {
        var trace = KubiyaSamples.Trace("""{"trace_id":"t"}""");

        Assert.Equal([TraceWarningCodes.Incomplete], trace.Warnings.Select(warning => warning.Code));
        Assert.Equal(("t", TraceStatus.Unset), (trace.Name, trace.Status));
        Assert.Null(trace.StartTime);
        Assert.Null(trace.Duration);
        Assert.Empty(trace.Attributes);
    }

    [Fact]
    public void Nulls_among_the_spans_are_passed_over()
    {
        var trace = KubiyaSamples.Trace(
            """{"trace_id":"t","spans":[null,{"span_id":"a","events":[null],"links":[null],"children":[null]},null]}""");

        Assert.Equal("a", Assert.Single(trace.Spans).Id);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"trace_id":null}""")]
    [InlineData("""{"trace_id":""}""")]
    [InlineData("""{"trace_id":" "}""")]
    [InlineData("""{"trace_id":"a\nb"}""")]
    public void What_has_no_usable_id_ends_in_a_format_exception(string json)
    {
        var error = Assert.Throws<TraceFormatException>(() => KubiyaSamples.Trace(json));

        Assert.Equal(SourceNames.Kubiya, error.SourceName);
    }

    [Fact]
    public void Spans_without_an_id_are_left_out_with_a_warning()
    {
        var trace = KubiyaSamples.Trace("""{"trace_id":"t","spans":[{},{"span_id":"s"},{"span_id":null,"id":""}]}""");

        Assert.Equal("s", Assert.Single(trace.Spans).Id);
        Assert.Contains(
            trace.Warnings, warning => warning is { Code: TraceWarningCodes.Unreadable, Message: "Spans without an id were left out: 2." });
    }

    [Fact]
    public void A_summary_says_what_the_list_does()
    {
        var summary = KubiyaTraceMapper.ToSummary(KubiyaSamples.Page().Items![0]);

        Assert.Equal("kubiya:" + KubiyaSamples.TraceId, summary.Reference.ToString());
        Assert.Equal(
            ("POST /api/v1/tasks/plan", TraceStatus.Error, 3, 2), (summary.Name, summary.Status, summary.SpanCount, summary.ErrorCount));
        Assert.Equal(("agent-control-plane", "8c0f2b1e-1111-4222-8333-944455556666"), (summary.ServiceName, summary.User));
        Assert.Equal(TimeSpan.FromMilliseconds(987), summary.Duration);

        // The types follow from the attributes of the spans, which the list does not have.
        Assert.Null(summary.SpanTypes);
    }

    [Fact]
    public void A_summary_takes_the_database_time_for_recorded_and_not_for_start_and_end()
    {
        var summary = KubiyaTraceMapper.ToSummary(KubiyaSamples.Page().Items![0]);

        Assert.Equal(TraceTimestamp.Parse("2026-01-15T10:00:01.402113Z"), summary.RecordedAt);
        Assert.Null(summary.StartTime);
        Assert.Null(summary.EndTime);
    }

    [Fact]
    public void A_summary_agrees_with_its_trace()
    {
        var summary = KubiyaTraceMapper.ToSummary(KubiyaSamples.Page().Items![0]);
        var trace = KubiyaTraceMapper.ToTrace(KubiyaSamples.Detail());

        Assert.Equal((trace.Reference, trace.Name, trace.Status, trace.Duration),
            (summary.Reference, summary.Name, summary.Status, summary.Duration));
        Assert.Equal(trace.Attributes, summary.Attributes);
    }

    [Fact]
    public void A_summary_does_not_invent_counts()
    {
        var summary = KubiyaTraceMapper.ToSummary(new KubiyaTraceHeader { TraceId = "t", Name = "" });

        Assert.Equal("t", summary.Name);
        Assert.Null(summary.SpanCount);
        Assert.Null(summary.ErrorCount);
        Assert.Null(summary.RecordedAt);
        Assert.Null(summary.Duration);
    }

    [Fact]
    public void Texts_for_logs_show_no_personal_data()
    {
        var detail = KubiyaSamples.Detail();

        Assert.DoesNotContain("example.com", $"{detail} {detail.Spans![0]} {KubiyaTraceMapper.ToTrace(detail)}", StringComparison.Ordinal);
    }
}
