using TraceClient.Analysis;
using static TraceClient.Testing.Tests.Assertions.Traces;

namespace TraceClient.Testing.Tests.Assertions;

public sealed class AssertionTests
{
    [Fact]
    public void Assertions_read_as_a_sentence()
    {
        var trace = Agent().Build();

        trace.Should().Succeed().And.CallTools("lookup_order", "send_mail").InOrder().Only()
            .And.NotCallTools("delete_*").And.HaveSpan("support_agent").And.HaveSpan(span => span.Type == SpanType.Generation)
            .And.HaveNoSpan(span => span.Status == SpanStatus.Error).And.HaveNoSpan("escalate")
            .And.FinishWithin(TimeSpan.FromSeconds(1)).And.UseAtMost(tokens: 1000).And.UseModels("gpt-*").And.Match(trace);
        Assert.Same(trace.Should().And.GetType(), typeof(TraceAssertions));
    }

    [Fact]
    public void A_failed_trace_does_not_succeed()
    {
        var trace = Agent(configure: agent => agent.Error("out of stock")).Build();

        var violation = Assert.Single(Violations(() => trace.Should().Succeed()));

        Assert.Equal("status: expected the status Ok, found Error.", violation.ToString());
        Assert.Equal(trace.Roots[0].Id, Assert.Single(violation.Spans).SpanId);
        trace.Should().Fail();
    }

    [Theory]
    [InlineData(TraceStatus.Unset)]
    [InlineData(TraceStatus.Running)]
    public void A_trace_without_a_known_outcome_neither_succeeds_nor_fails(TraceStatus status)
    {
        var trace = Agent().Status(status).Build();

        Assert.Throws<TraceAssertionException>(() => trace.Should().Succeed());
        Assert.Throws<TraceAssertionException>(() => trace.Should().Fail());
    }

    [Fact]
    public void A_tool_that_is_not_called_is_named_with_those_that_are()
    {
        var violation = Assert.Single(Violations(() => Agent().Build().Should().CallTools("lookup_order", "issue_refund")));

        Assert.Equal("tools.required: expected calls of issue_refund, found calls of lookup_order, send_mail.", violation.ToString());
    }

    [Fact]
    public void A_tool_that_is_named_twice_must_be_called_twice()
    {
        Agent(configure: agent => agent.Child("lookup_order", SpanType.Tool)).Build().Should().CallTools("lookup_order", "lookup_order");

        Assert.Throws<TraceAssertionException>(() => Agent().Build().Should().CallTools("lookup_order", "lookup_order"));
    }

    [Fact]
    public void Tools_in_another_order_are_found_but_not_in_order()
    {
        var calls = Agent().Build().Should().CallTools("send_mail", "lookup_order");

        Assert.Equal("tools.inOrder", Assert.Single(Violations(() => calls.InOrder())).Check);
    }

    [Fact]
    public void Other_calls_may_come_between_calls_in_order()
    {
        var trace = Agent(configure: agent => agent.Child("close", SpanType.Tool)).Build();

        trace.Should().CallTools("lookup_order", "close").InOrder();
        var violation = Assert.Single(Violations(() => trace.Should().CallTools("lookup_order", "close").Only()));
        Assert.Equal("calls of send_mail", violation.Actual);
    }

    [Fact]
    public void A_tool_has_the_name_that_its_attributes_state()
    {
        var trace = new TraceBuilder("galtea", "t")
            .Span("execute_tool", SpanType.Tool, tool => tool.Attribute("gen_ai.tool.name", "search")).Build();

        trace.Should().CallTools("search").Only();
    }

    [Fact]
    public void A_forbidden_tool_is_marked()
    {
        var trace = Agent().Build();

        var violation = Assert.Single(Violations(() => trace.Should().NotCallTools("send_*")));
        Assert.Equal(trace.Spans.Single(span => span.Name == "send_mail").Id, Assert.Single(violation.Spans).SpanId);
        Assert.Equal(2, Assert.Single(Violations(() => trace.Should().NotCallTools())).Spans.Count);
    }

    [Fact]
    public void A_condition_is_part_of_the_message()
    {
        var violation = Assert.Single(Violations(() => Agent().Build().Should().HaveSpan(span => span.Name == "escalate")));

        Assert.Equal("a span with span => span.Name == \"escalate\"", violation.Expected);
        Assert.Equal("none", violation.Actual);
    }

    [Fact]
    public void Spans_that_must_not_be_there_are_marked()
    {
        var trace = Agent().Build();

        Assert.Equal(2, Assert.Single(Violations(() => trace.Should().HaveNoSpan(span => span.Type == SpanType.Tool))).Spans.Count);
        Assert.Throws<TraceAssertionException>(() => trace.Should().HaveNoSpan("lookup_*"));
        Assert.Throws<TraceAssertionException>(() => trace.Should().HaveSpan("lookup"));
    }

    [Fact]
    public void A_slow_trace_names_the_spans_that_it_waited_for()
    {
        var trace = Agent().Build();

        var violation = Assert.Single(Violations(() => trace.Should().FinishWithin(TimeSpan.FromMilliseconds(500))));

        Assert.Equal("maxDuration: expected a duration of at most 500 ms, found 1 s.", violation.ToString());
        Assert.Equal("800 ms of the critical path", violation.Spans[0].Reason);
    }

    [Fact]
    public void A_trace_that_used_more_tokens_names_the_largest_calls()
    {
        var violation = Assert.Single(Violations(() => Agent().Build().Should().UseAtMost(tokens: 999)));

        Assert.Equal("maxTokens: expected at most 999 tokens, found 1000.", violation.ToString());
        Assert.Single(violation.Spans);
    }

    [Fact]
    public void Costs_are_compared_in_the_currency_of_the_trace()
    {
        var trace = Agent(configure: agent => agent.Child("answer", SpanType.Generation, call => call
            .Attribute("gen_ai.usage.cost", 0.02))).Build();

        if (trace.Usage!.Costs.Count == 1)
            trace.Should().UseAtMost(cost: 0.02m);
        Assert.Equal("maxCost", Assert.Single(Violations(() => trace.Should().UseAtMost(cost: 0.01m))).Check);
    }

    [Fact]
    public void A_fact_that_is_unknown_is_a_violation()
    {
        var trace = new TraceBuilder("galtea", "t").Span("agent", SpanType.Agent, agent => agent.WithoutTimes()).Build();

        Assert.Contains("no tokens are known", Assert.Single(Violations(() => trace.Should().UseAtMost(tokens: 1))).Actual);
        Assert.Contains("no cost is known", Assert.Single(Violations(() => trace.Should().UseAtMost(cost: 1))).Actual);
        Assert.Contains("no model calls are known", Assert.Single(Violations(() => trace.Should().UseModels("*"))).Actual);
        Assert.Contains("unknown", Assert.Single(Violations(() => trace.Should().FinishWithin(TimeSpan.MaxValue))).Actual);
    }

    [Fact]
    public void An_upper_limit_of_a_running_trace_is_not_certain()
    {
        var trace = Agent().Status(TraceStatus.Running).Build();
        Action[] assertions =
        [
            () => trace.Should().FinishWithin(TimeSpan.FromHours(1)),
            () => trace.Should().UseAtMost(tokens: 5000),
            () => trace.Should().NotCallTools("delete"),
            () => trace.Should().HaveNoSpan("delete"),
            () => trace.Should().UseModels("gpt-4o"),
            () => trace.Should().CallTools("lookup_order", "send_mail").Only(),
            () => trace.Should().Match(Agent().Status(TraceStatus.Ok).Build()),
        ];

        Assert.All(assertions, assertion =>
            Assert.Contains(Violations(assertion), one => one.Actual is "a trace that is still running" or "Running"));
        trace.Should().CallTools("lookup_order").And.HaveSpan("plan");
    }

    [Fact]
    public void Another_model_is_named()
    {
        var trace = Agent(configure: agent => agent.Child("draft", SpanType.Generation, call => Usage(call, "gpt-3.5", 1, 1))).Build();

        var violation = Assert.Single(Violations(() => trace.Should().UseModels("gpt-4*")));

        Assert.Equal("gpt-3.5", violation.Actual);
        trace.Should().UseModels("gpt-4o", "gpt-3.?");
    }

    [Fact]
    public void A_model_call_without_a_known_model_is_a_violation() => Assert.Equal("an unknown model", Assert.Single(Violations(() =>
        Agent(configure: agent => agent.Child("draft", SpanType.Generation)).Build().Should().UseModels("gpt-4o"))).Actual);

    [Fact]
    public void A_second_run_with_other_ids_and_times_matches()
    {
        var (first, second) = (Agent().Build(), SecondRun());
        Assert.NotEqual(first.Spans[0].Id, second.Spans[0].Id);

        second.Should().Match(first);
    }

    [Fact]
    public void Calls_that_start_at_one_time_have_no_order()
    {
        static Trace WithIds(string first, string second) => new TraceBuilder("galtea", "t").Span("agent", SpanType.Agent, agent => agent
            .Child("weather", SpanType.Tool, tool => tool.Id(first).StartingAfter(TimeSpan.Zero))
            .Child("calendar", SpanType.Tool, tool => tool.Id(second).StartingAfter(TimeSpan.Zero))).Build();
        var (one, other) = (WithIds("a", "b"), WithIds("b", "a"));
        Assert.NotEqual(one.Spans.Select(span => span.Name), other.Spans.Select(span => span.Name));

        other.Should().Match(one).And.CallTools("weather", "calendar").InOrder().And.CallTools("calendar", "weather").InOrder();
        one.Should().Match(other).And.CallTools("weather", "calendar").InOrder().And.CallTools("calendar", "weather").InOrder();
    }

    [Fact]
    public void Each_difference_of_a_baseline_is_a_violation()
    {
        var baseline = Agent(configure: agent => agent.Child("close", SpanType.Tool)).Build();
        var trace = SecondRun(configure: agent => agent.Child("escalate", SpanType.Event, one => one.Error("no permission")));

        var violations = Violations(() => trace.Should().Match(baseline));

        Assert.Contains(violations, one => one.Expected == "the span Tool close" && one.Actual == "none"
            && one.Spans[0].SpanId == trace.Roots[0].Id);
        Assert.Contains(violations, one => one.Actual == "the span Event escalate");
        Assert.Contains(violations, one => one.Expected == "toolCalls lookup_order, send_mail, close");
    }

    [Fact]
    public void Tolerances_decide_what_differs()
    {
        static TraceBuilder Lasting(int milliseconds) => new TraceBuilder("galtea", "t").Span(
            "agent", SpanType.Agent, agent => agent.Duration(TimeSpan.FromMilliseconds(milliseconds)).Output("\"secret words\""));
        var (baseline, slower) = (Lasting(100).Build(), Lasting(200).Build());

        slower.Should().Match(baseline, new TraceComparisonOptions { DurationTolerance = 1 });
        Assert.Contains(
            Violations(() => slower.Should().Match(baseline)), one => one.Expected == "duration 100 ms" && one.Actual == "200 ms");
    }

    [Fact]
    public void Bodies_that_differ_are_not_quoted()
    {
        static Trace Saying(string text) =>
            new TraceBuilder("galtea", "t").Span("agent", SpanType.Agent, agent => agent.Output($"\"{text}\"")).Build();

        var exception = Assert.Throws<TraceAssertionException>(() => Saying("private one").Should().Match(Saying("private two")));

        Assert.Equal(
            "baseline: expected the output of the span Agent agent of the baseline, found another one.", $"{exception.Violations[0]}");
        Assert.DoesNotContain("private", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_arguments_are_argument_errors()
    {
        var trace = Agent().Build();

        Assert.Throws<ArgumentException>(() => trace.Should().CallTools());
        Assert.Throws<ArgumentException>(() => trace.Should().UseModels());
        Assert.Throws<ArgumentException>(() => trace.Should().UseAtMost());
        Assert.Throws<ArgumentException>(() => trace.Should().Satisfy(new TracePolicy()));
        Assert.Throws<ArgumentNullException>(() => ((Trace)null!).Should());
    }
}
