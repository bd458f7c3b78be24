namespace TraceClient.Tests.Model.GenAI;

/// <summary>Bodies without a convention, spans that say nothing, and values that are not what they should be.</summary>
public sealed class GenAIInfoTests
{
    public static TheoryData<string> OddBodies =>
    [
        "12", "true", "[]", "{}", "[null, 1, \"x\", []]", """{"messages": 7}""", """{"messages": [7, null, {"role": 7, "content": 7}]}""",
        """{"messages": [{"role": null, "content": {"a": 1}}], "usage": 7, "model": {}}""", """{"choices": {}, "usage": []}""",
        """{"choices": [null, {"message": null}, {"message": {"content": null, "tool_calls": {"a": 1}}}]}""",
        """{"messages": [{"role": "assistant", "tool_calls": [null, {}, {"function": 7}, {"function": {"name": 7, "arguments": 7}}]}]}""",
        """{"messages": [{"content": [null, 7, {"type": 7}, {"type": "image_url", "image_url": 7}, {"type": "image", "source": []}]}]}""",
        """{"generations": [[null, {}], 7], "llm_output": 7}""", """{"lc": 1, "type": "constructor", "id": [], "kwargs": 7}""",
        """{"user_message": 7, "content": [{"type": "file", "uri": 7}]}""",
        """{"output": [null, {"type": "message", "content": 7}, {"type": "reasoning", "summary": 7}]}""",
        """{"role": "assistant", "content": "\ud800"}""", "\"\\ud800\"",
        """{"\ud800": 1, "messages": [{"role": "\ud800", "content": [{"type": "\udc00", "text": "\ud800"}]}]}""",
    ];

    public static TheoryData<string, string> Nestings => new()
    {
        { "[", "]" },
        { """{"messages": [""", "]}" },
        { """{"content": """, "}" },
        { """{"role": "user", "content": [""", "]}" },
        { """{"role": "user", "parts": [""", "]}" },
        { """{"type": "constructor", "kwargs": """, "}" },
        { """{"generations": [[{"message": """, "}]]}" },
        { """{"choices": [{"message": """, "}]}" },
    };

    // Common in rows of Galtea: https://docs.galtea.ai/api-reference/spans/create-span
    [Theory]
    [InlineData("""{"provider": "openai"}""", true)]
    [InlineData("""{"model": "m"}""", true)]
    [InlineData("""{"input_tokens": 1}""", true)]
    [InlineData("""{"output_tokens": 1}""", true)]
    [InlineData("""{"cached_tokens": 1}""", true)]
    [InlineData("""{"total_tokens": 1}""", true)]
    [InlineData("""{"cost": 1}""", true)]
    [InlineData("""{"temperature": 1}""", false)]
    [InlineData("""{"other": 1}""", false)]
    public void A_step_of_a_chain_says_something_where_it_has_what_only_a_model_has(string attributes, bool isSomething) =>
        Assert.Equal(isSomething, Sample.Of(attributes, SpanType.Chain).GenAI is not null);

    [Fact]
    public void Numbers_of_the_conventions_go_before_those_of_frameworks()
    {
        var info = Sample.Generation(attributes: """
            {"gen_ai.usage.input_tokens": 1, "input_tokens": 9, "gen_ai.request.temperature": 0.5, "temperature": 9,
             "gen_ai.usage.total_tokens": 7, "total_tokens": 9, "top_p": 0.25,
             "gen_ai.response.finish_reasons": ["a", "b"], "finish_reason": "c"}
            """);

        Assert.Equal((1, 7, 0.5, 0.25), (info.InputTokens, info.TotalTokens, info.Temperature, info.TopP));
        Assert.Equal(["a", "b"], info.FinishReasons);
        Assert.Equal(["c"], Sample.Generation(attributes: """{"finish_reason": "c"}""").FinishReasons);
        Assert.Equal(9, Sample.Generation(output: """{"usage": {"total_tokens": 9}}""").TotalTokens);
        Assert.Equal(new GenAICost(2), Sample.Generation(output: """{"usage": {"cost": 2}}""").Cost);
    }

    [Theory]
    [InlineData("""{"traceloop.entity.output": "{\"a\":1}"}""", """{"a":1}""")]
    [InlineData("""{"output.value": [1, {"b": 2}]}""", """[1,{"b":2}]""")]
    [InlineData("""{"gen_ai.tool.call.result": "two", "output.value": "three"}""", "\"two\"")]
    public void The_result_of_a_tool_is_read_from_each_attribute(string attributes, string result)
    {
        Assert.Equal(result, Sample.Compact(Sample.Read(attributes, SpanType.Tool).ToolResult));
        Assert.True(Sample.Read(attributes, SpanType.Generation).ToolResult.IsNull);
    }

    [Theory]
    [InlineData("\"Hello\"")]
    [InlineData("""{"role": "user", "content": "Hello"}""")]
    [InlineData("""{"messages": [{"role": "user", "content": "Hello"}]}""")]
    [InlineData("""[{"role": "human", "content": "Hello"}]""")]
    [InlineData("""{"content": "Hello"}""")]
    [InlineData("""{"question": "Hello"}""")]
    [InlineData("""{"query": "Hello"}""")]
    [InlineData("""{"input": "Hello"}""")]
    [InlineData("""{"user_message": "Hello"}""")]
    public void A_plain_input_is_a_message_of_the_user(string body)
    {
        foreach (var type in new[] { SpanType.Generation, SpanType.Agent })
        {
            var info = Sample.Read(type: type, input: body);
            Assert.Equal(["user: Hello"], Sample.Lines(info.InputMessages));
            Assert.Empty(info.OutputMessages);
        }
    }

    [Theory]
    [InlineData("\"Hi\"")]
    [InlineData("""{"role": "assistant", "content": "Hi"}""")]
    [InlineData("""{"role": "model", "content": "Hi"}""")]
    [InlineData("""{"messages": [{"role": "ai", "content": "Hi"}]}""")]
    [InlineData("""{"content": "Hi"}""")]
    [InlineData("""{"result": "Hi"}""")]
    [InlineData("""{"answer": "Hi"}""")]
    [InlineData("""{"output": "Hi"}""")]
    public void A_plain_output_is_a_message_of_the_assistant(string body)
    {
        foreach (var type in new[] { SpanType.Generation, SpanType.Agent })
        {
            var info = Sample.Read(type: type, output: body);
            Assert.Equal(["assistant: Hi"], Sample.Lines(info.OutputMessages));
            Assert.Empty(info.InputMessages);
        }
    }

    [Fact]
    public void A_tool_s_bodies_are_its_arguments_and_its_result_and_its_name_is_the_span_s()
    {
        var info = Sample.Read(type: SpanType.Tool, input: """{"query": "Hello"}""", output: """{"result": [1, 2]}""");

        Assert.Equal("step", info.ToolName);
        Assert.Equal("""{"query":"Hello"}""", Sample.Compact(info.ToolArguments));
        Assert.Equal("""{"result":[1,2]}""", Sample.Compact(info.ToolResult));
        Assert.Empty(info.InputMessages);
        Assert.Empty(info.OutputMessages);
    }

    [Fact]
    public void What_a_tool_s_attributes_say_goes_before_its_name_and_its_bodies()
    {
        var info = Sample.Read(
            """{"gen_ai.tool.name": "search", "gen_ai.tool.call.arguments": {"a": 1}, "gen_ai.tool.call.result": {"b": 2}}""",
            SpanType.Tool,
            """{"not": "this"}""",
            """{"nor": "that"}""");

        Assert.Equal(
            ("search", """{"a":1}""", """{"b":2}"""),
            (info.ToolName, Sample.Compact(info.ToolArguments), Sample.Compact(info.ToolResult)));
    }

    [Fact]
    public void Spans_that_say_nothing_of_models_have_none()
    {
        Assert.Null(Sample.Of().GenAI);
        Assert.Null(Sample.Of("""{"http.request.method": "GET", "url.full": "https://example.org", "server.port": 443}""").GenAI);
        Assert.Null(Sample.Of("""{"db.system.name": "postgresql", "db.query.text": "select 1"}""").GenAI);
        Assert.Null(Sample.Of("""{"calyptia.plugin_instance": "dummy.0"}""", SpanType.Input, "\"Hello\"").GenAI);
        Assert.Null(Sample.Of("{}", SpanType.Chain, """{"question": "Hello"}""", """{"answer": "Hi"}""").GenAI);
        Assert.Null(Sample.Of("{}", SpanType.Retriever, """{"query": "Hello"}""", """{"documents": []}""").GenAI);
        Assert.Null(Sample.Of("{}", input: "\"Hello\"", output: "\"Hi\"").GenAI);
        Assert.Null(Sample.Of("{}", events: Sample.Event("cache miss", """{"content": "Hello"}""")).GenAI);
    }

    [Fact]
    public void Other_attributes_and_other_records_say_other_things()
    {
        var span = Sample.Of("""{"gen_ai.request.model": "gpt-4o"}""", SpanType.Generation, "\"Hello\"");
        Assert.Equal("gpt-4o", span.GenAI?.Model);

        var other = AttributeMap.From(JsonPayload.Parse("""{"gen_ai.request.model": "claude"}"""));
        Assert.Equal("claude", (span with { Attributes = other }).GenAI?.Model);
        Assert.Equal("step two", (span with { Type = SpanType.Tool, Name = "step two" }).GenAI?.ToolName);
        Assert.Empty((span with { Records = [] }).GenAI!.InputMessages);
        Assert.Null((span with { Attributes = AttributeMap.Empty, Records = [], Type = SpanType.Chain }).GenAI);
        Assert.Equal("gpt-4o", span.GenAI?.Model);
    }

    [Fact]
    public void Reading_a_span_does_not_change_whether_it_equals_another()
    {
        var read = Sample.Of("""{"gen_ai.request.model": "gpt-4o"}""");
        Assert.Same(read.GenAI, read.GenAI);

        Assert.Equal(Sample.Of("""{"gen_ai.request.model": "gpt-4o"}"""), read);
        Assert.Equal(Sample.Of("""{"gen_ai.request.model": "gpt-4o"}""").GetHashCode(), read.GetHashCode());
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("\"12\"", 12)]
    [InlineData("12.0", 12)]
    [InlineData("0", 0)]
    [InlineData("null", null)]
    [InlineData("\"many\"", null)]
    [InlineData("[12]", null)]
    [InlineData("true", null)]
    public void A_number_of_tokens_in_another_form_is_that_number_or_none(string tokens, int? expected)
    {
        var info = Sample.Read($$"""{"gen_ai.request.model": "m", "gen_ai.usage.input_tokens": {{tokens}}}""", output: """{"usage": {}}""");
        Assert.Equal(expected, info.InputTokens);

        var body = Sample.Generation(output: $$"""{"model": "m", "choices": [], "usage": {"prompt_tokens": {{tokens}} } }""");
        Assert.Equal(expected, body.InputTokens);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("12.5")]
    [InlineData("1e30")]
    [InlineData("-1e400")]
    [InlineData("\"1e30\"")]
    [InlineData("99999999999999999999")]
    public void A_number_that_no_tokens_have_is_never_an_exception_nor_negative(string tokens)
    {
        var info = Sample.Read($$"""
            {
              "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": {{tokens}}, "gen_ai.usage.output_tokens": {{tokens}},
              "gen_ai.request.seed": {{tokens}}, "gen_ai.request.max_tokens": {{tokens}}, "gen_ai.request.temperature": {{tokens}},
              "gen_ai.usage.cost": {{tokens}}
            }
            """);

        Assert.False(info.InputTokens < 0 || info.OutputTokens < 0 || info.TotalTokens < 0);
    }

    [Theory]
    [MemberData(nameof(OddBodies))]
    public void An_odd_body_is_never_an_exception(string body)
    {
        foreach (var type in new[] { SpanType.Generation, SpanType.Agent, SpanType.Tool })
            ReadAll(Sample.Of("""{"gen_ai.request.model": "m"}""", type, body, body));
    }

    [Theory]
    [MemberData(nameof(OddBodies))]
    public void An_odd_value_of_an_attribute_is_never_an_exception(string value)
    {
        foreach (var form in new[] { value, Sample.Quote(value) })
        {
            ReadAll(Sample.Of($$"""
                {
                  "gen_ai.operation.name": {{form}}, "gen_ai.request.model": {{form}}, "gen_ai.response.finish_reasons": {{form}},
                  "gen_ai.system_instructions": {{form}}, "gen_ai.input.messages": {{form}}, "gen_ai.output.messages": {{form}},
                  "gen_ai.tool.call.arguments": {{form}}, "llm.invocation_parameters": {{form}}, "openinference.span.kind": {{form}},
                  "cost": {{form}},
                  "llm.input_messages.0.message.role": {{form}}, "llm.input_messages.0.message.content": {{form}},
                  "llm.input_messages.x.message.role": {{form}}, "llm.input_messages.99999999999.message.content": {{form}},
                  "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": {{form}},
                  "gen_ai.prompt.0.content": {{form}}, "gen_ai.prompt.-1.content": {{form}},
                  "gen_ai.completion.0.tool_calls.0.arguments": {{form}}
                }
                """,
                events: Sample.Event("gen_ai.choice", $$"""
                    {"message": {{form}}, "index": {{form}}, "finish_reason": {{form}}, "tool_calls": {{form}}}
                    """)));
        }
    }

    [Theory]
    [InlineData("[{'role': 'user'}]")]
    [InlineData("[{\"role\": \"user\"")]
    [InlineData("Hello")]
    [InlineData("")]
    public void Messages_that_are_no_JSON_are_never_an_exception(string text) =>
        ReadAll(Sample.Of($$"""
            {
              "gen_ai.operation.name": "chat",
              "gen_ai.input.messages": {{Sample.Quote(text)}}, "gen_ai.output.messages": {{Sample.Quote(text)}}
            }
            """));

    [Theory]
    [MemberData(nameof(Nestings))]
    public void A_body_1_000_levels_deep_is_never_an_exception(string open, string close) =>
        ReadAll(Sample.Of("{}", SpanType.Generation, Deep(open, close), Deep(open, close)));

    [Theory]
    [InlineData("[", "]")]
    [InlineData("""{"role": "user", "parts": [""", "]}")]
    public void Messages_1_000_levels_deep_are_never_an_exception(string open, string close) =>
        ReadAll(Sample.Of($$"""{"gen_ai.operation.name": "chat", "gen_ai.input.messages": {{Deep(open, close)}}}"""));

    [Theory]
    [MemberData(nameof(Nestings))]
    public void Messages_1_000_levels_deep_in_a_JSON_string_are_never_an_exception(string open, string close) =>
        ReadAll(Sample.Of($$"""{"gen_ai.operation.name": "chat", "gen_ai.input.messages": {{Sample.Quote(Deep(open, close))}}}"""));

    private static string Deep(string open, string close) =>
        string.Concat(Enumerable.Repeat(open, 1_000)) + "\"Hello\"" + string.Concat(Enumerable.Repeat(close, 1_000));

    // Everything that could be read late is read here.
    private static void ReadAll(Span span)
    {
        var trace = TraceAssembler.Assemble(new Trace { Reference = new TraceReference("kubiya", "t"), Name = "trace" }, [span]);
        Assert.False(trace.Usage?.TotalTokens < 0);
        Assert.NotNull(span.Type.Value);
        if (span.GenAI is not { } info)
            return;

        Assert.DoesNotContain(null, info.FinishReasons);
        Assert.False(info.TotalTokens < 0);
        foreach (var message in info.InputMessages.Concat(info.OutputMessages))
        {
            Assert.NotNull(message.Role);
            Assert.NotNull(message.Text);
            Assert.All(message.Parts, part => Assert.NotEqual(default, part.Content.ValueKind));
        }

        Assert.NotEqual(default, info.ToolArguments.ValueKind);
        Assert.NotEqual(default, info.ToolResult.ValueKind);
    }
}
