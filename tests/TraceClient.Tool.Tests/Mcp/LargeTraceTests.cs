using System.Globalization;
using System.Text.RegularExpressions;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Tests the tools on traces of 20,000 spans.</summary>
public sealed partial class LargeTraceTests
{
    private const int Count = 20_000;

    public static TheoryData<string> Shapes => ["wide", "deep", "groups"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task The_pages_of_a_large_trace_have_each_span_once(string shape)
    {
        await using var tools = Tools.Of(Large(shape));
        var found = new List<string>();
        var cursor = "";
        do
        {
            var text = await tools.CallAsync("get_trace", $$"""{"ref":"kubiya:large","max_spans":500,"max_chars":32768{{cursor}}}""");
            Assert.InRange(text.Length, 1, 32768);
            var shown = Shown().Match(text);
            var ids = Ids(text);
            Assert.Equal(ids.Count, int.Parse(shown.Groups["count"].Value, CultureInfo.InvariantCulture));
            Assert.Equal("20000", shown.Groups["all"].Value);
            Assert.NotEmpty(ids);
            found.AddRange(ids);
            cursor = Next().Match(text) is { Success: true } next ? $",\"cursor\":\"{next.Groups["cursor"].Value}\"" : "";
        }
        while (cursor.Length > 0);

        Assert.Equal(Count, found.Count);
        Assert.Equal(Count, found.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task The_root_and_the_failed_spans_are_on_the_first_page(string shape)
    {
        await using var tools = Tools.Of(Large(shape, failed: [19_999, 12_345, 7_000]));

        string[] more = ["", ""","max_spans":5""", ""","errors_only":true""", ""","depth":1""", ""","min_duration":"30m" """];
        foreach (var arguments in more)
        {
            var text = await tools.CallAsync("get_trace", $$"""{"ref":"kubiya:large"{{arguments}}}""");

            Assert.Superset(new HashSet<string>(["s0", "s19999", "s12345", "s7000"]), new HashSet<string>(Ids(text)));
            Assert.InRange(text.Length, 1, ResponseBudget.Default);
            Assert.Matches(Shown(), text);
        }
    }

    [Fact]
    public async Task The_spans_above_a_failed_one_are_shown_from_it_upwards()
    {
        await using var tools = Tools.Of(Large("deep", failed: [19_999]));

        var text = await tools.CallAsync("get_trace", """{"ref":"kubiya:large","max_spans":4}""");

        Assert.Equal(["s0", "s19997", "s19998", "s19999"], Ids(text));
        Assert.Contains("(19996 levels", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Each_tool_responds_within_its_budget(string shape)
    {
        await using var tools = Tools.Of(Large(shape, failed: [.. Enumerable.Range(1, 2000).Select(i => i * 10 - 1)]));

        foreach (var (tool, arguments) in ToolCalls.All("kubiya:large", "s0", "s19999"))
        {
            foreach (var max in (int[])[ResponseBudget.Min, ResponseBudget.Default, ResponseBudget.Max])
            {
                var response = await tools.RespondAsync(tool, ToolCalls.With(arguments, "max_chars", max));

                Assert.InRange(response.Text.Length + (response.Structured?.GetRawText().Length ?? 0), 1, max);
            }
        }
    }

    [Fact]
    public async Task The_causes_that_are_left_out_are_counted()
    {
        await using var tools = Tools.Of(Large("wide", failed: [.. Enumerable.Range(1, 500)]));

        var text = await tools.CallAsync("explain_trace", """{"ref":"kubiya:large","kind":"errors"}""");

        Assert.Contains(
            "500 failed spans. Those without a failed span below them are the likely causes: 500", text, StringComparison.Ordinal);
        Assert.Contains("480 more are left out. Next: get_trace with errors_only=true.", text, StringComparison.Ordinal);
    }

    private static Trace Large(string shape, params HashSet<int> failed) => HostileTraces.Of(
        "kubiya:large",
        "large",
        Enumerable.Range(0, Count).Select(i =>
        {
            int? parent = i == 0 ? null : shape switch { "wide" => 0, "deep" => i - 1, _ => i < 100 || i % 100 == 0 ? 0 : i / 100 * 100 };
            return HostileTraces.Span(NameOf(i), parent is { } above ? NameOf(above) : null, $"step {i}") with
            {
                Status = failed.Contains(i) ? SpanStatus.Error : SpanStatus.Ok,
                StatusMessage = failed.Contains(i) ? "broken" : null,
            };
        }));

    private static string NameOf(int i) => string.Create(CultureInfo.InvariantCulture, $"s{i}");

    private static List<string> Ids(string text) => [.. Id().Matches(text).Select(match => match.Groups["id"].Value)];

    [GeneratedRegex(@"\[(?<id>s\d+)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    [GeneratedRegex(@"^Shown (?<count>\d+) of (?<all>\d+) spans", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Shown();

    [GeneratedRegex(@"cursor=(?<cursor>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Next();
}
