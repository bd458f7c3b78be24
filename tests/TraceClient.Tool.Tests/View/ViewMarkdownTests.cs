using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

[Collection(ClipboardTests.Name)]
public sealed class ViewMarkdownTests(Browser browser) : BrowserTests(browser)
{
    private static readonly ViewSettings Settings = new() { Hash = "#span=a" };

    [Fact]
    public Task Blocks_become_headings_lists_quotes_tables_and_code() => ViewAsync(
        """
        # Order 4711
        The **parcel** is *late*:
        - first
          - inner `code`
        - second
        3. third
        4. fourth
        > quoted
        > more

        Prices:
        | item | price |
        |:-----|------:|
        | lamp | 12 €  |
        ***
        ```json
        { "not": "*emphasis*" }
        ```
        """,
        async text =>
        {
            await Expect(text.Locator(".heading.level-1")).ToHaveTextAsync("Order 4711");
            await Expect(text.Locator("strong")).ToHaveTextAsync("parcel");
            await Expect(text.Locator("em")).ToHaveTextAsync("late");
            await Expect(text.Locator(":scope > ul > li")).ToHaveCountAsync(2);
            await Expect(text.Locator(":scope > ul ul li")).ToHaveTextAsync("inner code");
            await Expect(text.Locator("code")).ToHaveTextAsync("code");
            await Expect(text.Locator("ol")).ToHaveAttributeAsync("start", "3");
            await Expect(text.Locator("ol > li")).ToHaveTextAsync(["third", "fourth"]);
            await Expect(text.Locator("blockquote")).ToHaveTextAsync("quoted\nmore");
            await Expect(text.Locator("th")).ToHaveTextAsync(["item", "price"]);
            await Expect(text.Locator("td")).ToHaveTextAsync(["lamp", "12 €"]);
            await Expect(text.Locator("hr")).ToHaveCountAsync(1);
            await Expect(text.Locator("pre")).ToHaveTextAsync("{ \"not\": \"*emphasis*\" }");
        });

    [Fact]
    public Task A_switch_shows_the_text_itself() => ViewAsync("**bold**", async text =>
    {
        var page = text.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Show as text" }).ClickAsync();
        await Expect(text).ToBeHiddenAsync();
        await Expect(page.Locator("#panel .text-view .json")).ToHaveTextAsync("**bold**");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show as Markdown" }).ClickAsync();
        await Expect(text).ToBeVisibleAsync();
    });

    [Fact]
    public Task Code_can_be_copied() => ViewAsync("```\none\n  two\n```", async text =>
    {
        await text.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the code" }).ClickAsync();
        await Expect(text.Locator(".copy.done")).ToBeVisibleAsync();
        Assert.Equal("one\n  two", await text.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    });

    [Fact]
    public Task Only_web_pages_and_mail_addresses_become_links() => ViewAsync(
        """
        [web](https://example.com/a?b=1) [mail](mailto:ada@example.com) <https://example.org> **x**
        [script](javascript:alert(1)) [script](javascript:alert%281%29) [data](data:text/html,<script>alert(1)</script>)
        [file](file:///etc/passwd) [blob](blob:null/1) [code](vbscript:x) [relative](page.html) ![image](https://example.com/a.png)
        [case](JaVaScRiPt:x) [tab](java	script:x) [control](javascript:x)
        """,
        async text =>
        {
            await Expect(text.Locator("a")).ToHaveCountAsync(4);
            var links = await text.Locator("a").EvaluateAllAsync<string[]>("links => links.map(link => `${link.rel} ${link.href}`)");
            Assert.Equal(
                ["https://example.com/a?b=1", "mailto:ada@example.com", "https://example.org/", "https://example.com/a.png"],
                links.Select(link => link.Replace("noopener noreferrer ", "", StringComparison.Ordinal)));
            await Expect(text.Page.Locator("img, iframe, object, embed")).ToHaveCountAsync(0);
            await Expect(text).ToContainTextAsync("file (file:///etc/passwd)");
        });

    [Theory]
    [InlineData("**a** <script>window.attacked=1</script>")]
    [InlineData("**a** <img src=x onerror=window.attacked=1>")]
    [InlineData("**a** </script><script>window.attacked=1</script> one\u2028two")]
    [InlineData("| <b onclick=window.attacked=1>x</b> | y |\n|---|---|\n| </style><style>*{display:none} | z |")]
    [InlineData("# </style><style>body{background:url(https://example.com)}")]
    [InlineData("```<img src=x onerror=window.attacked=1>\n<img src=x onerror=window.attacked=1>\n```\n**a**")]
    [InlineData("[<img src=x onerror=window.attacked=1>](https://example.com/\"onmouseover=window.attacked=1)")]
    public Task Markup_in_Markdown_stays_text(string markdown) => ViewAsync(markdown, async text =>
    {
        await Expect(text).ToBeVisibleAsync();
        Assert.False(await text.Page.EvaluateAsync<bool>("'attacked' in window"));
        await Expect(text.Page.Locator("img, iframe, object, embed, b, #panel script, #panel style")).ToHaveCountAsync(0);
        await Expect(text.Page.Locator("[onclick], [onerror], [onmouseover]")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task Text_that_would_take_a_careless_expression_forever_is_shown() => Browser.ViewAsync(
        ViewTraces.Of(Patterns().Select((text, i) => ViewTraces.Span($"{i}", null, i, i + 1) with
        {
            Records = [new Record { Kind = RecordKind.Output, Body = JsonPayload.FromString($"{text}\n\n**the end**") }],
        })),
        async view =>
        {
            await view.PressInTreeAsync("ArrowDown", "Enter");
            for (var i = 0; i < Patterns().Count(); i++)
            {
                // No limit of time: the page only has to show the end of the text.
                var text = view.Section("Output").Locator(".text-view > .markdown");
                Assert.Contains(
                    "the end", await text.EvaluateAsync<string>("text => text.textContent.slice(-20)"), StringComparison.Ordinal);
                await view.PressAsync("ArrowDown");
            }
        });

    private static IEnumerable<string> Patterns()
    {
        foreach (var mark in (string[])["*", "**a", "*a*", "_", "__a", "[", "[a](", "![", "[[a]", "`", "`a", "``a`", "`a` ", "~", "~~a",
            "<https://", "\\", "|", "|-", "#", "- ", "* ", "-\n", "1.\n", ">\n", "\n\n#\n", "a\n\n", "> ", ">", "|a|\n|-|\n", "a|b\n"])
            yield return Repeat(mark, 100_000);
        foreach (var (before, run, after) in ((string, string, string)[])[("``` ", " ", "`"), ("# a", " ", "b"), ("# a", "#", "b"),
            ("# a", " #", "b"), ("|a|\n|-", " ", "x|"), ("|a|\n", "|- ", "x"), ("**a** -", " ", "x"), ("**a** [a", "a", ""),
            ("**a**\n", " ", "x"), ("**a** `", "a", ""), ("**a** https://", "a", ""), ("```", "`", "\ncode\n```")])
            yield return before + Repeat(run, 100_000) + after;
        yield return string.Join('\n', Enumerable.Range(0, 1000).Select(i => new string(' ', Math.Min(i, 90) * 2) + "- item"));
        yield return Repeat("> ", 2000) + "\n" + Repeat("- ", 2000) + "inner";
    }

    private static string Repeat(string text, int length) => string.Concat(Enumerable.Repeat(text, length / text.Length));

    private Task ViewAsync(string markdown, Func<ILocator, Task> test) => Browser.ViewAsync(
        ViewTraces.WithOutput(markdown), view => test(view.Section("Output").Locator(".text-view > .markdown")), Settings);
}
