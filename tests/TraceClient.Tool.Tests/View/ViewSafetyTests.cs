using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

/// <summary>Tests data that contains markup or script. Every test also asserts that nothing is loaded, blocked or thrown.</summary>
public sealed class ViewSafetyTests(Browser browser) : BrowserTests(browser)
{
    [Theory]
    [InlineData("<img src=x onerror=\"window.attacked=1\">")]
    [InlineData("</script><script>window.attacked=1</script>")]
    [InlineData("</style><svg onload=window.attacked=1>")]
    [InlineData("<!--<script>window.attacked=1</script>")]
    [InlineData("javascript:window.attacked=1")]
    [InlineData("{{traces}}${window.attacked=1}")]
    [InlineData("'\"`]]>&lt;b&gt;")]
    public Task Markup_is_shown_as_the_text_that_it_is(string text)
    {
        var values = AttributeMap.From([KeyValuePair.Create(text, (AttributeValue)text)]);
        var span = new Span
        {
            Id = text,
            Name = text,
            Type = new SpanType(text),
            Status = SpanStatus.Error,
            StatusMessage = text,
            StartTime = ViewTraces.At(0),
            EndTime = ViewTraces.At(1),
            Attributes = values,
            Resource = values,
            Records =
            [
                new Record { Kind = RecordKind.Event, Name = text, Body = JsonPayload.FromString(text), Attributes = values },
                new Record { Kind = RecordKind.Input, Body = JsonPayload.Parse($$"""{ "body": {{JsonPayload.FromString(text)}} }""") },
            ],
            Links = [new SpanLink(text, text) { Attributes = values }],
            Warnings = [new TraceWarning(text, text, text)],
        };
        var trace = ViewTraces.Of(
            text, span) with
        { SessionId = text, ServiceName = text, User = text, Warnings = [new TraceWarning(text, text, text)] };

        return Browser.ViewAsync([trace, trace], async view =>
        {
            await view.Page.Locator("#warnings summary").ClickAsync();
            await Expect(view.Names).ToHaveTextAsync(text);
            await view.Rows.First.ClickAsync();
            await Expect(view.Panel.Locator("h2")).ToHaveTextAsync(text);
            await Expect(view.Panel.Locator(".notice.error")).ToHaveTextAsync(text);
            await Expect(view.Section("Attributes").Locator("dt")).ToHaveTextAsync(text);
            await Expect(view.Section("Events").Locator(".json")).ToHaveTextAsync(text);
            await Expect(view.Section("Input").Locator(".string")).ToHaveTextAsync(text);
            await Expect(view.Page.Locator("#warning-list .code")).ToHaveTextAsync(text);

            await view.Search.FillAsync(text);
            await Expect(view.Page.Locator("#search-count")).ToHaveTextAsync("1 of 1");
            await Expect(view.Names.Locator("mark")).ToHaveTextAsync(text);
            await view.Page.Locator("#legend .chip").ClickAsync();

            Assert.False(await view.Page.EvaluateAsync<bool>("'attacked' in window"));
            await Expect(view.Page.Locator("script")).ToHaveCountAsync(3);
            await Expect(view.Page.Locator("img, iframe, object, embed, a, b")).ToHaveCountAsync(0);
        });
    }

    [Theory]
    [InlineData("invoice\u202egnp.exe", @"invoice\u202egnp.exe")]
    [InlineData("pay\u200bpal", @"pay\u200bpal")]
    [InlineData("one\u2028two\u2029three", @"one\u2028two\u2029three")]
    [InlineData("a\u0000b\u001b[31m", @"a\u0000b\u001b[31m")]
    [InlineData("one\r\ntwo", "one↵two")]
    public Task Characters_that_do_not_show_are_shown(string name, string shown) => Browser.ViewAsync(
        ViewTraces.Of(ViewTraces.Span("a", null, 0, 1) with { Name = name }),
        async view => await Expect(view.Names).ToHaveTextAsync(shown));

    [Fact]
    public Task The_policy_refuses_what_a_script_of_the_data_would_do() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        var refused = await view.Page.EvaluateAsync<string[]>(
            """
            () => new Promise(resolve => setTimeout(() => {
              const refused = [];
              for (const [name, attack] of [["eval", () => window.eval("1")], ["function", () => new Function("1")()], ["markup", () => { document.body.innerHTML = "<b>x</b>"; }]]) {
                try { attack(); } catch { refused.push(name); }
              }
              resolve(refused);
            }))
            """);

        Assert.Equal(["eval", "function", "markup"], refused);
        Assert.All(view.Complaints, complaint => Assert.StartsWith("console: ", complaint, StringComparison.Ordinal));
        view.Forgive();
    });
}
