using System.Text.RegularExpressions;
using TraceClient.Testing;

namespace TraceClient.Docs.Tests;

/// <summary>Tests that the page about tests shows what a test shows.</summary>
public sealed partial class TestingPageTests
{
    private static readonly string Page =
        File.ReadAllText(Path.Combine(Snippet.TextFolder, "docs", "testing.md")).ReplaceLineEndings("\n");

    [Fact]
    public void The_message_of_a_failure_is_that_of_the_code()
    {
        var trace = new TraceBuilder("galtea", "turn-7")
            .Span("support_agent", SpanType.Agent, agent => agent
                .Child("plan", SpanType.Generation, plan => plan.Duration(TimeSpan.FromMilliseconds(800))
                    .Attribute("gen_ai.usage.input_tokens", 900).Attribute("gen_ai.usage.output_tokens", 100))
                .Child("lookup_order", SpanType.Tool, tool => tool.Duration(TimeSpan.FromMilliseconds(120)))
                .Child("send_mail", SpanType.Tool, tool => tool.Duration(TimeSpan.FromMilliseconds(80)))
                .Child("issue_refund", SpanType.Tool, tool => tool
                    .Duration(TimeSpan.FromMilliseconds(40)).Error("amount is above the limit"))
                .Error("refund failed"))
            .Build();

        var exception = Assert.Throws<TraceAssertionException>(() => trace.Should().Succeed());

        Assert.Contains($"```text\n{exception.Message}\n```", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_is_valid()
    {
        var policy = TracePolicy.Parse(Json().Match(Page).Groups["json"].Value);

        Assert.Equal(13, policy.Checks.Count);
    }

    [Fact]
    public void The_table_has_every_check()
    {
        var policy = TracePolicy.Parse(Json().Match(Page).Groups["json"].Value);
        var rows = Page[Page.IndexOf("| member | requires |", StringComparison.Ordinal)..];

        Assert.All(
            policy.Checks.Append("maxSpans").Select(check => check.Split('[')[0]),
            check => Assert.Contains($"`{check}", rows, StringComparison.Ordinal));
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Json();
}
