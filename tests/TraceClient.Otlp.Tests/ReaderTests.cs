using System.IO.Compression;
using System.Text;

namespace TraceClient.Otlp.Tests;

/// <summary>Data of other programs.</summary>
public sealed class ReaderTests
{
    private const string Collector = """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"schemaUrl":"https://opentelemetry.io/schemas/1.24.0",
        "scopeSpans":[{"scope":{"name":"my.library","version":"1.0.0","attributes":[{"key":"a","value":{"boolValue":true}}]},"spans":[
        {"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174","parentSpanId":"EEE19B7EC3C1B173","name":"child","kind":3,"traceState":"x=1","flags":257,
        "startTimeUnixNano":"1544712660000000000","endTimeUnixNano":1544712661000000000,"droppedEventsCount":2,"unknown":{"deep":[1,{"x":null}]},
        "attributes":[{"key":"bytes","value":{"bytesValue":"AQI="}},{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}}],
        "events":[{"timeUnixNano":"1544712660500000000","name":"exception","attributes":[{"key":"exception.type","value":{"stringValue":"E"}}]}],
        "links":[{"traceId":"5b8efff798038103d269b633813fc60d","spanId":"eee19b7ec3c1b170"}],"status":{}},
        {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b173","parentSpanId":"","name":"parent","kind":"SPAN_KIND_SERVER",
        "startTimeUnixNano":"1544712659000000000","endTimeUnixNano":"1544712662000000000","attributes":[{"key":"session.id","value":{"stringValue":"s1"}}],
        "status":{"code":"STATUS_CODE_ERROR","message":"no"}}]}]}]}
        """;

    [Fact]
    public async Task A_document_of_the_Collector_becomes_a_trace()
    {
        var trace = Assert.Single(await Data.ReadAsync(Collector));

        Assert.Equal("otlp:5b8efff798038103d269b633813fc60c", trace.Reference.ToString());
        Assert.Equal(("parent", TraceStatus.Error, "shop", "s1"), (trace.Name, trace.Status, trace.ServiceName, trace.SessionId));
        var parent = Assert.Single(trace.Roots);
        Assert.Equal((SpanKind.Server, SpanStatus.Error, "no"), (parent.Kind, parent.Status, parent.StatusMessage));
        var child = Assert.Single(parent.Children);
        Assert.Equal((SpanKind.Client, SpanType.Generation, SpanStatus.Unset), (child.Kind, child.Type, child.Status));
        Assert.Equal(new TraceTimestamp(1_544_712_661_000_000_000), child.EndTime);
        Assert.Equal(RecordKind.Exception, Assert.Single(child.Records).Kind);
        Assert.Equal("5b8efff798038103d269b633813fc60d/eee19b7ec3c1b170", Assert.Single(child.Links).ToString());
        Assert.Equal("shop", child.Resource.GetString("service.name"));
    }

    [Fact]
    public async Task What_the_model_has_no_member_for_is_kept_and_written_again()
    {
        var trace = Assert.Single(await Data.ReadAsync(Collector));

        var child = trace.Roots[0].Children[0].Attributes;
        Assert.Equal(("my.library", "1.0.0"), (child.GetString("otel.scope.name"), child.GetString("otel.scope.version")));
        Assert.Equal(("x=1", 257, 2),
            (child.GetString("otlp.trace_state"), child.GetInt64("otlp.flags"), child.GetInt64("otlp.dropped_events_count")));
        Assert.Equal("AQI=", child.GetString("bytes"));
        var written = Data.SpansOf(Data.WriteJson(trace)).Single(span => span.GetProperty("name").GetString() == "child");
        Assert.Equal("x=1", written.GetProperty("traceState").GetString());
        Assert.Equal(257, written.GetProperty("flags").GetInt32());
        Assert.Equal(2, written.GetProperty("droppedEventsCount").GetInt32());
    }

    [Fact]
    public async Task Tempo_answers_with_batches_base64_and_names_of_enums()
    {
        const string Tempo = """
            {"batches":[{"resource":{},"instrumentationLibrarySpans":[{"instrumentationLibrary":{"name":"lib"},"spans":[
            {"traceId":"W47/95gDgQPSabYzgT/GDA==","spanId":"7uGbfsPBsXM=","name":"op","kind":"SPAN_KIND_CLIENT","startTimeUnixNano":"5","status":{"code":"STATUS_CODE_OK"}}]}]}]}
            """;

        var span = Assert.Single(Assert.Single(await Data.ReadAsync(Tempo)).Spans);

        Assert.Equal(("eee19b7ec3c1b173", SpanKind.Client, SpanStatus.Ok), (span.Id, span.Kind, span.Status));
        Assert.Equal("lib", span.Attributes.GetString("otel.scope.name"));
    }

    [Fact]
    public async Task Names_can_be_snake_case_and_resource_and_scope_can_come_last()
    {
        const string Snake = """
            {"trace":{"resource_spans":[{"scope_spans":[{"spans":[{"trace_id":"5b8efff798038103d269b633813fc60c","span_id":"eee19b7ec3c1b173",
            "start_time_unix_nano":7,"attributes":[{"key":"n","value":{"int_value":"3"}}]}],"scope":{"name":"late"}}],
            "resource":{"attributes":[{"key":"service.name","value":{"string_value":"shop"}}]}}]}}
            """;

        var span = Assert.Single(await Data.ReadSpansAsync(new MemoryStream(Encoding.UTF8.GetBytes(Snake)))).Span;

        Assert.Equal((3, "late", "shop"),
            (span.Attributes.GetInt64("n"), span.Attributes.GetString("otel.scope.name"), span.Resource.GetString("service.name")));
        Assert.Equal(new TraceTimestamp(7), span.StartTime);
    }

    [Fact]
    public async Task Arrays_lines_and_a_byte_order_mark_are_taken()
    {
        var trace = Assert.Single(await Data.ReadAsync(Collector));
        var line = Collector.ReplaceLineEndings("");

        Assert.Equal(trace, Assert.Single(await Data.ReadAsync($"[{Collector}, {{}}]")));
        Assert.Equal(trace, Assert.Single(await Data.ReadAsync($"\n{{}}\n\r\n{line}\n")));
        Assert.Equal(trace, Assert.Single(await Data.ReadAsync("\ufeff" + Collector)));
        Assert.Equal(2, Assert.Single(await Data.ReadAsync($"{line}\n{line}")).Warnings.Count);
    }

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.JsonLines)]
    [InlineData(OtlpFormat.Protobuf)]
    public async Task Each_form_can_be_compressed(OtlpFormat format)
    {
        var trace = RandomTraces.Make(3);
        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            await Data.CompleteWriter.WriteAsync(gzip, format, trace, TestContext.Current.CancellationToken);

        Assert.Equal(trace, Assert.Single(await Data.ReadAsync(compressed.ToArray())));
    }

    [Fact]
    public async Task Spans_of_one_trace_are_found_wherever_they_stand()
    {
        var lines = string.Concat(
            Line("5b8efff798038103d269b633813fc601", "a"), Line("5b8efff798038103d269b633813fc602", "b"),
            Line("5b8efff798038103d269b633813fc601", "c"));

        var traces = await Data.ReadAsync(lines);

        Assert.Equal([2, 1], traces.Select(trace => trace.Spans.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\n \n")]
    [InlineData("""{"resourceSpans":[]}""")]
    [InlineData("""{"resourceSpans":null,"other":[{"spans":[]}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[]}]}]}""")]
    public async Task Data_without_spans_has_no_traces(string data) => Assert.Empty(await Data.ReadAsync(data));

    [Fact]
    public async Task Any_split_of_the_data_reads_the_same()
    {
        foreach (var format in Enum.GetValues<OtlpFormat>())
        {
            var data = Data.Write(format, RandomTraces.Make(11), RandomTraces.Make(12));
            var expected = await Data.ReadSpansAsync(new MemoryStream(data));

            Assert.Equal(expected, await Data.ReadSpansAsync(new TricklingStream(data)));
        }
    }

    [Fact]
    public async Task The_source_of_other_programs_traces_can_be_named() =>
        Assert.Equal("tempo", Assert.Single(await Data.ReadAsync(Collector, new OtlpReaderOptions { Source = "tempo" })).Source);

    private static string Line(string traceId, string name) =>
        """{"resourceSpans":[{"scopeSpans":[{"spans":"""
            + $$"""[{"traceId":"{{traceId}}","spanId":"eee19b7ec3c1b17{{name}}","name":"{{name}}"}]}]}]}""" + "\n";
}
