using TraceClient.Kubiya;

namespace TraceClient.Tests.Sources.Kubiya;

public class KubiyaSpanMapperTests
{
    private static readonly Span[] Sample =
        [.. KubiyaSamples.Detail().Spans!.Select(span => KubiyaSpanMapper.ToSpan(span, KubiyaSamples.TraceId))];

    [Fact]
    public void A_span_becomes_a_span()
    {
        var span = Sample[1];

        Assert.Equal(("a2fb4a1d1a96d312", "00f067aa0ba902b7", "task_planning.generate_plan"), (span.Id, span.ParentId, span.Name));
        Assert.Equal((SpanType.Span, SpanKind.Internal, SpanStatus.Error, "boom"), (span.Type, span.Kind, span.Status, span.StatusMessage));
        Assert.Empty(span.Warnings);
    }

    [Fact]
    public void Times_keep_their_nanoseconds()
    {
        Assert.Equal(1768471200124657134, Sample[1].StartTime?.UnixNanoseconds);
        Assert.Equal(1768471201104657135, Sample[1].EndTime?.UnixNanoseconds);
        Assert.Equal(TimeSpan.FromTicks(9800000), Sample[1].Duration);
    }

    [Fact]
    public void A_duration_of_0_is_known_although_its_milliseconds_are_null()
    {
        Assert.Equal(TimeSpan.Zero, Sample[2].Duration);
    }

    [Fact]
    public void Attributes_keep_their_types_and_come_before_the_service_s_own()
    {
        var attributes = Sample[0].Attributes;

        Assert.Equal("http.method", attributes.Keys.First());
        Assert.Equal(500, attributes.GetInt64("http.status_code"));
        Assert.True(attributes["error"].AsBoolean);
        Assert.Equal(["kubiya.id", "kubiya.organization_id", "kubiya.created_at"],
            attributes.Keys.Where(key => key.StartsWith("kubiya.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Resource_attributes_become_the_resource()
    {
        Assert.Equal("agent-control-plane", Sample[0].Resource.GetString("service.name"));
        Assert.Equal(6, Sample[0].Resource.Count);
    }

    [Fact]
    public void Events_become_records()
    {
        var record = Assert.Single(Sample[0].Records);

        Assert.Equal((RecordKind.Event, "HTTP response: Server error 500"), (record.Kind, record.Name));
        Assert.Equal(1768471201110456789, record.Timestamp?.UnixNanoseconds);
        Assert.Equal(500, record.Attributes.GetInt64("http.status_code"));
        Assert.True(record.Body.IsNull);
    }

    [Fact]
    public void An_exception_event_is_an_exception()
    {
        Assert.Equal([RecordKind.Event, RecordKind.Exception], Sample[1].Records.Select(record => record.Kind));
        Assert.Equal("boom", Sample[1].Records[1].Attributes.GetString("exception.message"));
    }

    [Fact]
    public void Links_become_links()
    {
        var link = Assert.Single(Sample[1].Links);

        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (link.TraceId, link.SpanId));
        Assert.Empty(link.Attributes);
    }

    [Theory]
    [InlineData("\"INTERNAL\"", SpanKind.Internal)]
    [InlineData("\"SERVER\"", SpanKind.Server)]
    [InlineData("\"CLIENT\"", SpanKind.Client)]
    [InlineData("\"PRODUCER\"", SpanKind.Producer)]
    [InlineData("\"CONSUMER\"", SpanKind.Consumer)]
    [InlineData("null", SpanKind.Internal)]
    public void The_kind_is_OpenTelemetry_s(string word, SpanKind kind)
    {
        var span = KubiyaSamples.Span($$"""{"span_id":"s","kind":{{word}}}""");

        Assert.Equal(kind, span.Kind);
        Assert.Empty(span.Attributes);
    }

    [Theory]
    [InlineData("\"UNSET\"", SpanStatus.Unset)]
    [InlineData("\"OK\"", SpanStatus.Ok)]
    [InlineData("\"ERROR\"", SpanStatus.Error)]
    [InlineData("null", SpanStatus.Unset)]
    public void The_status_is_OpenTelemetry_s(string word, SpanStatus status)
    {
        var span = KubiyaSamples.Span($$"""{"span_id":"s","status_code":{{word}}}""");

        Assert.Equal(status, span.Status);
        Assert.Empty(span.Attributes);
    }

    [Fact]
    public void Words_that_are_not_known_are_kept_as_attributes()
    {
        var span = KubiyaSamples.Span("""{"span_id":"s","kind":"BROKER","status_code":"CANCELLED"}""");

        Assert.Equal((SpanKind.Internal, SpanStatus.Unset), (span.Kind, span.Status));
        Assert.Equal(("BROKER", "CANCELLED"), (span.Attributes.GetString("kubiya.kind"), span.Attributes.GetString("kubiya.status_code")));
    }

    [Fact]
    public void A_running_span_has_no_end()
    {
        var span = KubiyaSamples.Span("""{"span_id":"s","start_time_unix_nano":5,"end_time_unix_nano":null}""");

        Assert.Equal(5, span.StartTime?.UnixNanoseconds);
        Assert.Null(span.EndTime);
        Assert.Null(span.Duration);
    }

    [Fact]
    public void An_empty_parent_is_none_and_an_empty_name_is_the_id()
    {
        var span = KubiyaSamples.Span("""{"span_id":"s","parent_span_id":"","name":""}""");

        Assert.Null(span.ParentId);
        Assert.Equal("s", span.Name);
    }

    [Fact]
    public void Spans_without_a_span_id_go_by_their_row_and_are_not_taken_for_one()
    {
        var trace = KubiyaSamples.Trace("""{"trace_id":"t","spans":[{"id":"row-1","span_id":null},{"id":"row-2"}]}""");

        Assert.Equal(["row-1", "row-2"], trace.Spans.Select(span => span.Id));
    }

    [Fact]
    public void A_trace_id_of_another_trace_is_kept()
    {
        Assert.Equal("other", KubiyaSamples.Span("""{"span_id":"s","trace_id":"other"}""").Attributes.GetString("kubiya.trace_id"));
    }

    [Theory]
    [InlineData("\"1768471200123456789\"")]
    [InlineData("\"2026-01-15T10:00:00.123456789Z\"")]
    public void A_time_may_come_as_text(string json)
    {
        var span = KubiyaSamples.Span($$"""{"span_id":"s","start_time_unix_nano":{{json}}}""");

        Assert.Equal(1768471200123456789, span.StartTime?.UnixNanoseconds);
        Assert.Empty(span.Warnings);
    }

    [Theory]
    [InlineData("99999999999999999999", "99999999999999999999")]
    [InlineData("1.5", "1.5")]
    [InlineData("\"soon\"", "soon")]
    [InlineData("""{"seconds":1}""", """{"seconds":1}""")]
    public void A_time_that_cannot_be_read_is_kept_with_a_warning(string json, string kept)
    {
        var span = KubiyaSamples.Span($$"""{"span_id":"s","start_time_unix_nano":{{json}},"end_time_unix_nano":{{json}}}""");

        Assert.Null(span.StartTime);
        Assert.Null(span.EndTime);
        Assert.Equal(
            (kept, kept),
            (span.Attributes.GetString("kubiya.start_time_unix_nano"), span.Attributes.GetString("kubiya.end_time_unix_nano")));
        Assert.Equal([(TraceWarningCodes.Unreadable, "s"), (TraceWarningCodes.Unreadable, "s")],
            span.Warnings.Select(warning => (warning.Code, warning.SpanId)));
    }

    [Fact]
    public void An_event_s_time_that_cannot_be_read_is_kept_with_the_event()
    {
        var span = KubiyaSamples.Span("""{"span_id":"s","events":[{"name":"e","timestamp":"soon","attributes":{"a":1},"id":7}]}""");

        var record = Assert.Single(span.Records);
        Assert.Null(record.Timestamp);
        Assert.Equal(["a", "kubiya.timestamp", "kubiya.id"], record.Attributes.Keys);
        Assert.Equal(TraceWarningCodes.Unreadable, Assert.Single(span.Warnings).Code);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_negative_duration_is_an_attribute_and_the_times_count(long nanoseconds)
    {
        var span = KubiyaSamples.Span(
            $$"""{"span_id":"s","start_time_unix_nano":1000,"end_time_unix_nano":3000,"duration_ns":{{nanoseconds}}}""");

        Assert.Equal(TimeSpan.FromTicks(20), span.Duration);
        Assert.Equal(nanoseconds, span.Attributes.GetInt64("kubiya.duration_ns"));
        Assert.Equal(TraceWarningCodes.Unreadable, Assert.Single(span.Warnings).Code);
    }

    [Theory]
    [InlineData("1.5", 15_000)]
    [InlineData("\"1.5\"", 15_000)]
    public void Milliseconds_stand_in_for_nanoseconds(string json, long ticks)
    {
        Assert.Equal(TimeSpan.FromTicks(ticks), KubiyaSamples.Span($$"""{"span_id":"s","duration_ms":{{json}}}""").Duration);
    }

    [Theory]
    [InlineData("-0.5")]
    [InlineData("1e300")]
    [InlineData("922337203685477.6")]
    public void Milliseconds_that_no_time_holds_are_an_attribute(string json)
    {
        var span = KubiyaSamples.Span($$"""{"span_id":"s","duration_ms":{{json}}}""");

        Assert.Null(span.Duration);
        Assert.True(span.Attributes.ContainsKey("kubiya.duration_ms"));
        Assert.Equal(TraceWarningCodes.Unreadable, Assert.Single(span.Warnings).Code);
    }

    [Fact]
    public void A_duration_s_last_nanoseconds_are_kept_where_the_times_do_not_have_them()
    {
        var without = KubiyaSamples.Span("""{"span_id":"s","duration_ns":1234567}""");
        var with = KubiyaSamples.Span("""{"span_id":"s","start_time_unix_nano":1,"end_time_unix_nano":1234568,"duration_ns":1234567}""");

        Assert.Equal((TimeSpan.FromTicks(12345), 1234567L), (without.Duration!.Value, without.Attributes.GetInt64("kubiya.duration_ns")));
        Assert.False(with.Attributes.ContainsKey("kubiya.duration_ns"));
    }

    [Fact]
    public void The_ends_of_time_do_not_overflow()
    {
        var trace = KubiyaSamples.Trace(
            $$"""
            {"trace_id":"t","spans":[{"span_id":"s","start_time_unix_nano":{{long.MinValue}},
            "end_time_unix_nano":{{long.MaxValue}},"duration_ns":{{long.MaxValue}}}]}
            """);

        Assert.Equal(TimeSpan.FromTicks(long.MaxValue / 100), Assert.Single(trace.Spans).Duration);
    }

    [Fact]
    public void An_end_before_the_start_is_left_out()
    {
        var trace = KubiyaSamples.Trace("""{"trace_id":"t","spans":[{"span_id":"s","start_time_unix_nano":9,"end_time_unix_nano":5}]}""");

        Assert.Null(Assert.Single(trace.Spans).EndTime);
        Assert.Equal([TraceWarningCodes.EndBeforeStart], trace.Warnings.Select(warning => warning.Code));
    }

    [Fact]
    public void Attributes_that_are_no_object_are_kept_under_their_name()
    {
        var span = KubiyaSamples.Span(
            """{"span_id":"s","attributes":[1],"resource_attributes":"r","links":[{"attributes":true}],"events":[{"attributes":2}]}""");

        Assert.Equal(1, Assert.Single(span.Attributes["kubiya.attributes"].AsList!).AsInt64);
        Assert.Equal("r", span.Resource.GetString("kubiya.resource_attributes"));
        Assert.Equal(2, span.Records[0].Attributes.GetInt64("kubiya.attributes"));
        Assert.Equal(
            ("", "", true), (span.Links[0].TraceId, span.Links[0].SpanId, span.Links[0].Attributes["kubiya.attributes"].AsBoolean));
    }

    [Fact]
    public void Members_that_are_new_are_kept()
    {
        var span = KubiyaSamples.Span("""{"span_id":"s","cost":0.25,"shard":null,"links":[{"trace_id":"t","span_id":"u","flags":1}]}""");

        Assert.Equal(0.25, span.Attributes["kubiya.cost"].AsDouble);
        Assert.Equal(AttributeValueKind.Null, span.Attributes["kubiya.shard"].Kind);
        Assert.Equal(1, span.Links[0].Attributes.GetInt64("kubiya.flags"));
    }

    [Fact]
    public void A_span_that_says_nothing_has_nothing()
    {
        var span = KubiyaSamples.Span("""{"span_id":"s"}""");

        Assert.Equal(new Span { Id = "s", Name = "s" }, span);
        Assert.Empty(span.Warnings);
    }
}
