using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Tests what tools do with arguments of the wrong type or value.</summary>
public sealed class ToolArgumentTests
{
    private static readonly Trace Known = ServedTrace("kubiya:1");

    public static TheoryData<string, string, string> InvalidArguments => new()
    {
        { "search_traces", """{"limit":{}}""", "'limit' cannot be an object. Use an integer from 1 to 100." },
        { "search_traces", """{"limit":[5]}""", "'limit' cannot be a list. Use an integer from 1 to 100." },
        { "search_traces", """{"limit":0}""", "'limit' cannot be '0'. Use an integer from 1 to 100." },
        { "search_traces", """{"limit":101}""", "'limit' cannot be '101'. Use an integer from 1 to 100." },
        { "search_traces", """{"limit":2.5}""", "'limit' cannot be '2.5'. Use an integer from 1 to 100." },
        { "search_traces", """{"limit":1e400}""", "'limit' cannot be '1e400'. Use an integer from 1 to 100." },
        { "search_traces", """{"limit":"many"}""", "'limit' cannot be 'many'. Use an integer from 1 to 100." },
        { "search_traces", """{"limit":"NaN"}""", "'limit' cannot be 'NaN'. Use an integer from 1 to 100." },
        { "search_traces", """{"limit":true}""", "'limit' cannot be 'True'. Use an integer from 1 to 100." },
        { "search_traces", """{"max_chars":999}""", "'max_chars' cannot be '999'. Use an integer from 1000 to 32768." },
        { "search_traces", """{"max_chars":32769}""", "'max_chars' cannot be '32769'. Use an integer from 1000 to 32768." },
        { "search_traces", """{"text":{"a":1}}""", "'text' cannot be an object. Use a text." },
        { "search_traces", """{"text":["a"]}""", "'text' cannot be a list. Use a text." },
        { "search_traces", """{"text":"\ud800"}""", "'text' is not valid Unicode. Use a text." },
        { "search_traces", """{"source":"\ud800"}""", "'source' is not valid Unicode. Use a list of texts." },
        { "search_traces", """{"source":["\udc00"]}""", "'source' is not valid Unicode. Use a list of texts." },
        { "search_traces", """{"source":"[\"\\ud800\"]"}""", "'source' is not valid Unicode. Use a list of texts." },
        { "search_traces", """{"source":"[[\"kubiya\"]]"}""", "'source' cannot be a list of lists or objects. Use a list of texts." },
        { "search_traces", """{"source":[{}]}""", "'source' cannot be a list of lists or objects. Use a list of texts." },
        { "search_traces", """{"limit":"\ud800"}""", "'limit' is not valid Unicode. Use an integer from 1 to 100." },
        { "search_traces", """{"source":"datadog"}""", "There is no source 'datadog'. Use kubiya." },
        { "search_traces", """{"sort":"size"}""", "'sort' cannot be 'size'. Use newest, oldest, duration, spans, errors, name." },
        { "search_traces", """{"errors_only":1}""", "'errors_only' cannot be '1'. Use true or false." },
        { "search_traces", """{"errors_only":"yes"}""", "'errors_only' cannot be 'yes'. Use true or false." },
        {
            "search_traces", """{"since":"yesterday"}""",
            "'since' is not a time: 'yesterday'. Use 2h, 7d, 2026-11-20 or 2026-11-20T08:00Z."
        },
        {
            "search_traces", """{"since":"99999999999999999w"}""",
            "'since' is not a time: '99999999999999999w'. Use 2h, 7d, 2026-11-20 or 2026-11-20T08:00Z."
        },
        { "search_traces", """{"min_duration":"2"}""", "'min_duration' is not a duration: '2'. Use 500ms, 2s, 10m or 1h." },
        { "search_traces", """{"since":"1h","from":"2h"}""", "'since' and 'from' are both set. Use one of them." },
        { "search_traces", """{"since":"1h","to":"2h"}""", "'since' is later than 'to'. Use an earlier time." },
        { "search_traces", """{"cursor":"abc"}""", "'abc' is not a cursor. Use the cursor of a response, unchanged." },
        { "search_traces", """{"cursor":"1.2.3"}""", "'1.2.3' is not a cursor. Use the cursor of a response, unchanged." },
        { "search_traces", """{"cursor":"-1"}""", "'-1' is not a cursor. Use the cursor of a response, unchanged." },
        {
            "get_trace", """{"reference":"kubiya:1"}""",
            "There is no argument 'reference'. Use ref, depth, under, errors_only, min_duration, attributes, max_spans, cursor, max_chars."
        },
        { "check_sources", """{"source":"kubiya"}""", "There is no argument 'source'. Use it without arguments." },
        {
            "get_trace", "{}",
            "The argument 'ref' is missing. Use a reference from search_traces, such as galtea:inferenceResult_12."
        },
        {
            "get_trace", """{"ref":null}""",
            "The argument 'ref' is missing. Use a reference from search_traces, such as galtea:inferenceResult_12."
        },
        {
            "get_trace", """{"ref":""}""",
            "The argument 'ref' is empty. Use a reference from search_traces, such as galtea:inferenceResult_12."
        },
        { "get_trace", """{"ref":"1"}""", "'1' is not a reference of a trace. Use SOURCE:ID, as search_traces returns it." },
        { "get_trace", """{"ref":5}""", "'5' is not a reference of a trace. Use SOURCE:ID, as search_traces returns it." },
        { "get_trace", """{"ref":"galtea:1"}""", "There is no source 'galtea'. Use kubiya: search_traces lists them." },
        { "get_trace", """{"ref":"kubiya:1","depth":-1}""", "'depth' cannot be '-1'. Use an integer of 0 or more." },
        {
            "get_trace", """{"ref":"kubiya:1","under":"x"}""",
            "Trace kubiya:1 has no span 'x'. Use a span id in brackets as get_trace shows it."
        },
        { "get_spans", """{"ref":"kubiya:1"}""", "The argument 'span_ids' is missing. Use a list of texts." },
        { "get_spans", """{"ref":"kubiya:1","span_ids":[]}""", "The argument 'span_ids' is empty. Use a list of texts." },
        { "get_spans", """{"ref":"kubiya:1","span_ids":[""]}""", "The argument 'span_ids' is empty. Use a list of texts." },
        {
            "get_spans", """{"ref":"kubiya:1","span_ids":["x","y"]}""",
            "Trace kubiya:1 has no span 'x'. Use a span id in brackets as get_trace shows it."
        },
        {
            "get_spans", """{"ref":"kubiya:1","span_ids":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]}""",
            "'span_ids' has 21 items. Use at most 20."
        },
        {
            "get_spans", """{"ref":"kubiya:1","span_ids":["a"],"include":["bodies"]}""",
            "'include' cannot be 'bodies'. Use attributes, records, messages."
        },
        { "get_spans", """{"ref":"kubiya:1","span_ids":["a"],"offset":-5}""", "'offset' cannot be '-5'. Use an integer of 0 or more." },
        { "find_in_trace", """{"ref":"kubiya:1","text":""}""", "The argument 'text' is empty. Use a text." },
        {
            "explain_trace", """{"ref":"kubiya:1","kind":"everything"}""",
            "'kind' cannot be 'everything'. Use errors, critical_path, cost, gaps."
        },
        {
            "compare_traces", """{"base":"kubiya:1"}""",
            "The argument 'other' is missing. Use a reference from search_traces, such as galtea:inferenceResult_12."
        },
        {
            "show_changes", """{"ref":"kubiya:1","span_id":"x"}""",
            "Trace kubiya:1 has no span 'x'. Use a span id in brackets as get_trace shows it."
        },
    };

    [Theory]
    [MemberData(nameof(InvalidArguments))]
    public async Task An_invalid_argument_is_an_error_that_says_what_to_use(string tool, string arguments, string expected)
    {
        await using var tools = Tools.Of(Known);

        Assert.Equal(expected, await tools.FailAsync(tool, arguments));
    }

    [Theory]
    [InlineData("search_traces", """{"limit":5}""", """{"limit":"5"}""")]
    [InlineData("search_traces", """{"limit":5}""", """{"limit":5.0}""")]
    [InlineData("search_traces", """{"source":["kubiya"]}""", """{"source":"kubiya"}""")]
    [InlineData("search_traces", """{"source":["kubiya"]}""", """{"source":"[\"kubiya\"]"}""")]
    [InlineData("search_traces", """{"source":["kubiya"]}""", """{"source":["kubiya","kubiya",""]}""")]
    [InlineData("search_traces", """{"errors_only":true}""", """{"errors_only":"True"}""")]
    [InlineData("search_traces", """{"sort":"oldest"}""", """{"sort":"Oldest"}""")]
    [InlineData("search_traces", "{}", """{"text":null,"limit":null,"sort":"","cursor":""}""")]
    [InlineData("search_traces", """{"text":"12"}""", """{"text":12}""")]
    [InlineData("get_spans", """{"ref":"kubiya:1","span_ids":["a"]}""", """{"ref":" kubiya:1 ","span_ids":"a"}""")]
    public async Task Another_way_to_write_an_argument_is_accepted(string tool, string arguments, string written)
    {
        await using var tools = Tools.Of(Known);

        var expected = await tools.RespondAsync(tool, arguments);
        var actual = await tools.RespondAsync(tool, written);

        Assert.Equal(expected.Text, actual.Text);
        Assert.Equal(expected.Structured?.GetRawText(), actual.Structured?.GetRawText());
    }

    [Fact]
    public async Task An_unknown_trace_is_an_error_with_the_next_call()
    {
        await using var tools = Tools.Of(Known);

        var error = await tools.FailAsync("get_trace", """{"ref":"kubiya:2"}""");

        Assert.Contains("kubiya", error, StringComparison.Ordinal);
        Assert.EndsWith("Call search_traces for the references that exist.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_span_that_does_not_exist_is_named_beside_those_that_do()
    {
        await using var tools = Tools.Of(Known);

        var text = await tools.CallAsync("get_spans", """{"ref":"kubiya:1","span_ids":["b","a"]}""");

        Assert.Contains("\nNot found: b\n", text, StringComparison.Ordinal);
        Assert.Contains("[a]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_definitions_of_the_tools_are_short()
    {
        await using var tools = Tools.Of(Known);

        var length = TraceMcpServer.Tools(tools.Context)
            .Sum(tool => JsonSerializer.Serialize(tool.ProtocolTool, ModelContextProtocol.McpJsonUtilities.DefaultOptions).Length);

        // About 2,000 tokens.
        Assert.InRange(length, 1000, 8000);
    }

    [Fact]
    public void The_arguments_of_a_prompt_can_be_anything()
    {
        var values = JsonDocument.Parse("""{"ref":"\ud800","x":{}}""").RootElement.EnumerateObject()
            .ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);

        var prompt = TracePrompt.Get("why-did-it-fail", values);

        Assert.Single(prompt.Messages);
    }

    private static Trace ServedTrace(string reference) => new TraceBuilder(reference).Name("run 12")
        .Span("step", SpanType.Tool, span => span.Id("a").Error("broken")).Build();
}
