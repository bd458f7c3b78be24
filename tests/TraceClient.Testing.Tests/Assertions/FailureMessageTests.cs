using static TraceClient.Testing.Tests.Assertions.Traces;

namespace TraceClient.Testing.Tests.Assertions;

public sealed class FailureMessageTests
{
    [Fact]
    public void A_message_shows_the_tree_with_the_spans_concerned_marked()
    {
        var trace = Agent(configure: agent => agent.Child("issue_refund", SpanType.Tool, tool => tool
            .Duration(TimeSpan.FromMilliseconds(40)).Error("amount is above the limit")).Error("refund failed")).Build();

        Assert.Equal(
            """
            status: expected the status Ok, found Error.

            Trace galtea:turn-1  support_agent  Error, 1.04 s, 5 spans (2 failed), 1000 tokens
            > Agent support_agent  1.04 s  Error: refund failed  <- status Error
                Generation plan  800 ms  1000 tokens
                Tool lookup_order  120 ms
                Tool send_mail  80 ms
            >   Tool issue_refund  40 ms  Error: amount is above the limit  <- status Error
            """.ReplaceLineEndings("\n"),
            MessageOf(() => trace.Should().Succeed()));
    }

    [Fact]
    public void A_long_tree_keeps_marked_spans_with_their_ancestors_and_states_each_cut()
    {
        var trace = new TraceBuilder("galtea", "t").Span("root", SpanType.Agent, root =>
        {
            for (var i = 0; i < 400; i++)
            {
                var number = i;
                root.Child($"step {i}", SpanType.Chain, step => step.Child($"call {number}", SpanType.Tool, call =>
                {
                    if (number == 300)
                        call.Error("broken");
                }));
            }
        }).Build();

        var lines = MessageOf(() => trace.Should().HaveNoSpan(span => span.Status == SpanStatus.Error)).Split('\n');

        Assert.InRange(lines.Length, 20, 45);
        var marked = Array.FindIndex(lines, line => line.StartsWith("> ", StringComparison.Ordinal));
        Assert.Equal(">     Tool call 300  1 s  Error: broken  <- matches", lines[marked]);
        Assert.Equal("    Chain step 300  1 s", lines[marked - 1]);
        var shown = lines[3..].Count(line => !line.Contains('…', StringComparison.Ordinal));
        Assert.Equal(801, shown + lines.Where(line => line.Contains('…', StringComparison.Ordinal)).Sum(Hidden));
    }

    [Fact]
    public void Of_many_marked_spans_the_first_are_shown_and_the_others_counted()
    {
        var trace = new TraceBuilder("galtea", "t").Span("root", SpanType.Agent, root =>
        {
            for (var i = 0; i < 1000; i++)
                root.Child("call", SpanType.Tool);
        }).Build();

        var lines = MessageOf(() => trace.Should().NotCallTools("call")).Split('\n');

        Assert.InRange(lines.Length, 20, 45);
        var cut = Assert.Single(lines[3..], line => line.Contains('…', StringComparison.Ordinal));
        Assert.Equal($">   … {Hidden(cut)} more spans, {Hidden(cut)} of them marked", cut);
    }

    [Fact]
    public void A_deep_chain_keeps_the_nearest_ancestors_and_the_root()
    {
        SpanBuilder Chain(SpanBuilder span, int depth) =>
            depth == 0 ? span.Error("deep") : span.Child($"level {depth}", SpanType.Chain, child => Chain(child, depth - 1));
        var trace = new TraceBuilder("galtea", "t").Span("root", SpanType.Agent, root => Chain(root, 300)).Build();

        var lines = MessageOf(() => trace.Should().HaveNoSpan(span => span.Status == SpanStatus.Error)).Split('\n');

        Assert.InRange(lines.Length, 10, 45);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 300));
        Assert.Contains("Chain level 1 ", lines[^1], StringComparison.Ordinal);
        Assert.Contains("Chain level 2 ", lines[^2], StringComparison.Ordinal);
        Assert.Contains("Agent root", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_messages_have_no_secrets_bodies_or_control_characters()
    {
        var trace = new TraceBuilder("galtea", "t").Span("mail ann@example.org\u001b[2J\nnext", SpanType.Tool, tool => tool
            .Input("\"private words\"").Error("Bearer abcdef123456 was rejected\r\nfor bob@example.org")).Build();

        var message = MessageOf(() => trace.Should().Succeed().And.CallTools("x"));
        message += MessageOf(() => trace.Should().CallTools("x"));
        message += MessageOf(() => trace.Should().HaveNoSpan("mail ann@example.org*"));

        Assert.DoesNotContain("example.org", message, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdef", message, StringComparison.Ordinal);
        Assert.DoesNotContain("private", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, character => char.IsControl(character) && character != '\n');
        Assert.Contains("␛[2J␊next", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_violations_are_cut_in_the_message_only()
    {
        var (baseline, trace) = (Many("a"), Many("b"));

        var exception = Assert.Throws<TraceAssertionException>(() => trace.Should().Match(baseline));

        Assert.True(exception.Violations.Count >= 100, $"{exception.Violations.Count}");
        Assert.Contains($"… {exception.Violations.Count - 20} more violations\n", exception.Message, StringComparison.Ordinal);

        static Trace Many(string name) => new TraceBuilder("galtea", "t").Span("root", SpanType.Agent, root =>
        {
            for (var i = 0; i < 50; i++)
                root.Child($"{name}{i}", SpanType.Tool);
        }).Build();
    }

    [Fact]
    public void A_check_of_ones_own_has_the_same_message()
    {
        var trace = Agent().Build();
        var violation = new TraceViolation("politeness", "a greeting", "none")
        {
            Spans = [new SpanViolation(trace.Spans[1].Id, "impolite")],
        };

        var exception = new TraceAssertionException(trace, [violation]);

        Assert.StartsWith("politeness: expected a greeting, found none.\n", exception.Message, StringComparison.Ordinal);
        Assert.Contains("<- impolite", exception.Message, StringComparison.Ordinal);
    }

    private static string MessageOf(Action assertion) => Assert.Throws<TraceAssertionException>(assertion).Message;

    private static int Hidden(string line) =>
        int.Parse(line.Split('…')[1].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
