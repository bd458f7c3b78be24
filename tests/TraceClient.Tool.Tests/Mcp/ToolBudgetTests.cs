using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Tests that responses keep their budget, and that the parts of a value are the whole value.</summary>
public sealed partial class ToolBudgetTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_response_is_longer_than_its_budget(int seed)
    {
        var random = new Random(seed);
        List<Trace> traces = [.. Enumerable.Range(0, 6).Select(i => HostileTraces.Random((seed * 100) + i))];
        await using var tools = Tools.Of(random.Next(3) > 0, traces);

        foreach (var trace in traces)
        {
            var ids = trace.Spans.Select(span => span.Id).OrderBy(_ => random.Next()).Take(random.Next(1, 21)).ToList();
            foreach (var (tool, arguments) in ToolCalls.All(trace.Reference.ToString(), ids))
            {
                var max = random.Next(3) == 0 ? ResponseBudget.Min : random.Next(ResponseBudget.Min, ResponseBudget.Max + 1);
                var call = ToolCalls.With(arguments, "max_chars", max);
                if (tool == "get_spans" && random.Next(2) == 0)
                    call = ToolCalls.With(call, "offset", random.Next(5000));

                var response = await tools.RespondAsync(tool, call);

                var length = response.Text.Length + (response.Structured?.GetRawText().Length ?? 0);
                Assert.True(length <= max, $"{tool} {call} has {length} characters:\n{response.Text}");
                Assert.False(CutResponse().IsMatch(response.Text), $"{tool} {call} was cut:\n{response.Text}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_parts_of_a_value_are_the_whole_value(int seed)
    {
        var random = new Random(seed);
        var trace = HostileTraces.Of("kubiya:1", "parts", Enumerable.Range(0, 3).Select(i => WithLongValues(random, i)));
        await using var tools = Tools.Of(true, trace);
        foreach (var span in trace.Spans)
        {
            foreach (var include in (string[])["", ""","include":["attributes","records","messages"]"""])
            {
                var whole = ValuesOf(await CallAsync(tools, span.Id, include, ResponseBudget.Max, 0));
                Assert.DoesNotContain(whole, value => Mark().IsMatch(value.Value));
                var max = random.Next(ResponseBudget.Min, 4000);
                var first = ValuesOf(await CallAsync(tools, span.Id, include, max, 0));

                Assert.Equal(whole.Keys, first.Keys);
                foreach (var (label, start) in first)
                    Assert.Equal(whole[label], await JoinAsync(tools, span.Id, include, max, label, start));
            }
        }
    }

    [Fact]
    public async Task A_cut_within_a_text_of_line_breaks_keeps_the_budget()
    {
        var body = JsonPayload.FromString(new string('x', 3000) + new string('\n', 9000));
        var trace = HostileTraces.Of(
            "kubiya:1",
            "lines",
            HostileTraces.Span("a", null, "a") with { Records = [new Record { Kind = RecordKind.Log, Body = body }] });
        await using var tools = Tools.Of(true, trace);

        foreach (var offset in (int[])[0, 2900, 3000, 6000])
        {
            var text = await CallAsync(tools, "a", "", 2000, offset);

            Assert.InRange(text.Length, 1000, 2000);
            Assert.Equal(offset + Text(ValuesOf(text).Single().Value).Length, OffsetOf(text));
        }

        static int OffsetOf(string text) => int.Parse(Mark().Match(text).Groups["offset"].Value, CultureInfo.InvariantCulture);

        static string Text(string value) => Mark().Replace(value, "");
    }

    [Fact]
    public async Task A_name_or_message_that_is_cut_in_a_head_is_a_value()
    {
        var (name, message, key) = (new string('n', 300), new string('m', 300), new string('k', 300));
        var trace = HostileTraces.Of(
            "kubiya:1",
            "long",
            HostileTraces.Span("a", null, name) with
            {
                Status = SpanStatus.Error,
                StatusMessage = message,
                Attributes = HostileTraces.Map((key, 5)),
            });
        await using var tools = Tools.Of(trace);

        var values = ValuesOf(await CallAsync(tools, "a", "", ResponseBudget.Default, 0));

        Assert.Equal(name, values["name"]);
        Assert.Equal(message, values["status message"]);
        Assert.DoesNotContain("offset=", await tools.CallAsync("get_trace", """{"ref":"kubiya:1"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offset_behind_all_values_is_stated()
    {
        var trace = HostileTraces.Of(
            "kubiya:1", "short", HostileTraces.Span("a", null, "a") with { Attributes = HostileTraces.Map(("k", 5)) });
        await using var tools = Tools.Of(trace);

        Assert.Contains(
            "No value is longer than 500 characters: there is nothing at this offset.", await CallAsync(tools, "a", "", 1000, 500),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_and_spans_that_do_not_fit_are_counted()
    {
        var trace = HostileTraces.Of(
            "kubiya:1",
            "many",
            Enumerable.Range(0, 20).Select(i => HostileTraces.Span($"s{i}", null, new string('n', 70)) with
            {
                Attributes = HostileTraces.Map(Enumerable.Range(0, 50).Select(k => ($"key{k}", (AttributeValue)new string('v', 200)))),
            }));
        await using var tools = Tools.Of(trace);

        var one = await CallAsync(tools, "s0", "", 2000, 0);
        var all = await tools.CallAsync(
            "get_spans",
            $$"""{"ref":"kubiya:1","max_chars":1000,"span_ids":{{JsonSerializer.Serialize(trace.Spans.Select(span => span.Id))}}}""");

        var shown = ValuesOf(one).Count;
        Assert.Contains($"  …{50 - shown} more values. ", one, StringComparison.Ordinal);
        var spans = Head().Count(all);
        Assert.InRange(spans, 1, 19);
        Assert.Contains(
            $"\n{20 - spans} spans do not fit. Call get_spans with fewer span_ids, or raise max_chars.", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_length_that_a_patch_needs_is_enough()
    {
        Trace[] traces =
        [
            .. Enumerable.Range(1, 2).Select(seed => HostileTraces.Of(
                $"kubiya:{seed}",
                "run",
                Enumerable.Range(0, 60).Select(i => HostileTraces.Span($"s{i}", i == 0 ? null : "s0", $"step {i}") with
                {
                    Type = SpanType.Tool,
                    Status = seed == 1 ? SpanStatus.Ok : SpanStatus.Error,
                    Records = [new Record { Kind = RecordKind.Output, Body = JsonPayload.FromString($"{seed} {new string('x', 90)}") }],
                }))),
        ];
        await using var tools = Tools.Of(true, traces);

        var left = await tools.CallAsync("compare_traces", """{"base":"kubiya:1","other":"kubiya:2","detail":"patch"}""");
        var needed = Needed().Match(left).Groups["max"].Value;
        var whole = await tools.CallAsync(
            "compare_traces", $$"""{"base":"kubiya:1","other":"kubiya:2","detail":"patch","max_chars":{{needed}}}""");

        Assert.Equal(60, whole.Split('\n').Count(line => line.StartsWith('~')));
    }

    private static Span WithLongValues(Random random, int i) => HostileTraces.Span($"s{i}", null, "span") with
    {
        Attributes = HostileTraces.Map(
            ("first", HostileTraces.TextOf(random, 2500)),
            ("list", AttributeValue.From([HostileTraces.TextOf(random, 2500), "x"])),
            ("short", 5)),
        Records =
        [
            .. Enumerable.Range(0, 2).Select(_ => new Record
            {
                Kind = RecordKind.Log,
                Body = random.Next(2) == 0 ? JsonPayload.FromString(HostileTraces.TextOf(random, 5000))
                    : JsonPayload.Parse($$"""{"a":{{JsonSerializer.Serialize(HostileTraces.TextOf(random, 5000))}}}"""),
            }),
        ],
    };

    private static async Task<string> JoinAsync(Tools tools, string id, string include, int max, string label, string text)
    {
        while (Mark().Match(text) is { Success: true } mark)
        {
            var offset = int.Parse(mark.Groups["offset"].Value, CultureInfo.InvariantCulture);
            var next = ValuesOf(await CallAsync(tools, id, include, max, offset))[label];
            var rest = Mark().Match(next) is { Success: true } more
                ? more.Index + int.Parse(more.Groups["more"].Value, CultureInfo.InvariantCulture)
                : next.Length;
            Assert.Equal(int.Parse(mark.Groups["more"].Value, CultureInfo.InvariantCulture), rest);
            text = text[..mark.Index] + next;
        }

        return text;
    }

    private static Task<string> CallAsync(Tools tools, string id, string include, int max, int offset) => tools.CallAsync(
        "get_spans",
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"ref":"kubiya:1","span_ids":["{{id}}"],"max_chars":{{max}},"offset":{{offset}}{{include}}}"""));

    // Labels with their texts, without the prefixes of lines.
    private static Dictionary<string, string> ValuesOf(string response)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? block = null;
        foreach (var line in response.Split('\n'))
        {
            if (line.StartsWith("  | ", StringComparison.Ordinal))
            {
                values[block!] = values.TryGetValue(block!, out var before) ? $"{before}\n{line[4..]}" : line[4..];
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal) && line.EndsWith(':'))
            {
                block = line[2..^1];
            }
            else if (Value().Match(line) is { Success: true } value)
            {
                values.Add(value.Groups["label"].Value, value.Groups["text"].Value);
            }
        }

        return values;
    }

    [GeneratedRegex(@"…\(\+(?<more>\d+) chars, offset=(?<offset>\d+)\)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^  (?<label>[^ ]+( [^=]*)?) = (?<text>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Value();

    [GeneratedRegex(@"characters of this response are left out", RegexOptions.ExplicitCapture)]
    private static partial Regex CutResponse();

    [GeneratedRegex(@"^- Span ""n+", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Head();

    [GeneratedRegex(@"max_chars=(?<max>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Needed();
}
