using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

public sealed class ViewTreeTests(Browser browser) : BrowserTests(browser)
{
    [Fact]
    public Task The_tree_is_a_treegrid_with_levels() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.ExpectNamesAsync("run", "plan", "think", "look up", "send mail");
        await Expect(view.Grid).ToHaveAttributeAsync("aria-rowcount", "6");
        await Expect(view.Row("run")).ToHaveAttributeAsync("aria-level", "1");
        await Expect(view.Row("think")).ToHaveAttributeAsync("aria-level", "3");
        await Expect(view.Row("plan")).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(view.Row("think")).Not.ToHaveAttributeAsync("aria-expanded", "true");
    });

    [Fact]
    public Task A_click_on_the_mark_collapses_and_expands() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Row("plan").Locator(".twisty").ClickAsync();
        await view.ExpectNamesAsync("run", "plan", "look up", "send mail");
        await Expect(view.Row("plan")).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(view.Row("plan")).ToContainTextAsync("+1");
        await Expect(view.Panel).ToBeHiddenAsync();

        await view.Row("plan").Locator(".twisty").ClickAsync();
        await view.ExpectNamesAsync("run", "plan", "think", "look up", "send mail");
    });

    [Fact]
    public Task All_can_be_collapsed_and_expanded_and_hidden_errors_are_counted() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Button("Collapse all").ClickAsync();
        await view.ExpectNamesAsync("run");
        await Expect(view.Row("run")).ToContainTextAsync("+4");
        await Expect(view.Row("run")).ToContainTextAsync("1 failed");

        await view.Button("Expand all").ClickAsync();
        await view.ExpectNamesAsync("run", "plan", "think", "look up", "send mail");
    });

    [Fact]
    public Task The_arrow_keys_walk_open_and_close() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.PressInTreeAsync("ArrowDown", "ArrowDown", "ArrowDown");
        await view.ExpectSelectedAsync("think");
        await Expect(view.Grid).ToHaveAttributeAsync("aria-activedescendant", await view.SelectedRow.GetAttributeAsync("id") ?? "");

        await view.PressAsync("ArrowLeft");
        await view.ExpectSelectedAsync("plan");
        await view.PressAsync("ArrowLeft");
        await view.ExpectNamesAsync("run", "plan", "look up", "send mail");
        await view.PressAsync("ArrowRight");
        await view.PressAsync("ArrowRight");
        await view.ExpectSelectedAsync("think");
        await view.PressAsync("ArrowUp");
        await view.ExpectSelectedAsync("plan");
        await view.PressAsync("End");
        await view.ExpectSelectedAsync("send mail");
        await view.PressAsync("Home");
        await view.ExpectSelectedAsync("run");
    });

    [Fact]
    public Task E_walks_over_the_errors_into_what_is_collapsed() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Button("Collapse all").ClickAsync();
        await view.PressInTreeAsync("e");
        await view.ExpectSelectedAsync("send mail");
        await Expect(view.Row("send mail")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("failed"));
    });

    [Fact]
    public Task Collapsing_all_selects_what_the_selected_span_is_part_of() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Row("think").ClickAsync();
        await view.Button("Collapse all").ClickAsync();
        await view.ExpectSelectedAsync("run");
    });

    [Fact]
    public Task The_tree_can_be_made_wider_with_the_mouse_and_the_keys() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        var splitter = view.Page.Locator("#splitter");
        var before = await View.BoxAsync(view.Page.Locator(".axis-label"));

        await view.Page.Mouse.MoveAsync(before.X + before.Width, before.Y + 100);
        await view.Page.Mouse.DownAsync();
        await view.Page.Mouse.MoveAsync(before.X + before.Width + 100, before.Y + 100);
        await view.Page.Mouse.UpAsync();
        var dragged = await View.BoxAsync(view.Page.Locator(".axis-label"));
        Assert.Equal(before.Width + 100, dragged.Width, tolerance: 2);

        await splitter.PressAsync("ArrowLeft");
        var moved = await View.BoxAsync(view.Page.Locator(".axis-label"));
        Assert.Equal(dragged.Width - 16, moved.Width, tolerance: 1);
    });

    [Fact]
    public Task The_help_lists_the_keys_and_Escape_closes_it() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.PressAsync("?");
        await Expect(view.Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog)).ToContainTextAsync("Next or previous error");
        await view.PressAsync("Escape");
        await Expect(view.Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog)).ToBeHiddenAsync();
    });
}
