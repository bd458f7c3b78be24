using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TraceClient.Tool.Tests;

/// <summary>Tests the content of the file. Other tests of this folder use a browser.</summary>
public sealed partial class TraceHtmlWriterTests
{
    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!-- <script>")]
    [InlineData("a < b & c > d \"quoted\" 'single'")]
    [InlineData("line one\nline two\r\n\u2028\u2029\u0000\u202e")]
    [InlineData("größer 漢字 🙂")]
    public async Task No_text_of_a_trace_can_end_its_block_and_every_one_survives(string text)
    {
        var span = ViewTraces.Span(text, null, 0, 1) with
        {
            Name = text,
            StatusMessage = text,
            Attributes = AttributeMap.From([KeyValuePair.Create(text, (AttributeValue)text)]),
            Records = [new Record { Kind = RecordKind.Event, Name = text, Body = JsonPayload.FromString(text) }],
        };

        var lines = await PageLines.OfAsync(ViewTraces.Of(span) with { Name = text });

        Assert.DoesNotContain(lines, line => line.Contains('<', StringComparison.Ordinal));
        Assert.Equal(text, lines[0].Member("name").GetString());
        Assert.Equal(text, lines[1].Json()[2].GetString());
        Assert.Equal(text, lines[2].Member("message").GetString());
        Assert.Equal(text, lines[2].Member("attributes").GetProperty(text).GetString());
        Assert.Equal(text, lines[2].Member("records")[0].GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_body_as_a_source_sent_it_is_made_safe_too()
    {
        const string Body = "{\r\n  \"html\": \"</script><!--\",\n  \"n\": [1.0, 18446744073709551616]\r\n}";

        var lines = await PageLines.OfAsync(WithBody(JsonPayload.Parse(Body)));

        Assert.Equal(3, lines.Length);
        Assert.DoesNotContain('<', lines[2]);
        var body = lines[2].Member("records")[0].GetProperty("body");
        Assert.Equal("</script><!--", body.GetProperty("html").GetString());
        Assert.Equal("[1.0, 18446744073709551616]", body.GetProperty("n").GetRawText());
    }

    [Fact]
    public async Task A_body_that_is_no_valid_UTF8_does_not_spoil_the_page()
    {
        var lines = await PageLines.OfAsync(WithBody(JsonPayload.FromUtf8([(byte)'"', (byte)'a', 0xff, (byte)'b', (byte)'"'])));

        Assert.Equal("a\ufffdb", lines[2].Member("records")[0].GetProperty("body").GetString());
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_a_name_does_not_stop_the_writer()
    {
        var lines = await PageLines.OfAsync(ViewTraces.Of(ViewTraces.Span("a", null, 0, 1) with { Name = "half \ud83d pair" }));

        Assert.Equal("half \ufffd pair", lines[1].Json()[2].GetString());
    }

    [Fact]
    public async Task Spans_come_in_the_order_of_the_tree()
    {
        var lines = await PageLines.OfAsync(ViewTraces.Agent());

        var rows = lines.Skip(1).Where((_, i) => i % 2 == 0).Select(line => line.Json());
        Assert.Equal(["0 run", "1 plan", "2 think", "1 look up", "1 send mail"], rows.Select(row => $"{row[0]} {row[1]}"));
    }

    [Fact]
    public async Task Times_count_in_nanoseconds_from_the_earliest_one_however_far_apart()
    {
        var lines = await PageLines.OfAsync(ViewTraces.Of(
            new Span { Id = "first", Name = "first", StartTime = new(long.MinValue) },
            new Span { Id = "last", Name = "last", StartTime = new(long.MaxValue) },
            new Span { Id = "none", Name = "none" }));

        var starts = lines.Skip(1).Where((_, i) => i % 2 == 0)
            .ToDictionary(line => line.Json()[1].GetString()!, line => line.Json()[5].GetRawText());
        Assert.Equal("0", starts["first"]);
        Assert.Equal("18446744073709551615", starts["last"]);
        Assert.Equal("null", starts["none"]);
    }

    [Fact]
    public async Task A_trace_deeper_than_the_call_stack_is_written()
    {
        var lines = await PageLines.OfAsync(ViewTraces.Chain(50_000));

        Assert.Equal(49_999, lines[^2].Json()[0].GetInt32());
    }

    [Fact]
    public async Task The_policy_lets_nothing_run_but_the_page_own_script_and_style()
    {
        var page = await PageLines.PageAsync(ViewTraces.Agent());

        var policy = Policy().Match(page).Groups[1].Value;
        var script = Script().Match(page).Groups[1].Value;
        var style = Style().Match(page).Groups[1].Value;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src '{Hash(script)}'", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{Hash(style)}'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_names_no_address_to_load_from()
    {
        var page = await PageLines.PageAsync(ViewTraces.Agent());

        var addresses = Address().Matches(page).Select(match => match.Value).Distinct();
        Assert.Equal(["http://www.w3.org/2000/svg"], addresses);
        Assert.DoesNotMatch(Handler(), page);
    }

    [Fact]
    public async Task A_trace_is_written_before_the_next_one_is_read()
    {
        var output = new MemoryStream();
        var wasWritten = false;

        await new TraceHtmlWriter(output).WriteAsync(Traces(), TestContext.Current.CancellationToken);

        Assert.True(wasWritten);
        Assert.True(output.CanWrite);

        async IAsyncEnumerable<Trace> Traces()
        {
            yield return ViewTraces.Of("the first one");
            await Task.Yield();
            wasWritten = Encoding.UTF8.GetString(output.ToArray()).Contains("\"the first one\"", StringComparison.Ordinal);
            yield return ViewTraces.Of("the second one");
        }
    }

    private static Trace WithBody(JsonPayload body) =>
        ViewTraces.Of(ViewTraces.Span("a", null, 0, 1) with { Records = [new Record { Kind = RecordKind.Output, Body = body }] });

    private static string Hash(string content) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    [GeneratedRegex("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<script type=\"module\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"\b(?:https?|wss?|ftp)://[^'""\s)]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"<[a-z][^>]*\s(?:on[a-z]+|style)=")]
    private static partial Regex Handler();
}
