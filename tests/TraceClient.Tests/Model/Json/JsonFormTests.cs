using System.Text.Json;

namespace TraceClient.Tests.Model.Json;

public sealed class JsonFormTests
{
    private static readonly JsonSerializerOptions AnyDepth = new() { MaxDepth = 200_000 };
    private static readonly TraceTimestamp Start = TraceTimestamp.Parse("2026-01-15T10:00:00.123456789Z");

    [Fact]
    public void A_trace_has_these_members()
    {
        var root = new Span
        {
            Id = "1",
            Name = "plan",
            Type = SpanType.Agent,
            StartTime = Start,
            EndTime = new TraceTimestamp(Start.UnixNanoseconds + 1_500_001),
            Attributes = AttributeMap.From([new("whole", 3), new("part", 3.0), new("none", double.NaN)]),
            Records = [new Record { Kind = RecordKind.Input, Body = JsonPayload.Parse("{ \"q\" : 1.50 }") }],
        };
        var trace = TraceAssembler.Assemble(
            new Trace { Reference = new TraceReference("kubiya", "4bf9"), Name = "run", Status = TraceStatus.Error, IsComplete = true },
            [root, new Span { Id = "2", ParentId = "1", Name = "call", Status = SpanStatus.Error, Duration = TimeSpan.FromTicks(25) }]);

        Assert.Equal(
            """
            {"reference":"kubiya:4bf9","source":"kubiya","id":"4bf9","name":"run","status":"Error","startTime":"2026-01-15T10:00:00.123456789Z",
            "endTime":"2026-01-15T10:00:00.12495679Z","durationMs":1.500001,"spanCount":2,"errorCount":1,"isComplete":true,"spans":[
            {"id":"1","name":"plan","type":"Agent","kind":"Internal","status":"Unset","startTime":"2026-01-15T10:00:00.123456789Z",
            "endTime":"2026-01-15T10:00:00.12495679Z","durationMs":1.500001,"genAI":{},"attributes":{"whole":3,"part":3.0,"none":{"$double":"NaN"}},
            "records":[{"kind":"Input","body":{ "q" : 1.50 }}]},
            {"id":"2","parentId":"1","name":"call","type":"Span","kind":"Internal","status":"Error","durationMs":0.0025}]}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(trace));
    }

    [Fact]
    public void A_summary_has_these_members()
    {
        var summary = new TraceSummary
        {
            Reference = new TraceReference("galtea", "7"),
            Name = "turn",
            SpanCount = 0,
            SpanTypes = [],
            Model = "m",
            Usage = new GenAIUsage { InputTokens = 1, OutputTokens = 2, Costs = [new GenAICost(0.10m, "USD")] },
        };

        Assert.Equal(
            """
            {"reference":"galtea:7","source":"galtea","id":"7","name":"turn","status":"Unset","spanCount":0,"spanTypes":[],"model":"m",
            "usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3,"costs":[{"amount":0.10,"currency":"USD"}]}}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(summary));
    }

    [Fact]
    public void What_a_span_says_of_a_model_call_is_written_without_its_content()
    {
        var span = new Span
        {
            Id = "1",
            Name = "call",
            Type = SpanType.Generation,
            Attributes = AttributeMap.From(JsonPayload.Parse("""
                {"gen_ai.operation.name":"chat","model":"m-1","usage":{"input_tokens":10,"output_tokens":5},"cost_usd":0.25,"temperature":1}
                """)),
            Records =
            [
                new Record { Kind = RecordKind.Input, Body = JsonPayload.FromString("Hello") },
                new Record { Kind = RecordKind.Output, Body = JsonPayload.Parse("""{"choices":[{"text":"Hi","finish_reason":"stop"}]}""") },
            ],
        };

        var json = JsonSerializer.SerializeToElement(span);

        Assert.Equal(
            """
            {"operation":"chat","model":"m-1","inputTokens":10,"outputTokens":5,"totalTokens":15,"cost":{"amount":0.25,"currency":"USD"},
            "temperature":1.0,"finishReasons":["stop"]}
            """.ReplaceLineEndings(""),
            json.GetProperty("genAI").GetRawText());
    }

    [Fact]
    public void All_that_a_span_says_of_a_model_call_is_written()
    {
        var span = new Span
        {
            Id = "1",
            Name = "call",
            Type = SpanType.Generation,
            Attributes = AttributeMap.From(JsonPayload.Parse("""
                {"gen_ai.operation.name":"chat","gen_ai.provider.name":"p","gen_ai.request.model":"m","gen_ai.response.model":"m-1",
                "gen_ai.agent.name":"a","gen_ai.conversation.id":"c","gen_ai.usage.input_tokens":10,"gen_ai.usage.output_tokens":5,
                "gen_ai.usage.cache_read.input_tokens":3,"gen_ai.usage.total_tokens":16,"gen_ai.request.temperature":0.5,
                "gen_ai.request.top_p":0.25,"gen_ai.request.top_k":4,"gen_ai.request.max_tokens":100,"gen_ai.request.frequency_penalty":0.1,
                "gen_ai.request.presence_penalty":0.2,"gen_ai.request.seed":7,"gen_ai.tool.name":"t","gen_ai.tool.call.id":"i"}
                """)),
        };

        Assert.Equal(
            """
            {"operation":"chat","provider":"p","model":"m","responseModel":"m-1","agentName":"a","conversationId":"c","inputTokens":10,
            "outputTokens":5,"cachedInputTokens":3,"totalTokens":16,"temperature":0.5,"topP":0.25,"topK":4.0,"maxTokens":100,
            "frequencyPenalty":0.1,"presencePenalty":0.2,"seed":7,"toolName":"t","toolCallId":"i"}
            """.ReplaceLineEndings(""),
            JsonSerializer.SerializeToElement(span).GetProperty("genAI").GetRawText());
    }

    [Fact]
    public void Errors_are_counted_and_the_usage_of_a_trace_is_written()
    {
        var spans = new[] { SpanStatus.Error, SpanStatus.Ok, SpanStatus.Ok }.Select((status, i) => new Span
        {
            Id = $"{i}",
            Name = "call",
            Type = SpanType.Generation,
            Status = status,
            Attributes = AttributeMap.Empty.With("gen_ai.usage.input_tokens", 2),
        });
        var trace = TraceAssembler.Assemble(new Trace { Reference = new TraceReference("kubiya", "4bf9"), Name = "run" }, spans);

        var json = JsonSerializer.SerializeToElement(trace);

        Assert.Equal((3, 1), (json.GetProperty("spanCount").GetInt32(), json.GetProperty("errorCount").GetInt32()));
        Assert.Equal("""{"inputTokens":6}""", json.GetProperty("usage").GetRawText());
    }

    [Fact]
    public void A_total_that_is_stated_is_read_back_as_stated()
    {
        var usage = new GenAIUsage { InputTokens = 1, OutputTokens = 2, TotalTokens = 9 };
        var summary = new TraceSummary { Reference = new TraceReference("galtea", "7"), Name = "turn", Usage = usage };

        Assert.Equal(9, JsonSerializer.Deserialize<TraceSummary>(JsonSerializer.Serialize(summary))!.Usage!.TotalTokens);
    }

    [Theory]
    [InlineData("3", "3")]
    [InlineData("3.0", "3.0")]
    [InlineData("1e400", "1e400")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    public void Numbers_stay_as_they_came(string json, string written) =>
        Assert.Equal(written, JsonSerializer.Serialize(AttributeValue.From(JsonPayload.Parse(json))));

    [Fact]
    public void A_double_is_the_same_whether_it_was_read_or_made()
    {
        Assert.Equal(AttributeValue.From(3.0), AttributeValue.From(JsonPayload.Parse("3.0")));
        Assert.Equal("""[3.0,-0.0,1000000000000000.0,1E+300,{"$double":"-Infinity"}]""",
            JsonSerializer.Serialize(AttributeValue.From([3.0, -0.0, 1e15, 1e300, double.NegativeInfinity])));
    }

    [Fact]
    public void A_body_that_is_not_valid_utf8_keeps_its_bytes()
    {
        var record = new Record { Kind = RecordKind.Log, Body = JsonPayload.FromUtf8([(byte)'"', 0xFF, (byte)'"']) };

        var json = JsonSerializer.Serialize(record);

        Assert.Equal("""{"kind":"Log","bodyBase64":"Iv8i"}""", json);
        Assert.Equal(record, JsonSerializer.Deserialize<Record>(json));
    }

    [Fact]
    public void A_duration_is_kept_where_the_times_do_not_say_it()
    {
        var stated = new Span
        {
            Id = "1",
            Name = "a",
            StartTime = Start,
            EndTime = Start + TimeSpan.FromMilliseconds(2),
            Duration = TimeSpan.FromMilliseconds(3)
        };
        var derived = stated with { Duration = null };

        Assert.Equal(TimeSpan.FromMilliseconds(3), RoundTrip(stated).Duration);
        Assert.Equal(TimeSpan.FromMilliseconds(7), (RoundTrip(derived) with { EndTime = Start + TimeSpan.FromMilliseconds(7) }).Duration);
    }

    [Fact]
    public void Identity_can_be_a_reference_or_its_parts()
    {
        Assert.Equal(
            new TraceReference("kubiya", "a:b"), JsonSerializer.Deserialize<Trace>("""{"reference":"kubiya:a:b","name":""}""")!.Reference);
        Assert.Equal(new TraceReference("kubiya", "a:b"),
            JsonSerializer.Deserialize<TraceSummary>("""{"source":"kubiya","id":"a:b","name":""}""")!.Reference);
    }

    [Fact]
    public void Unknown_members_and_what_is_derived_are_ignored()
    {
        var trace = JsonSerializer.Deserialize<Trace>(
            """
            {"id":"1","source":"s","name":"n","spanCount":"many","usage":7,"of_tomorrow":[1],"roots":3,"spans":[
            {"id":"1","name":"a","genAI":"x","children":[1]},{"id":"2","parentId":"1","name":"b"},{"id":"3","parentId":"gone","name":"c"}]}
            """)!;

        Assert.Equal(["1", "3"], trace.Roots.Select(span => span.Id));
        Assert.Equal("2", Assert.Single(trace.Roots[0].Children).Id);
        Assert.Empty(trace.Warnings);
        Assert.Null(trace.Usage);
    }

    [Fact]
    public void Spans_of_one_id_are_all_kept()
    {
        var trace = JsonSerializer.Deserialize<Trace>(
            """{"reference":"s:1","name":"n","spans":[{"id":"1","name":"a"},{"id":"1","parentId":"1","name":"b"}]}""")!;

        Assert.Equal(2, trace.Spans.Count);
    }

    [Theory]
    [InlineData("[]", "$ is not valid.")]
    [InlineData("\"secret\"", "$ is not valid.")]
    [InlineData("{}", "$.reference is missing.")]
    [InlineData("""{"source":"kubiya","name":"n"}""", "$.reference is missing.")]
    [InlineData("""{"reference":"secret","name":"n"}""", "$.reference is not valid.")]
    [InlineData("""{"reference":"s:1"}""", "$.name is missing.")]
    [InlineData("""{"reference":"s:1","name":7}""", "$.name is not valid.")]
    [InlineData("""{"reference":"s:1","name":"n","status":"secret"}""", "$.status is not known.")]
    [InlineData("""{"reference":"s:1","name":"n","durationMs":1e400}""", "$.durationMs is not valid.")]
    [InlineData("""{"reference":"s:1","name":"n","durationMs":79228162514264337593543950335}""", "$.durationMs is not valid.")]
    [InlineData("""{"reference":"s:1","name":"n","attributes":"secret"}""", "$.attributes is not valid.")]
    [InlineData("""{"reference":"s:1","name":"n","spans":[{"id":"1","name":"a"},{"id":"2"}]}""", "$.spans[1].name is missing.")]
    [InlineData(
        """{"reference":"s:1","name":"n","spans":[{"id":"1","name":"a","startTime":"secret"}]}""", "$.spans[0].startTime is not valid.")]
    [InlineData("""{"reference":"s:1","name":"n","spans":[null]}""", "$.spans[0] is not valid.")]
    [InlineData("""{"reference":"s:1","name":"n","spans":[{"id":"1","name":"a","records":[{"kind":"Log","bodyBase64":"secret!"}]}]}""",
        "$.spans[0].records[0].bodyBase64 is not valid.")]
    [InlineData("""{"reference":"s:1","name":"n","spans":[{"id":"1","name":"a","type":" "}]}""", "$.spans[0].type is not valid.")]
    [InlineData("""{"reference":"s:1","name":"n","\ud83d":1}""", "$ is not valid.")]
    [InlineData("""{"reference":"s:1","name":"n","spans":[{"id":"1","name":"a","records":[{}]}]}""",
        "$.spans[0].records[0].kind is missing.")]
    public void Wrong_json_is_an_exception_that_says_where_and_shows_no_value(string json, string message)
    {
        var exception = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Trace>(json));

        Assert.Equal(message, exception.Message);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_no_trace_and_a_null_value()
    {
        Assert.Null(JsonSerializer.Deserialize<Trace>("null"));
        Assert.Equal(default, JsonSerializer.Deserialize<AttributeValue>("null"));
        Assert.True(JsonSerializer.Deserialize<JsonPayload>("null").IsNull);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TraceTimestamp>("null"));
    }

    [Fact]
    public void A_value_of_a_thousand_levels_comes_back()
    {
        var value = Nested(1000);

        Assert.Equal(value, JsonSerializer.Deserialize<AttributeValue>(JsonSerializer.Serialize(value)));
    }

    [Fact]
    public void A_value_of_too_many_levels_is_an_exception()
    {
        // JsonDocument takes quadratic time where the caller's options allow any depth.
        var deep = new string('[', 10_000) + new string(']', 10_000);

        Assert.Throws<JsonException>(() => JsonSerializer.Serialize(Nested(3000)));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AttributeValue>(deep, AnyDepth));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AttributeValue>(deep));
        Assert.Equal(AttributeValueKind.Map, JsonSerializer.Deserialize<AttributeValue>($$"""{"$json":"{{deep}}"}""").Kind);
    }

    [Fact]
    public void Objects_of_other_programs_that_look_special_are_maps()
    {
        foreach (var json in (string[])["""{"$double":"x"}""", """{"$double":1}""", """{"$json":"{"}""", """{"$json":"1"}""",
            """{"$map":[1]}""", """{"$map":[[1,2]]}""", """{"$map":[],"a":1}"""])
            Assert.Equal(AttributeValue.From(JsonPayload.Parse(json)), JsonSerializer.Deserialize<AttributeValue>(json));
    }

    private static AttributeValue Nested(int depth)
    {
        AttributeValue value = 1;
        for (var i = 0; i < depth; i++)
            value = i % 2 == 0 ? AttributeValue.From([value]) : AttributeValue.From(AttributeMap.Empty.With("a", value));
        return value;
    }

    private static Span RoundTrip(Span span) => JsonSerializer.Deserialize<Span>(JsonSerializer.Serialize(span))!;
}
