using TraceClient.Galtea;

namespace TraceClient.Tests.Sources.Galtea;

public class GalteaSpanMapperTests
{
    [Fact]
    public void A_row_becomes_a_span()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Rows("get-traces.200.tree.json")[3]);

        Assert.Equal("trace_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa4", span.Id);
        Assert.Equal("trace_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1", span.ParentId);
        Assert.Equal("answer", span.Name);
        Assert.Equal(SpanType.Generation, span.Type);
        Assert.Equal(SpanStatus.Unset, span.Status);
        Assert.Equal(TraceTimestamp.Parse("2026-01-15T10:00:00.2Z"), span.StartTime);
        Assert.Equal(TraceTimestamp.Parse("2026-01-15T10:00:00.801Z"), span.EndTime);
        Assert.Equal("some-model", span.Attributes.GetString("gen_ai.request.model"));
        Assert.Equal(420, span.Attributes.GetInt64("gen_ai.usage.input_tokens"));
        Assert.Equal("2026-01-15T10:00:05.000Z", span.Attributes.GetString("galtea.created_at"));
        Assert.Empty(span.Warnings);
    }

    [Theory]
    [InlineData("GENERATION", SpanKind.Client)]
    [InlineData("RETRIEVER", SpanKind.Client)]
    [InlineData("EMBEDDING", SpanKind.Client)]
    [InlineData("TOOL", SpanKind.Internal)]
    [InlineData("AGENT", SpanKind.Internal)]
    [InlineData("SPAN", SpanKind.Internal)]
    public void Calls_of_models_and_stores_are_client_spans(string type, SpanKind kind)
    {
        Assert.Equal(kind, GalteaSpanMapper.ToSpan(new GalteaTrace { Id = "a", Type = type }).Kind);
    }

    [Theory]
    [InlineData("{\"type\":null}", "Span")]
    [InlineData("{\"type\":\" \"}", "Span")]
    [InlineData("{\"type\":\"GUARDRAIL\"}", "Guardrail")]
    [InlineData("{\"type\":\"RERANKER\"}", "RERANKER")]
    [InlineData("{\"nodeType\":\"LLM\"}", "Generation")]
    [InlineData("{\"nodeType\":\"CUSTOM\"}", "Span")]
    [InlineData("{\"nodeType\":\"TOOL\"}", "Tool")]
    [InlineData("{\"type\":\"AGENT\",\"nodeType\":\"LLM\"}", "Agent")]
    public void A_type_survives_whatever_it_is_called(string json, string expected)
    {
        Assert.Equal(expected, GalteaSpanMapper.ToSpan(GalteaSamples.Row(json)).Type.Value);
    }

    [Fact]
    public void An_old_node_type_is_kept_beside_what_it_stands_for()
    {
        Assert.Equal(
            "LLM", GalteaSpanMapper.ToSpan(new GalteaTrace { Id = "a", NodeType = "LLM" }).Attributes.GetString("galtea.node_type"));
    }

    [Fact]
    public void A_type_that_the_service_normalised_is_kept()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Rows("get-traces.200.edge-cases.json")[3]);

        Assert.Equal("LLM", span.Attributes.GetString("galtea.span.original_type"));
    }

    [Fact]
    public void A_row_with_a_name_only_says_nothing_else()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Rows("get-traces.200.edge-cases.json")[0]);

        Assert.Equal(("name_only", SpanType.Span, SpanStatus.Unset), (span.Name, span.Type, span.Status));
        Assert.Null(span.StartTime);
        Assert.Null(span.EndTime);
        Assert.Null(span.Duration);
        Assert.Null(span.StatusMessage);
        Assert.Empty(span.Records);
        Assert.Equal(["galtea.created_at"], span.Attributes.Keys);
    }

    [Fact]
    public void Inputs_and_outputs_of_any_shape_are_kept_as_they_came()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Row("""{"id":"a","inputData":"a bare string","outputData":[1, 2.50]}"""));

        Assert.Equal([RecordKind.Input, RecordKind.Output], span.Records.Select(record => record.Kind));
        Assert.Equal(["\"a bare string\"", "[1, 2.50]"], span.Records.Select(record => record.Body.ToString()));
    }

    [Fact]
    public void An_output_without_an_input_is_one_record()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Row("""{"id":"a","inputData":null,"outputData":false}"""));

        Assert.Equal(RecordKind.Output, Assert.Single(span.Records).Kind);
    }

    [Fact]
    public void Metadata_that_is_no_object_becomes_one_attribute()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Row("""{"id":"a","metadata":["x"]}"""));

        Assert.Equal("x", Assert.Single(span.Attributes["galtea.metadata"].AsList!).AsString);
    }

    [Fact]
    public void Metadata_under_a_name_of_the_row_s_own_hide_nothing_of_it()
    {
        const string Row = """
            {"id":"a","description":"of the row","createdAt":"2026-01-15T10:00:00Z","nodeType":"LLM","brandNew":1,
             "metadata":{"galtea.description":"of the metadata","galtea.created_at":null,"galtea.node_type":"x","galtea.row.node_type":"y","galtea.brandNew":2}}
            """;

        var attributes = GalteaSpanMapper.ToSpan(GalteaSamples.Row(Row)).Attributes;

        Assert.Equal(("of the metadata", "of the row"),
            (attributes.GetString("galtea.description"), attributes.GetString("galtea.row.description")));
        Assert.Equal(AttributeValueKind.Null, attributes["galtea.created_at"].Kind);
        Assert.Equal("2026-01-15T10:00:00Z", attributes.GetString("galtea.row.created_at"));
        Assert.Equal("x y LLM",
            string.Join(' ', new[] { "", "row.", "row.row." }.Select(between => attributes.GetString($"galtea.{between}node_type"))));
        Assert.Equal((2, 1), (attributes.GetInt64("galtea.brandNew"), attributes.GetInt64("galtea.row.brandNew")));
        Assert.Equal(9, attributes.Count);
        Assert.Equal("of the row", attributes.With("other", 1).GetString("galtea.row.description"));
    }

    [Fact]
    public void A_failed_step_has_no_status_on_the_wire_but_an_error()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Rows("get-traces.200.tree.json")[2]);

        Assert.Equal(SpanStatus.Error, span.Status);
        Assert.Equal("order service timed out", span.StatusMessage);
        Assert.DoesNotContain("galtea.error", span.Attributes.Keys);
    }

    [Theory]
    [InlineData("""{"message":"no stock","code":7}""", "no stock")]
    [InlineData("""{"code":7}""", """{"code":7}""")]
    [InlineData("17", "17")]
    public void An_error_of_another_shape_is_kept_whole(string error, string message)
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Row($$"""{"id":"a","error":{{error}}}"""));

        Assert.Equal((SpanStatus.Error, message), (span.Status, span.StatusMessage));
        Assert.Equal(AttributeValue.From(JsonPayload.Parse(error)), span.Attributes["galtea.error"]);
    }

    [Theory]
    [InlineData("\"startTime\":\"2026-01-15T10:00:00Z\",\"latencyMs\":1.5")]
    [InlineData("\"endTime\":\"2026-01-15T10:00:00.0015Z\",\"latencyMs\":1.5")]
    [InlineData("\"startTime\":\"2026-01-15T10:00:00Z\",\"endTime\":\"2026-01-15T10:00:00.0015Z\",\"latencyMs\":\"1.5\"")]
    [InlineData("\"startTime\":\"2026-01-15T12:00:00+02:00\",\"endTime\":\"2026-01-15T10:00:00.0015Z\"")]
    public void A_time_that_lacks_follows_from_the_others(string times)
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Row($$"""{"id":"a",{{times}}}"""));

        Assert.Equal(TraceTimestamp.Parse("2026-01-15T10:00:00Z"), span.StartTime);
        Assert.Equal(TraceTimestamp.Parse("2026-01-15T10:00:00.0015Z"), span.EndTime);
        Assert.Equal(TimeSpan.FromTicks(15_000), span.Duration);
        Assert.DoesNotContain("galtea.latency_ms", span.Attributes.Keys);
    }

    [Fact]
    public void A_latency_without_times_is_a_duration_without_times()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Row("""{"id":"a","latencyMs":120.25}"""));

        Assert.Equal(TimeSpan.FromTicks(1_202_500), span.Duration);
        Assert.Null(span.StartTime);
        Assert.Null(span.EndTime);
    }

    [Fact]
    public void A_latency_that_disagrees_with_the_times_is_the_duration_and_an_attribute()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Rows("get-traces.200.tree.json")[0]);

        Assert.Equal(TimeSpan.FromTicks(8_125_000), span.Duration);
        Assert.Equal(TimeSpan.FromMilliseconds(812), span.EndTime - span.StartTime);
        Assert.Equal(812.5, span.Attributes["galtea.latency_ms"].AsDouble);
    }

    [Fact]
    public void An_event_has_a_start_and_no_duration()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Rows("get-traces.200.edge-cases.json")[2]);

        Assert.Equal(TraceTimestamp.Parse("2026-01-15T10:00:02.123456Z"), span.StartTime);
        Assert.Null(span.EndTime);
        Assert.Null(span.Duration);
    }

    [Theory]
    [InlineData("\"startTime\":\"yesterday\"", "galtea.start_time", "yesterday")]
    [InlineData("\"startTime\":1768471200000", "galtea.start_time", "1768471200000")]
    [InlineData("\"endTime\":{\"at\":1}", "galtea.end_time", "{\"at\":1}")]
    [InlineData("\"latencyMs\":-2.5", "galtea.latency_ms", "-2.5")]
    [InlineData("\"latencyMs\":1e300", "galtea.latency_ms", "1E+300")]
    public void What_cannot_be_read_is_an_attribute_and_a_warning(string member, string attribute, string expected)
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Row($$"""{"id":"a",{{member}}}"""));

        Assert.Equal(expected, span.Attributes[attribute].ToString());
        var warning = Assert.Single(span.Warnings);
        Assert.Equal((TraceWarningCodes.Unreadable, "a"), (warning.Code, warning.SpanId));
        Assert.DoesNotContain(expected, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_latency_that_reaches_beyond_all_times_leaves_the_end_open()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Row("""{"id":"a","startTime":"2026-01-15T10:00:00Z","latencyMs":9e12}"""));

        Assert.Null(span.EndTime);
        Assert.Equal(9e12, span.Duration!.Value.TotalMilliseconds);
    }

    [Fact]
    public void Members_that_nobody_knows_are_kept_under_the_sources_name()
    {
        var span = GalteaSpanMapper.ToSpan(GalteaSamples.Row("""{"id":"a","region":"eu","tags":["x"],"owner":null,"description":"why"}"""));

        Assert.Equal("eu", span.Attributes.GetString("galtea.region"));
        Assert.Equal("x", span.Attributes["galtea.tags"].AsList![0].AsString);
        Assert.Equal(AttributeValueKind.Null, span.Attributes["galtea.owner"].Kind);
        Assert.Equal("why", span.Attributes.GetString("galtea.description"));
    }
}
