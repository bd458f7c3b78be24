using System.Text;

namespace TraceClient.Otlp.Tests;

public sealed class JsonFormTests
{
    private static readonly TraceReference Reference = new("kubiya", "4bf92f3577b34da6a3ce929d0e0e4736");

    [Fact]
    public void A_span_is_written_as_the_specification_says()
    {
        var span = new Span
        {
            Id = "00f067aa0ba902b7",
            ParentId = "00f067aa0ba902b6",
            Name = "GET /",
            Kind = SpanKind.Server,
            Status = SpanStatus.Error,
            StatusMessage = "no",
            StartTime = new(1_544_712_660_000_000_000),
            EndTime = new(1_544_712_661_000_000_000),
            Attributes = AttributeMap.Empty.With("a", "text").With("n", long.MaxValue).With("d", 0.5).With("nan", double.NaN)
                .With("b", false).With("none", default)
                .With("list", AttributeValue.From([1, "x"])).With("map", AttributeValue.From(AttributeMap.Empty.With("k", ""))),
            Resource = AttributeMap.Empty.With("service.name", "shop"),
            Records = [new Record { Kind = RecordKind.Event, Name = "tick", Timestamp = new(1_544_712_660_300_000_000) }],
            Links = [new SpanLink("4bf92f3577b34da6a3ce929d0e0e4737", "00f067aa0ba902b8")],
        };

        var json = Encoding.UTF8.GetString(Data.Write(OtlpFormat.Json, Trace(span)));

        Assert.Equal(
            """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
            "scopeSpans":[{"scope":{"name":"TraceClient.Otlp"},"spans":[
            {"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","parentSpanId":"00f067aa0ba902b6","name":"GET /","kind":2,
            "startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000","attributes":[
            {"key":"a","value":{"stringValue":"text"}},{"key":"n","value":{"intValue":"9223372036854775807"}},
            {"key":"d","value":{"doubleValue":0.5}},{"key":"nan","value":{"doubleValue":"NaN"}},{"key":"b","value":{"boolValue":false}},{"key":"none","value":{}},
            {"key":"list","value":{"arrayValue":{"values":[{"intValue":"1"},{"stringValue":"x"}]}}},
            {"key":"map","value":{"kvlistValue":{"values":[{"key":"k","value":{"stringValue":""}}]}}},
            {"key":"traceclient.span.type","value":{"stringValue":"Span"}},
            {"key":"traceclient.span.warnings","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[{"key":"code","value":{"stringValue":"missing-parent"}},
            {"key":"message","value":{"stringValue":"The parent '00f067aa0ba902b6' is not part of the trace; the span stands as a root."}},
            {"key":"span_id","value":{"stringValue":"00f067aa0ba902b7"}}]}}]}}},
            {"key":"traceclient.source","value":{"stringValue":"kubiya"}},
            {"key":"traceclient.trace.name","value":{"stringValue":"t"}}],
            "events":[{"timeUnixNano":"1544712660300000000","name":"tick"}],
            "links":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4737","spanId":"00f067aa0ba902b8"}],"status":{"message":"no","code":2}}]}]}]}
            """.ReplaceLineEndings(""),
            json);
    }

    [Fact]
    public void A_span_that_says_little_is_written_without_empty_members()
    {
        var span = Assert.Single(Data.SpansOf(Data.WriteJson(Trace(new Span { Id = "00f067aa0ba902b7", Name = "" }))));

        Assert.Equal(["traceId", "spanId", "kind", "attributes"], span.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void No_traces_leave_an_empty_document()
    {
        Assert.Equal("{}"u8, Data.Write(OtlpFormat.Json));
        Assert.Empty(Data.Write(OtlpFormat.JsonLines));
        Assert.Empty(Data.Write(OtlpFormat.Protobuf));
    }

    [Fact]
    public void Lines_hold_a_trace_each()
    {
        var lines = Encoding.UTF8.GetString(Data.Write(OtlpFormat.JsonLines, RandomTraces.Make(1), Trace(), RandomTraces.Make(2)));

        Assert.Equal(4, lines.Split('\n').Length);
        Assert.EndsWith("\n", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_stand_under_their_resource_and_scope_once()
    {
        var shop = AttributeMap.Empty.With("service.name", "shop");
        var trace = Trace(
            Span("a", shop, "one"), Span("b", AttributeMap.Empty, "one"), Span("c", AttributeMap.Empty.With("service.name", "shop"), "one"),
            Span("d", shop, "two"));

        var resources = Data.WriteJson(trace).GetProperty("resourceSpans");

        Assert.Equal(2, resources.GetArrayLength());
        var scopes = resources[0].GetProperty("scopeSpans");
        Assert.Equal(["one", "two"], scopes.EnumerateArray().Select(scope => scope.GetProperty("scope").GetProperty("name").GetString()));
        Assert.Equal(["a", "c"], scopes[0].GetProperty("spans").EnumerateArray().Select(span => span.GetProperty("name").GetString()));
    }

    [Fact]
    public void Records_beyond_the_limit_are_counted()
    {
        var records = Enumerable.Range(0, 10).Select(i => new Record { Kind = RecordKind.Log, Name = $"{i}" });

        var span = Assert.Single(Data.SpansOf(Data.WriteJson(
            Trace(new Span { Id = "a", Name = "a", Records = [.. records] }), new OtlpWriterOptions { MaxEventsPerSpan = 3 })));

        Assert.Equal(["0", "1", "2"], span.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(7, span.GetProperty("droppedEventsCount").GetInt32());
    }

    [Fact]
    public void Content_is_left_out_unless_it_is_asked_for()
    {
        var trace = Trace(new Span
        {
            Id = "a",
            Name = "a",
            Attributes = AttributeMap.Empty.With("gen_ai.input.messages", "secret").With("llm.input_messages.0.message.content", "secret"),
            Records = [new Record { Kind = RecordKind.Input, Body = JsonPayload.FromString("secret") }],
        }) with
        { Attributes = AttributeMap.Empty.With("galtea.input", "secret").With("galtea.index", 1) };

        var without = Data.WriteJson(trace);
        var with = Data.WriteJson(trace, new OtlpWriterOptions { IncludeContent = true });

        Assert.DoesNotContain("secret", without.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("galtea.index", without.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(Data.SpansOf(without)).GetProperty("droppedAttributesCount").GetInt32());
        Assert.Equal(5, with.GetRawText().Split("secret").Length);
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character()
    {
        var trace = Trace(new Span { Id = "a", Name = "broken \ud83d" });

        Assert.Equal("broken \ufffd", Assert.Single(Data.SpansOf(Data.WriteJson(trace))).GetProperty("name").GetString());
        Assert.Contains("broken \ufffd", Encoding.UTF8.GetString(Data.Write(OtlpFormat.Protobuf, trace)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_limit_of_events_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OtlpWriter(new OtlpWriterOptions { MaxEventsPerSpan = -1 }));

    private static Trace Trace(params Span[] spans) => TraceAssembler.Assemble(new Trace { Reference = Reference, Name = "t" }, spans);

    private static Span Span(string id, AttributeMap resource, string scope) =>
        new() { Id = id, Name = id, Resource = resource, Attributes = AttributeMap.Empty.With("otel.scope.name", scope) };
}
