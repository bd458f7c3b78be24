using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

public sealed class ViewScaleTests(Browser browser) : BrowserTests(browser)
{
    // What fits on the screen, and some more.
    private const int MostRows = 60;

    [Fact]
    public Task Of_20000_spans_only_those_in_sight_are_in_the_document() => Browser.ViewAsync(ViewTraces.Large(20_000), async view =>
    {
        await Expect(view.Grid).ToHaveAttributeAsync("aria-rowcount", "20001");
        Assert.InRange(await view.Rows.CountAsync(), 10, MostRows);

        await view.PressInTreeAsync("End");
        await view.ExpectSelectedAsync("step 19999");
        await Expect(view.SelectedRow).ToBeInViewportAsync();
        Assert.InRange(await view.Rows.CountAsync(), 10, MostRows);

        await view.PressAsync("PageUp");
        await Expect(view.SelectedRow).ToBeInViewportAsync();
        await view.PressAsync("Home");
        await view.ExpectSelectedAsync("root");
    });

    [Fact]
    public Task Scrolling_to_the_end_of_20000_spans_shows_the_last_one() => Browser.ViewAsync(ViewTraces.Large(20_000), async view =>
    {
        await Expect(view.Rows.First).ToBeVisibleAsync();
        await view.Page.Locator("#timeline").EvaluateAsync("element => { element.scrollTop = element.scrollHeight; }");
        await Expect(view.Row("step 19999")).ToBeInViewportAsync();
        Assert.InRange(await view.Rows.CountAsync(), 10, MostRows);
    });

    [Fact]
    public Task The_search_finds_a_record_among_20000_spans() => Browser.ViewAsync(ViewTraces.Large(20_000), async view =>
    {
        await view.Button("Collapse all").ClickAsync();
        await view.Search.FillAsync("T-15432");
        await view.Search.PressAsync("Enter");
        await view.ExpectSelectedAsync("step 15432");
        await Expect(view.SelectedRow).ToBeInViewportAsync();
        await Expect(view.Page.Locator("#search-count")).ToHaveTextAsync("1 of 1");

        await view.Button("Show only matches").ClickAsync();
        await view.ExpectNamesAsync("root", "step 15400", "step 15432");
    });

    [Fact]
    public Task A_chain_of_5000_levels_keeps_its_names_in_sight() => Browser.ViewAsync(ViewTraces.Chain(5000), async view =>
    {
        await view.ExpectNamesAsync("level 0", "level 1", "level 2");
        await view.Button("Expand all").ClickAsync();
        await view.PressInTreeAsync("End");
        await view.ExpectSelectedAsync("level 4999");
        await Expect(view.SelectedRow.Locator(".name")).ToBeInViewportAsync();
        await Expect(view.SelectedRow).ToHaveAttributeAsync("aria-level", "5000");

        await view.Button("Collapse all").ClickAsync();
        await view.ExpectSelectedAsync("level 0");
        await view.Search.FillAsync("level 4321");
        await view.Search.PressAsync("Enter");
        await view.ExpectSelectedAsync("level 4321");
    });
}
