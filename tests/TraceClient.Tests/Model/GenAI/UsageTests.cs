using System.Globalization;

namespace TraceClient.Tests.Model.GenAI;

/// <summary>What the model calls of a trace took: <see cref="Trace.Usage"/>, and the cost of a span.</summary>
public sealed class UsageTests
{
    private const string Call = """
        {"gen_ai.usage.input_tokens": 100, "gen_ai.usage.output_tokens": 20, "gen_ai.usage.cache_read.input_tokens": 40}
        """;

    // llm.cost.total is "in USD": https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
    [Theory]
    [InlineData("""{"gen_ai.usage.cost": 0.0125}""", "0.0125", null)]
    [InlineData("""{"llm.cost.total": 0.0066}""", "0.0066", "USD")]
    [InlineData("""{"cost": 3}""", "3", null)]
    [InlineData("""{"total_cost": 0.5}""", "0.5", null)]
    [InlineData("""{"cost_usd": 0.5}""", "0.5", "USD")]
    [InlineData("""{"cost": {"amount": 1.25, "currency": "EUR"}}""", "1.25", "EUR")]
    [InlineData("""{"cost": {"total": 1.25, "currency": "EUR"}}""", "1.25", "EUR")]
    [InlineData("""{"cost": {"total": 1.25}}""", "1.25", null)]
    [InlineData("""{"cost": {"total": 1.25}, "currency": "EUR"}""", "1.25", "EUR")]
    [InlineData("""{"cost": {"total_cost": 1.25, "unit": "EUR"}, "currency": "USD"}""", "1.25", "EUR")]
    [InlineData("""{"cost": {"value": 1.25}}""", "1.25", null)]
    [InlineData("""{"cost": {"usd": 1.25}}""", "1.25", "USD")]
    [InlineData("""{"cost": {"USD": 1.25}}""", "1.25", "USD")]
    [InlineData("""{"cost": "1.25"}""", "1.25", null)]
    [InlineData("""{"totalCost": 1.25, "costCurrency": "EUR"}""", "1.25", "EUR")]
    [InlineData("""{"cost": 1.25, "cost_currency": "EUR"}""", "1.25", "EUR")]
    [InlineData("""{"costUsd": 1.25}""", "1.25", "USD")]
    [InlineData("""{"costUSD": 1.25}""", "1.25", "USD")]
    [InlineData("""{"total_cost_usd": 1.25}""", "1.25", "USD")]
    [InlineData("""{"gen_ai.cost.total_cost": 1.25, "gen_ai.cost.currency": "EUR"}""", "1.25", "EUR")]
    [InlineData("""{"gen_ai.cost": 1.25, "gen_ai.usage.cost_currency": "EUR", "llm.cost.total": 2}""", "1.25", "EUR")]
    [InlineData("""{"cost": 0}""", "0", null)]
    public void A_cost_has_the_currency_that_is_said(string attributes, string amount, string? currency) =>
        Assert.Equal(
            new GenAICost(decimal.Parse(amount, CultureInfo.InvariantCulture), currency),
            Sample.Read(attributes, SpanType.Generation).Cost);

    [Theory]
    [InlineData("""{"cost": -1}""")]
    [InlineData("""{"cost": 1e15}""")]
    [InlineData("""{"cost": "much"}""")]
    [InlineData("""{"cost": "NaN"}""")]
    [InlineData("""{"cost": {}}""")]
    [InlineData("""{"cost": null}""")]
    public void What_is_no_amount_is_no_cost(string attributes) =>
        Assert.Null(Sample.Read(attributes, SpanType.Generation).Cost);

    [Fact]
    public void A_cost_prints_as_its_amount_and_currency()
    {
        Assert.Equal("0.25 USD", new GenAICost(0.25m, "USD").ToString());
        Assert.Equal("3", new GenAICost(3).ToString());
    }

    [Fact]
    public void A_list_says_the_usage_of_a_trace_in_numbers_that_are_not_negative()
    {
        var usage = GenAIUsageSum.Of(input: 0, output: 2, cached: -1, total: 5, cost: 0.5)!;

        Assert.Equal((0, 2, null, 5), (usage.InputTokens, usage.OutputTokens, usage.CachedInputTokens, usage.TotalTokens));
        Assert.Equal([new GenAICost(0.5m)], usage.Costs);
        Assert.Null(GenAIUsageSum.Of(input: -1, output: null, cached: null, total: null, cost: -1));
    }

    [Theory]
    [InlineData("""{"generations": [[{"text": "two", "message": {"usage": {"input_tokens": 3, "output_tokens": 4}}}]]}""")]
    [InlineData("""{"generations": [[]], "llm_output": {"token_usage": {"prompt_tokens": 3, "completion_tokens": 4}}}""")]
    [InlineData("""{"response": {"usage": {"input_tokens": 3, "output_tokens": 4}}, "content": [{"text": "two"}]}""")]
    [InlineData("""{"usage": "{\"input_tokens\": 3, \"output_tokens\": 4}"}""")]
    public void Usage_is_found_in_the_sections_of_a_response(string output)
    {
        var info = Sample.Generation(output: output);

        Assert.Equal((3, 4), (info.InputTokens, info.OutputTokens));
    }

    [Fact]
    public void Calls_are_added_up()
    {
        var usage = Usage(Make("agent", null), Make("a", "agent", Call), Make("tool", "agent"), Make("b", "tool", Call));

        Assert.Equal((200, 40, 80, 240), (usage?.InputTokens, usage?.OutputTokens, usage?.CachedInputTokens, usage?.TotalTokens));
        Assert.Empty(usage!.Costs);
    }

    [Fact]
    public void A_parent_that_repeats_what_its_calls_took_is_not_counted_again()
    {
        var usage = Usage(
            Make("agent", null, """{"gen_ai.usage.input_tokens": 999, "gen_ai.usage.output_tokens": 999}"""),
            Make("step", "agent", """{"gen_ai.usage.input_tokens": 998}"""),
            Make("a", "step", Call),
            Make("b", "step", Call));

        Assert.Equal((200, 40), (usage?.InputTokens, usage?.OutputTokens));
    }

    [Fact]
    public void Tokens_and_costs_are_taken_from_where_they_are_said()
    {
        var usage = Usage(
            Make("agent", null, """{"gen_ai.usage.input_tokens": 999, "gen_ai.usage.output_tokens": 55, "llm.cost.total": 0.7}"""),
            Make("a", "agent", """{"gen_ai.usage.input_tokens": 100}"""),
            Make("b", "agent"));

        // The agent's output would not belong to its calls' input.
        Assert.Equal((100, null), (usage?.InputTokens, usage?.OutputTokens));
        Assert.Equal([new GenAICost(0.7m, "USD")], usage!.Costs);
    }

    [Fact]
    public void Several_roots_are_added_up()
    {
        var usage = Usage(Make("a", null, Call), Make("b", null, Call), Make("c", "not there", Call));

        Assert.Equal((300, 60), (usage?.InputTokens, usage?.OutputTokens));
    }

    [Fact]
    public void A_total_that_is_said_and_one_that_follows_are_added_up()
    {
        var usage = Usage(
            Make("a", null, """{"llm.usage.total_tokens": 10, "gen_ai.request.model": "m"}"""),
            Make("b", null, """{"gen_ai.usage.input_tokens": 3, "gen_ai.usage.output_tokens": 4}"""));

        Assert.Equal((3, 4, 17), (usage?.InputTokens, usage?.OutputTokens, usage?.TotalTokens));
    }

    [Fact]
    public void Costs_are_added_up_for_each_currency()
    {
        var usage = Usage(
            Make("agent", null, """{"cost": {"total": 9, "currency": "USD"}}"""),
            Make("a", "agent", """{"llm.cost.total": 0.1}"""),
            Make("b", "agent", """{"cost_usd": 0.2}"""),
            Make("c", "agent", """{"cost": {"amount": 0.5, "currency": "EUR"}}"""),
            Make("d", "agent", """{"gen_ai.usage.cost": 7}"""));

        Assert.Equal(
            [new GenAICost(7), new GenAICost(0.5m, "EUR"), new GenAICost(0.3m, "USD")],
            usage!.Costs);
        Assert.Null(usage.TotalTokens);
    }

    [Fact]
    public void A_cost_of_a_parent_in_another_currency_is_not_counted_again()
    {
        var usage = Usage(
            Make("agent", null, """{"cost": {"total": 9, "currency": "USD"}}"""),
            Make("a", "agent", """{"cost": {"total": 1, "currency": "EUR"}}"""));

        Assert.Equal([new GenAICost(1, "EUR")], usage!.Costs);
    }

    [Fact]
    public void Usage_inside_a_response_counts()
    {
        // https://platform.openai.com/docs/api-reference/chat/object
        var usage = Usage(Sample.Of("{}", SpanType.Generation, output: """
            {"choices": [], "usage": {"prompt_tokens": 19, "completion_tokens": 10, "total_tokens": 29}}
            """));

        Assert.Equal((19, 10, 29), (usage?.InputTokens, usage?.OutputTokens, usage?.TotalTokens));
    }

    [Fact]
    public void Where_nothing_says_anything_there_is_none()
    {
        Assert.Null(Usage());
        Assert.Null(Usage(Make("a", null, """{"http.method": "GET"}"""), Make("b", "a", """{"gen_ai.request.model": "gpt-4o"}""")));
    }

    [Fact]
    public void What_a_trace_says_itself_counts_for_what_no_span_says()
    {
        // https://docs.galtea.ai/sdk/api/trace/update
        var trace = TraceAssembler.Assemble(
            Header with
            {
                Reference = new TraceReference("galtea", "t"),
                Attributes = AttributeMap.From(JsonPayload.Parse("""{"galtea.input_tokens": 5, "galtea.cost": 0.25}"""))
            },
            [Make("a", null, Call)]);

        Assert.Equal((100, 20), (trace.Usage?.InputTokens, trace.Usage?.OutputTokens));
        Assert.Equal([new GenAICost(0.25m)], trace.Usage!.Costs);
    }

    [Fact]
    public void A_chain_of_100_000_spans_counts_a_number_that_many_of_them_repeat_once()
    {
        var trace = TraceAssembler.Assemble(Header, Chain(i => i % 100 == 99 ? Call : "{}"));

        Assert.Equal((100, 20, 40), (trace.Usage?.InputTokens, trace.Usage?.OutputTokens, trace.Usage?.CachedInputTokens));
    }

    [Fact]
    public void A_chain_of_100_000_spans_finds_what_only_its_root_says()
    {
        var trace = TraceAssembler.Assemble(Header, Chain(i => i == 0 ? Call : "{}"));

        Assert.Equal(120, trace.Usage?.TotalTokens);
    }

    [Fact]
    public void A_sum_beyond_64_bits_is_no_exception()
    {
        const string Most = """{"gen_ai.usage.input_tokens": 9223372036854775807, "gen_ai.usage.output_tokens": 9223372036854775807}""";
        var trace = TraceAssembler.Assemble(Header, [Make("a", null, Most), Make("b", null, Most)]);

        Assert.Null(Xunit.Record.Exception(() => (trace.Usage?.InputTokens, trace.Usage?.TotalTokens, trace.Spans[0].GenAI?.TotalTokens)));
        Assert.False(trace.Usage?.InputTokens < 0 || trace.Usage?.TotalTokens < 0 || trace.Spans[0].GenAI?.TotalTokens < 0);
    }

    [Fact]
    public void A_sum_of_costs_beyond_a_decimal_is_no_exception()
    {
        var spans = new[] { "a", "b" }.Select(id => Make(id, null, """{"llm.cost.total": 79228162514264337593543950335}"""));

        Assert.Null(Xunit.Record.Exception(() => TraceAssembler.Assemble(Header, spans).Usage));
    }

    [Fact]
    public void Other_spans_are_other_usage()
    {
        var trace = TraceAssembler.Assemble(Header, [Make("a", null, Call)]);
        Assert.Equal(100, trace.Usage?.InputTokens);

        Assert.Null((trace with { Spans = [], Roots = [] }).Usage);
    }

    private static Trace Header => new() { Reference = new TraceReference("kubiya", "t"), Name = "trace" };

    private static IEnumerable<Span> Chain(Func<int, string> attributes) =>
        Enumerable.Range(0, 100_000).Select(i => Make($"s{i}", i == 0 ? null : $"s{i - 1}", attributes(i)));

    private static GenAIUsage? Usage(params IEnumerable<Span> spans) => TraceAssembler.Assemble(Header, spans).Usage;

    private static Span Make(string id, string? parent, string attributes = "{}") =>
        Sample.Of(attributes, SpanType.Generation) with { Id = id, ParentId = parent };
}
