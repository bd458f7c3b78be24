using System.Text.Json;
using TraceClient.Calyptia;
using static TraceClient.Tests.Sources.Calyptia.CalyptiaTestData;

namespace TraceClient.Tests.Sources.Calyptia;

public sealed class CalyptiaTraceMapperTests
{
    private static readonly CalyptiaTraceSession Session = new()
    {
        Id = "session",
        PipelineId = "pipeline",
        CreatedAt = Time(Start),
        Lifespan = TimeSpan.FromMinutes(10),
    };

    [Fact]
    public void Steps_of_a_pass_hang_on_each_other_and_outputs_on_the_last_pre_output()
    {
        var trace = Map(
            Record("a1", 1, 0), Record("a2", 2, 0.1, "modify.0"), Record("a2b", 2, 0.2, "nest.0"), Record("a3", 3, 0.3),
            Record("b1", 1, 1, count: 2), Record("b3", 3, 1.1, count: 2), Record("o1", 4, 2, "http.0", code: 1),
            Record("o2", 4, 3, "s3.0", code: 1));

        Assert.Equal(
            ["a1<", "a2<a1", "a2b<a2", "a3<a2b", "b1<", "b3<b1", "o1<b3", "o2<b3"],
            trace.Spans.Select(span => $"{span.Id}<{span.ParentId}"));
        Assert.Equal(["a1", "b1"], trace.Roots.Select(span => span.Id));
    }

    [Fact]
    public void A_missing_step_is_skipped_and_not_invented()
    {
        var trace = Map(Record("a2", 2, 0, "modify.0"), Record("o1", 4, 1, "http.0", code: 1));

        Assert.Equal(["a2<", "o1<a2"], trace.Spans.Select(span => $"{span.Id}<{span.ParentId}"));
    }

    [Fact]
    public void Only_a_filter_has_a_true_start()
    {
        var trace = Map(Record("a1", 1, 0), Record("a2", 2, 0, "modify.0"), Record("a3", 3, 0));
        var start = TraceTimestamp.FromDateTimeOffset(Start);

        Assert.Null(trace.Spans[0].StartTime);
        Assert.Equal(start + TimeSpan.FromSeconds(1), trace.Spans[0].EndTime);
        Assert.Null(trace.Spans[0].Duration);
        Assert.Equal("2026-11-22T10:00:00Z", trace.Spans[0].Attributes.GetString("calyptia.event_time"));
        Assert.Equal(start, trace.Spans[1].StartTime);
        Assert.False(trace.Spans[1].Attributes.ContainsKey("calyptia.event_time"));
        Assert.Null(trace.Spans[2].StartTime);
    }

    [Fact]
    public void The_servers_time_orders_events_and_start_time_does_not()
    {
        var trace = Map(
            Record("a1", 1, 0) with { EndTime = SourceTime.FromUnixSeconds(9_000_000) },
            Record("a2", 2, 0.1, "modify.0") with { StartTime = SourceTime.FromUnixSeconds(5) });

        Assert.Equal(["a1", "a2"], trace.Spans.Select(span => span.Id));
        Assert.Equal("2026-11-22T10:00:00.1Z", trace.Spans[1].Attributes.GetString("calyptia.created_at"));
    }

    [Fact]
    public void A_spans_own_data_come_from_its_event()
    {
        var span = Map(
            Record("a2", 2, 0, "modify.0", alias: "add_env") with { ReturnCode = 0, Extensions = Members("""{"node":"n1"}""") }).Spans[0];

        Assert.Equal("add_env", span.Name);
        Assert.Equal(SpanType.Filter, span.Type);
        Assert.Equal(SpanStatus.Unset, span.Status);
        Assert.Equal(2, span.Attributes.GetInt64("calyptia.type"));
        Assert.Equal("modify.0", span.Attributes.GetString("calyptia.plugin_instance"));
        Assert.Equal("add_env", span.Attributes.GetString("calyptia.plugin_alias"));
        Assert.Equal("n1", span.Attributes.GetString("calyptia.node"));
        Assert.False(span.Attributes.ContainsKey("calyptia.return_code"));
    }

    [Fact]
    public void An_unknown_type_is_a_span_of_that_type()
    {
        var trace = Map(Record("a1", 1, 0), Record("x", 7, 0.1, "sampler.0"), Record("a3", 3, 0.2));

        Assert.Equal("7", trace.Spans[1].Type.Value);
        Assert.Equal(7, trace.Spans[1].Attributes.GetInt64("calyptia.type"));
    }

    [Fact]
    public void Log_records_keep_body_time_and_extra_keys()
    {
        var record = Map(
            Deserialize("""{"id":"a","type":2,"records":[{"timestamp":1795310331.25,"record":{"a":1},"tag":"t"}]}""")).Spans[0].Records[0];

        Assert.Equal(RecordKind.Log, record.Kind);
        Assert.Equal("""{"a":1}""", record.Body.ToString());
        Assert.Equal("2026-11-22T01:18:51.25Z", record.Timestamp.ToString());
        Assert.Equal("t", record.Attributes.GetString("tag"));
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""  "{\"a\":1}" """, """{"a":1}""")]
    [InlineData(""" "[1]" """, "\"[1]\"")]
    [InlineData(""" "{no object" """, "\"{no object\"")]
    [InlineData(""" "text" """, "\"text\"")]
    [InlineData("null", "null")]
    public void A_body_that_is_a_text_of_an_object_is_that_object(string json, string body)
    {
        var trace = Map(Deserialize($$"""{"id":"a","type":2,"records":[{"timestamp":1,"record":{{json}}}]}"""));

        Assert.Equal(body, trace.Spans[0].Records[0].Body.ToString());
    }

    [Theory]
    [InlineData(4294967295)]
    [InlineData(4294967294)]
    public void A_group_marker_is_no_time(long marker)
    {
        var record = Map(Deserialize($$$"""{"id":"a","type":1,"records":[{"timestamp":{{{marker}}},"record":{}}]}""")).Spans[0].Records[0];

        Assert.Null(record.Timestamp);
        Assert.Equal(marker, record.Attributes.GetInt64("calyptia.group_marker"));
    }

    [Fact]
    public void An_unreadable_time_becomes_an_attribute_and_a_warning()
    {
        var trace = Map(Deserialize("""{"id":"a","type":2,"start_time":"soon","records":[{"timestamp":"then","record":{}}]}"""));

        Assert.Equal("soon", trace.Spans[0].Attributes.GetString("calyptia.start_time"));
        Assert.Equal("then", trace.Spans[0].Records[0].Attributes.GetString("calyptia.timestamp"));
        Assert.Equal([TraceWarningCodes.Unreadable, TraceWarningCodes.Unreadable], trace.Warnings.Select(warning => warning.Code));
        Assert.All(trace.Warnings, warning => Assert.DoesNotContain("soon", warning.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_time_of_an_event_that_cannot_be_read_is_an_attribute_and_a_warning()
    {
        var trace = Map(Deserialize("""{"id":"a","type":2,"createdAt":"one","start_time":"two","end_time":"three"}"""));

        var attributes = trace.Spans[0].Attributes;
        Assert.Equal(
            ["one", "two", "three"],
            new[] { "calyptia.created_at", "calyptia.start_time", "calyptia.end_time" }.Select(attributes.GetString));
        Assert.Equal(
            new[] { "created_at", "start_time", "end_time" }
                .Select(name => $"'{name}' could not be read; it is kept as the attribute 'calyptia.{name}'."),
            trace.Warnings.Select(warning => warning.Message));
    }

    [Fact]
    public void What_is_amiss_with_an_event_is_said_in_its_warnings()
    {
        var trace = Map(
            Record("a1", 1, 0) with { NullRecords = 2, Records = [new CalyptiaLogRecord { Timestamp = SourceTime.FromText("then") }] },
            Record("a3", 3, 0.1),
            Record("o", 4, 1, "http.0", code: 2));

        Assert.Equal(
            [
                ("a1", "The time of a log record could not be read; it is kept as an attribute of the record."),
                ("a1", "2 log records are null and were left out."),
                ("o", "The output requested a retry; its outcome was not reported."),
            ],
            trace.Warnings.Select(warning => (warning.SpanId, warning.Message)));
    }

    [Fact]
    public void A_start_that_is_a_group_marker_is_an_attribute()
    {
        var attributes = Map(Record("a1", 2, 0) with { StartTime = SourceTime.FromUnixSeconds(uint.MaxValue) }).Spans[0].Attributes;

        Assert.Equal(uint.MaxValue, attributes.GetInt64("calyptia.group_marker"));
        Assert.False(attributes.ContainsKey("calyptia.plugin_alias"));
    }

    [Fact]
    public void A_trace_is_well_only_when_all_outputs_are()
    {
        var trace = Map(Record("a3", 3, 0), Record("o1", 4, 1, "http.0", code: 1), Record("o2", 4, 1.5, "s3.0", code: 0));

        Assert.Equal(TraceStatus.Unset, trace.Status);
    }

    [Fact]
    public void More_chunks_of_one_id_are_a_warning()
    {
        var chunk = Assert.Single(Split(Record("a1", 1, 0)));

        Assert.Equal(
            "2 chunks go by the id that was given; this is the newest.",
            Assert.Single(CalyptiaTraceMapper.ToTrace(chunk, Session, "edge", Start, namesakes: 2).Warnings).Message);
        Assert.Empty(CalyptiaTraceMapper.ToTrace(chunk, Session, "edge", Start).Warnings);
    }

    [Theory]
    [InlineData("session/trace.0", new[] { "trace.0" })]
    [InlineData("session/trace.0/a1", new[] { "trace.0/a1", "trace.0" })]
    [InlineData("session/a/b/c", new[] { "a/b/c", "a/b" })]
    public void An_id_names_a_trace_id_with_or_without_a_record(string id, string[] traceIds)
    {
        var read = CalyptiaTraceId.TryParse(id);

        Assert.Equal("session", read?.SessionId);
        Assert.Equal(traceIds, read?.TraceIds);
    }

    [Theory]
    [InlineData("session")]
    [InlineData("session/")]
    [InlineData("/trace.0")]
    public void An_id_without_two_parts_is_none(string id) => Assert.Null(CalyptiaTraceId.TryParse(id));

    [Theory]
    [InlineData(null, "")]
    [InlineData("trace.0", "trace.0")]
    [InlineData("größe", "größe")]
    [InlineData("a\nb\u007f", "a%0Ab%7F")]
    public void A_trace_id_is_shown_without_control_characters(string? traceId, string text) =>
        Assert.Equal(text, CalyptiaTraceId.Printable(traceId));

    [Theory]
    [InlineData(1L, SpanStatus.Ok, TraceStatus.Ok)]
    [InlineData(0L, SpanStatus.Unset, TraceStatus.Unset)]
    [InlineData(null, SpanStatus.Unset, TraceStatus.Unset)]
    [InlineData(2L, SpanStatus.Unset, TraceStatus.Unset)]
    public void An_output_says_how_the_trace_ended(long? code, SpanStatus span, TraceStatus status)
    {
        var trace = Map(Record("a3", 3, 0), Record("o", 4, 1, "http.0", code: code));

        Assert.Equal(span, trace.Spans[1].Status);
        Assert.Equal(status, trace.Status);
        Assert.Equal(code, trace.Spans[1].Attributes.GetInt64("calyptia.return_code"));
        Assert.Equal(code == 2, trace.Warnings.Any(warning => warning is { Code: TraceWarningCodes.Retry, SpanId: "o" }));
    }

    [Fact]
    public void The_last_word_of_each_output_decides()
    {
        var trace = Map(
            Record("a3", 3, 0), Record("o1", 4, 1, "http.0", code: 2), Record("o2", 4, 1.5, "s3.0", code: 1),
            Record("o3", 4, 2, "http.0", code: 1));

        Assert.Equal(TraceStatus.Ok, trace.Status);
        Assert.Empty(trace.Warnings);
    }

    [Fact]
    public void A_return_code_of_another_type_means_nothing()
    {
        var trace = Map(Record("a3", 3, 0, code: 1));

        Assert.Equal(SpanStatus.Unset, trace.Spans[0].Status);
        Assert.Equal(TraceStatus.Unset, trace.Status);
    }

    [Fact]
    public void A_trace_is_named_after_its_input()
    {
        Assert.Equal("orders", Map(Record("a2", 2, 0, "modify.0"), Record("a1", 1, 0.1, alias: "orders")).Name);
        Assert.Equal("dummy.0", Map(Record("a2", 2, 0, "modify.0"), Record("a3", 3, 0.1)).Name);
        Assert.Equal("modify.0", Map(Record("a2", 2, 0, "modify.0")).Name);
        Assert.Equal("trace.0", Map(Record("a2", 2, 0, "")).Name);
    }

    [Fact]
    public void A_traces_own_data_come_from_session_and_pipeline()
    {
        var trace = Map(Record("a1", 1, 0));

        Assert.Equal("calyptia:session/trace.0/a1", trace.Reference.ToString());
        Assert.Equal("session", trace.SessionId);
        Assert.Equal("edge", trace.ServiceName);
        Assert.Equal("trace.0", trace.Attributes.GetString("calyptia.trace_id"));
        Assert.Equal("session", trace.Attributes.GetString("calyptia.session_id"));
        Assert.Equal("pipeline", trace.Attributes.GetString("calyptia.pipeline_id"));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void A_trace_is_complete_when_its_session_is_over(int minutes, bool isComplete)
    {
        var trace = CalyptiaTraceMapper.ToTrace(Split(Record("a1", 1, 0))[0], Session, pipelineName: null, Start.AddMinutes(minutes));

        Assert.Equal(isComplete, trace.IsComplete);
    }

    [Theory]
    [InlineData(true, 1, 1)]
    [InlineData(true, 1, 0)]
    [InlineData(true, 0, 0)]
    [InlineData(false, 1, 2)]
    [InlineData(false, 2, 2)]
    public void A_trace_is_complete_when_the_last_output_of_each_route_is_no_retry(bool isComplete, int first, int second)
    {
        var chunk = Split(
            Record("a1", 1, 0), Record("a3", 3, 0),
            Record("o1", 4, 1, "http.0", code: 2), Record("o2", 4, 2, "http.0", code: first),
            Record("o3", 4, 2, "http.1", code: second))[0];

        Assert.Equal(isComplete, CalyptiaTraceMapper.ToTrace(chunk, Session, pipelineName: null, Start.AddMinutes(1)).IsComplete);
    }

    [Fact]
    public void A_trace_that_has_not_come_to_its_outputs_is_not_complete() =>
        Assert.False(CalyptiaTraceMapper.ToTrace(
            Split(Record("a1", 1, 0), Record("a3", 3, 1))[0], Session, pipelineName: null, Start.AddMinutes(1)).IsComplete);

    [Fact]
    public void A_summary_agrees_with_its_trace()
    {
        var chunk = Split(
            Record("a1", 1, 0), Record("a2", 2, 0.1, "modify.0"), Record("a3", 3, 0.2), Record("o", 4, 5, "http.0", code: 1))[0];
        var trace = CalyptiaTraceMapper.ToTrace(chunk, Session, "edge", Start);

        var summary = CalyptiaTraceMapper.ToSummary(chunk, Session, "edge");

        Assert.Equal(trace.Reference, summary.Reference);
        Assert.Equal(trace.Name, summary.Name);
        Assert.Equal(trace.Status, summary.Status);
        Assert.Equal(trace.StartTime, summary.StartTime);
        Assert.Equal(trace.EndTime, summary.EndTime);
        Assert.Equal(trace.ServiceName, summary.ServiceName);
        Assert.Equal(trace.Spans.Count, summary.SpanCount);
        Assert.Equal(trace.Spans.Select(span => span.Type), summary.SpanTypes);
        Assert.Equal(TraceTimestamp.FromDateTimeOffset(Start), summary.RecordedAt);
    }

    [Fact]
    public void A_record_whose_id_has_control_characters_is_named_without_them() => Assert.EndsWith(
        "/a%01b", CalyptiaTraceMapper.ToSummary(Assert.Single(Split(Record("a\u0001b", 1, 0))), Session, "edge").Id,
        StringComparison.Ordinal);

    private static Trace Map(params CalyptiaTraceRecord[] records) =>
        CalyptiaTraceMapper.ToTrace(Assert.Single(Split(records)), Session, "edge", Start);

    private static Dictionary<string, JsonElement> Members(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
}
