using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests.Web;

/// <summary>Tests of the list in a browser.</summary>
public sealed class ListPageTests(Browser browser) : BrowserTests(browser)
{
    [Fact]
    public async Task The_list_is_filtered_and_the_address_has_the_filter_also_on_the_way_back_from_a_trace()
    {
        await using var served = await StartAsync();
        await ListPage.OpenAsync(Browser, served, async list =>
        {
            await list.WaitForAddressAsync("/");
            await Expect(list.Names).ToHaveTextAsync(["checkout", "refund", "search"]);
            await Expect(list.Count).ToHaveTextAsync("3 traces");

            await list.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync("re");
            await list.WaitForAddressAsync("/?text=re");
            await Expect(list.Names).ToHaveTextAsync(["refund"]);
            await list.Page.GetByLabel("Source", new() { Exact = true }).SelectOptionAsync("galtea");
            await list.WaitForAddressAsync("/?text=re&source=galtea");
            await list.Names.First.ClickAsync();
            await list.WaitForAddressAsync("/trace?ref=galtea%3Ab");
            await Expect(list.Page.Locator("#trace-name")).ToHaveTextAsync("refund");

            await list.Page.GoBackAsync();
            await list.WaitForAddressAsync("/?text=re&source=galtea");
            await Expect(list.Names).ToHaveTextAsync(["refund"]);
            await list.Page.GoBackAsync();
            await list.WaitForAddressAsync("/?text=re");
            await list.Button("Clear filters").ClickAsync();
            await list.WaitForAddressAsync("/");
            await Expect(list.Names).ToHaveCountAsync(3);
        });
    }

    [Fact]
    public async Task A_row_says_what_the_list_knows()
    {
        await using var served = await StartAsync();
        await ListPage.OpenAsync(
            Browser, served,
            async list =>
            {
                var cells = list.Rows.Nth(1).Locator(".cell");
                await Expect(cells).ToHaveTextAsync(
                    ["", "Agent", "refund", "galtea", "Error, 1 failed span", "2026-03-14 16:08:26", "2 s", "1", "1", "gpt-4o", "1,234",
                        "0.017 USD", "s-1"]);
                await Expect(list.Page.Locator("#head .col-start")).ToContainTextAsync("Start (UTC");
                await list.Button("UTC").ClickAsync();
                await Expect(list.Rows.Nth(1).Locator(".col-start")).ToHaveTextAsync("2026-03-14 15:08:26");
                await list.WaitForAddressAsync("/?utc=true");
            },
            settings: new ViewSettings { Width = 1440 });
    }

    [Fact]
    public async Task The_keyboard_moves_opens_searches_and_helps()
    {
        await using var served = await StartAsync();
        await ListPage.OpenAsync(Browser, served, async list =>
        {
            await Expect(list.Names).ToHaveCountAsync(3);
            await list.PressAsync("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp");
            await Expect(list.Selected).ToHaveTextAsync("refund");
            await list.PressAsync("End");
            await Expect(list.Selected).ToHaveTextAsync("search");
            await Expect(list.Page.Locator("#grid")).ToHaveAttributeAsync("aria-activedescendant", "row-2");
            await list.PressAsync("?");
            await Expect(list.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            await list.PressAsync("Escape", "/", "c");
            await Expect(list.Page.Locator("#text")).ToHaveValueAsync("c");
            await list.WaitForAddressAsync("/?text=c");
            await Expect(list.Names).ToHaveTextAsync(["checkout", "search"]);
            await list.PressAsync("ArrowDown", "ArrowDown", "Enter");
            await list.WaitForAddressAsync("/trace?ref=kubiya%3Ac");
            await list.Page.GoBackAsync();
            await Expect(list.Selected).ToHaveTextAsync("search");
        });
    }

    [Fact]
    public async Task Two_marked_traces_are_compared()
    {
        await using var served = await StartAsync();
        await ListPage.OpenAsync(Browser, served, async list =>
        {
            await Expect(list.Names).ToHaveCountAsync(3);
            await list.PressAsync("ArrowDown", "c");
            await Expect(list.Marks).ToHaveTextAsync(["Acheckout"]);
            await list.Page.GetByLabel("Mark search for comparison").CheckAsync();
            await Expect(list.Marks).ToHaveTextAsync(["Acheckout", "Bsearch"]);
            await list.WaitForAddressAsync("/?a=kubiya%3Aa&b=kubiya%3Ac");
            await list.Page.GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();
            await list.WaitForAddressAsync("/compare?a=kubiya%3Aa&b=kubiya%3Ac");
            await list.Page.GoBackAsync();
            await Expect(list.Page.Locator("#rows input:checked")).ToHaveCountAsync(2);
            await list.Button("Clear the marks").ClickAsync();
            await Expect(list.Page.Locator("#rows input:checked")).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task Sessions_open_a_page_with_their_traces()
    {
        await using var served = await StartAsync();
        await ListPage.OpenAsync(Browser, served, async list =>
        {
            await list.Button("Sessions").ClickAsync();
            await list.WaitForAddressAsync("/?view=sessions");
            await Expect(list.Count).ToHaveTextAsync("1 session");
            await Expect(list.Rows.First.Locator(".cell")).ToHaveTextAsync(
                ["refund", "s-1", "galtea", "1 trace", "2026-03-14 16:08:26", "2 s", "1", "1"]);
            await list.Rows.First.GetByText("1 trace").ClickAsync();
            await list.WaitForAddressAsync("/?source=galtea&session=s-1");
            await Expect(list.Names).ToHaveTextAsync(["refund"]);
            await list.Button("Session s-1").ClickAsync();
            await list.WaitForAddressAsync("/?source=galtea");
            await list.PressAsync("s");
            await Expect(list.Count).ToHaveTextAsync("1 session");
            await list.PressAsync("ArrowDown", "Enter");
            await list.WaitForAddressAsync("/session?source=galtea&id=s-1");
        });
    }

    [Fact]
    public async Task A_new_trace_appears_by_itself()
    {
        var source = new ServedSource("kubiya");
        source.Put(ServedTraces.Of("kubiya:a", "old", age: 1));
        await using var served = await Served.StartAsync(source);
        await ListPage.OpenAsync(Browser, served, async list =>
        {
            await Expect(list.Page.Locator("#live")).ToHaveTextAsync("Live");
            await list.PressAsync("ArrowDown");

            source.Put(ServedTraces.Of("kubiya:b", "new"));
            while (served.Server.Index.List(new TraceListQuery()).Traces.Count < 2)
            {
                served.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            await Expect(list.Names).ToHaveTextAsync(["new", "old"]);
            await Expect(list.Selected).ToHaveTextAsync("old");
        });
    }

    [Fact]
    public async Task A_source_that_fails_is_shown_above_the_others()
    {
        var (kubiya, galtea) = (new ServedSource("kubiya"), new ServedSource("galtea"));
        kubiya.Failure = new TraceAuthenticationException("kubiya: The token <b>is</b> not valid.");
        galtea.Put(ServedTraces.Of("galtea:b", "run"));
        await using var served = await Served.StartAsync(kubiya, galtea);
        await ListPage.OpenAsync(Browser, served, async list =>
        {
            await Expect(list.Page.Locator(".banner")).ToHaveTextAsync("kubiya: The token <b>is</b> not valid. Try: tracectl doctor");
            await Expect(list.Names).ToHaveTextAsync(["run"]);
        });
    }

    [Fact]
    public async Task An_empty_list_says_why_it_is_empty()
    {
        var source = new ServedSource("kubiya");
        var gate = new TaskCompletionSource();
        source.Gate = gate.Task;
        await using var served = await Served.StartLoadingAsync(new WebServerOptions(), source);
        await ListPage.OpenAsync(Browser, served, async list =>
        {
            var title = list.Page.Locator("#empty-title");
            await Expect(title).ToHaveTextAsync("Loading traces…");
            gate.SetResult();
            await Expect(title).ToHaveTextAsync("There are no traces yet");
            await list.PressAsync("e");
            await Expect(title).ToHaveTextAsync("No traces match the filters");
            await list.Page.RunAndWaitForConsoleMessageAsync(() => list.Page.GotoAsync($"{served.Server.Address}?sort=x"));
            await Expect(title).ToHaveTextAsync("The list cannot be loaded");
            await Expect(list.Page.Locator("#empty-text")).ToContainTextAsync("Invalid value 'x' for sort.");
            list.Forgive();
        });
    }

    [Fact]
    public async Task Hidden_traces_are_counted_and_can_be_shown()
    {
        var source = new ServedSource("kubiya");
        source.Put(ServedTraces.Of("kubiya:a", "traces.list"));
        source.Put(ServedTraces.Of("kubiya:b", "run", age: 1));
        await using var served = await Served.StartAsync(source);
        await ListPage.OpenAsync(Browser, served, async list =>
        {
            await Expect(list.Names).ToHaveTextAsync(["run"]);
            await list.Button("Show 1 hidden trace").ClickAsync();
            await list.WaitForAddressAsync("/?all=true");
            await Expect(list.Names).ToHaveTextAsync(["traces.list", "run"]);
        });
    }

    [Fact]
    public async Task Of_100_000_traces_only_the_visible_ones_are_in_the_document()
    {
        await using var served = await Served.StartAsync(new ServedSource("kubiya"));
        served.Server.Index.Put("kubiya", ServedTraces.Many(100_000));
        await ListPage.OpenAsync(Browser, served, async list =>
        {
            await Expect(list.Count).ToHaveTextAsync("100,000 traces");
            var most = 0;
            foreach (var part in new[] { .1, .5, .99, .3 })
            {
                await list.Page.EvaluateAsync("part => { const grid = document.getElementById('grid');"
                    + " grid.scrollTop = part * grid.scrollHeight; }", part);
                var row = (int)(part * 100_000);
                await Expect(list.Page.GetByText($"run {row}", new() { Exact = true })).ToBeVisibleAsync();
                most = Math.Max(most, await list.Rows.CountAsync());
            }

            await list.PressAsync("End");
            await Expect(list.Selected).ToHaveTextAsync("run 99999");
            Assert.InRange(most, 10, 199);

            await list.Page.Locator("#text").FillAsync("run 9999");
            await Expect(list.Count).ToHaveTextAsync("11 traces");
        });
    }

    [Theory]
    [InlineData("<img src=x onerror=\"window.attacked=1\">")]
    [InlineData("\"><script>window.attacked=1</script>")]
    [InlineData("javascript:window.attacked=1")]
    public async Task Markup_in_a_list_is_shown_as_text(string text)
    {
        var source = new ServedSource("kubiya");
        source.Put(
            ServedTraces.Of("kubiya:a", text, type: new SpanType(text), session: text),
            summary => summary with { Model = text, ServiceName = text });
        await using var served = await Served.StartAsync(source);
        await ListPage.OpenAsync(
            Browser, served,
            async list =>
            {
                await Expect(list.Names).ToHaveTextAsync([text]);
                await Expect(list.Rows.First.Locator(".col-session")).ToHaveTextAsync(text);
                await list.PressAsync("ArrowDown", "c");
                await Expect(list.Marks).ToHaveTextAsync([$"A{text}"]);
                Assert.False(await list.Page.EvaluateAsync<bool>("'attacked' in window"));
                await Expect(list.Page.Locator("img, iframe")).ToHaveCountAsync(0);
            },
            settings: new ViewSettings { Width = 1440 });
    }

    private static async Task<Served> StartAsync()
    {
        var (kubiya, galtea) = (new ServedSource("kubiya"), new ServedSource("galtea"));
        kubiya.Put(ServedTraces.Of("kubiya:a", "checkout", type: SpanType.Tool));
        galtea.Put(
            ServedTraces.Of("galtea:b", "refund", age: 1, milliseconds: 2000, type: SpanType.Agent, failed: true, session: "s-1"),
            summary => summary with
            {
                Model = "gpt-4o",
                Usage = new GenAIUsage { TotalTokens = 1234, Costs = [new GenAICost(0.0172m, "USD")] },
            });
        kubiya.Put(ServedTraces.Of("kubiya:c", "search", age: 2));
        return await Served.StartAsync(kubiya, galtea);
    }
}
