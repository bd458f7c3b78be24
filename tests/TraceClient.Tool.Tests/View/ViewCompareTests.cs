using Microsoft.Playwright;
using TraceClient.Analysis;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

public sealed class ViewCompareTests(Browser browser) : BrowserTests(browser)
{
    [Fact]
    public Task Spans_are_added_removed_moved_changed_or_the_same() => ViewAsync(async view =>
    {
        await view.ExpectTabAsync("Compare");
        await Expect(view.TabView("compare").Locator(".compare-side code, .compare-side .code")).ToHaveTextAsync(
            ["kubiya:before", "kubiya:after"]);
        await Expect(RowsOf(view)).ToHaveCountAsync(5);
        Assert.Equal(
            ["added new tool", "changed plan", "changed run", "moved look up", "removed old tool"],
            (await KindsAsync(view)).Order(StringComparer.Ordinal));
        await Expect(view.TabView("compare").Locator(".compare-choice")).ToContainTextAsync("1 added, 1 removed, 1 moved, 2 changed");

        await view.Button("Only differences").ClickAsync();
        await Expect(RowsOf(view)).ToHaveCountAsync(6);
        await Expect(RowsOf(view).And(view.Page.Locator(".same"))).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("same"));
    });

    [Fact]
    public Task The_keyboard_walks_over_the_spans_and_shows_their_differences() => ViewAsync(async view =>
    {
        var list = view.Page.GetByRole(AriaRole.Listbox, new() { Name = "Compared spans" });
        var details = view.TabView("compare").Locator(".compare-details");
        await list.FocusAsync();
        await view.PressAsync("ArrowDown");
        await Expect(details).ToBeHiddenAsync();
        await view.PressAsync("Enter");
        await Expect(details.Locator("h2")).ToHaveTextAsync("run");
        await view.PressAsync("ArrowDown");
        await Expect(details.Locator("h2")).ToHaveTextAsync("plan");
        await Expect(details.Locator("h3")).ToHaveTextAsync(["duration", "output"]);
        await Expect(details.Locator(".change.removed")).ToHaveTextAsync(["−100 ms", "−one\ntwo"]);
        await Expect(details.Locator(".change.added .json-line")).ToHaveTextAsync("three: 3");
        await Expect(list).ToHaveAttributeAsync("aria-activedescendant", "compared-1");

        await view.PressAsync("End");
        await view.PressAsync("Home");
        await Expect(details.Locator("h2")).ToHaveTextAsync("run");
        await view.PressAsync("Escape");
        await Expect(details).ToBeHiddenAsync();
        await Expect(list).ToBeFocusedAsync();

        await view.PressAsync("Enter");
        await details.GetByRole(AriaRole.Button).First.FocusAsync();
        await view.PressAsync("Escape");
        await Expect(details).ToBeHiddenAsync();
    });

    [Fact]
    public Task Details_lead_to_the_span_in_its_trace() => ViewAsync(async view =>
    {
        await RowsOf(view).Filter(new() { HasText = "old tool" }).ClickAsync();
        await Expect(view.TabView("compare").Locator(".compare-details")).ToContainTextAsync("Only the baseline has this span.");
        await view.TabView("compare").Locator(".compare-details .compare-body").GetByRole(AriaRole.Button).ClickAsync();
        await view.ExpectTabAsync("Timeline");
        await view.ExpectSelectedAsync("old tool");
        await Expect(view.Page.Locator("#trace-picker")).ToHaveValueAsync("0");

        await view.Page.Locator("#trace-picker").SelectOptionAsync("1");
        await view.ExpectTabAsync("Timeline");
        await Expect(view.Row("new tool")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Traces_with_one_reference_are_compared_by_their_position() => Browser.ViewAsync(
        TraceComparison.Compare(
            ViewTraces.Of(ViewTraces.Span("a", null, 0, 100)), ViewTraces.Of(ViewTraces.Span("a", null, 0, 900))),
        async view => await Expect(RowsOf(view).Locator(".number")).ToHaveTextAsync(["100 ms", "900 ms"]));

    [Fact]
    public Task Equal_traces_have_no_differences() => Browser.ViewAsync(
        TraceComparison.Compare(ViewTraces.Agent(), ViewTraces.Agent()),
        async view =>
        {
            await Expect(view.TabView("compare")).ToContainTextAsync("The traces as a whole do not differ within the tolerances.");
            await Expect(view.TabView("compare")).ToContainTextAsync("No span differs.");
            await Expect(RowsOf(view)).ToHaveCountAsync(0);
        });

    [Fact]
    public Task The_titles_stand_above_their_columns_with_the_details_open() => ViewAsync(async view =>
    {
        await RowsOf(view).First.ClickAsync();
        var title = await View.BoxAsync(view.Page.Locator(".compare-titles > span").Nth(2));
        var value = await View.BoxAsync(RowsOf(view).First.Locator(".number").First);
        Assert.Equal(title.X + title.Width, value.X + value.Width, tolerance: 1);
    });

    [Fact]
    public Task Of_20000_compared_spans_only_those_in_sight_are_in_the_document() => Browser.ViewAsync(
        TraceComparison.Compare(ViewTraces.Large(20_000), ViewTraces.Large(20_000)),
        async view =>
        {
            await view.Button("Only differences").ClickAsync();
            await view.Page.GetByRole(AriaRole.Listbox).FocusAsync();
            await view.PressAsync("End");
            await Expect(RowsOf(view).And(view.Page.Locator("[aria-selected=true]"))).ToContainTextAsync("step 19999");
            Assert.InRange(await RowsOf(view).CountAsync(), 10, 60);
        });

    private static ILocator RowsOf(View view) => view.Page.Locator(".compare-row");

    private static Task<string[]> KindsAsync(View view) => RowsOf(view).EvaluateAllAsync<string[]>(
        "rows => rows.map(row => `${row.className.split(' ').at(-1)} ${row.querySelector('.name').textContent}`)");

    private Task ViewAsync(Func<View, Task> test)
    {
        var plan = ViewTraces.Span("plan", "run", 0, 100) with { Type = SpanType.Generation };
        var before = ViewTraces.Of(
            "before",
            ViewTraces.Span("run", null, 0, 1000) with { Type = SpanType.Agent },
            plan with { Records = [Output(JsonPayload.FromString("one\ntwo"))] },
            ViewTraces.Span("old tool", "run", 200, 250),
            ViewTraces.Span("look up", "run", 300, 400),
            ViewTraces.Span("same", "run", 500, 550));
        var after = ViewTraces.Of(
            "after",
            ViewTraces.Span("run", null, 0, 3000) with { Type = SpanType.Agent },
            plan with { EndTime = ViewTraces.At(900), Records = [Output(JsonPayload.Parse("""{"three":3}"""))] },
            ViewTraces.Span("look up", "plan", 300, 400),
            ViewTraces.Span("same", "run", 1000, 1050),
            ViewTraces.Span("new tool", "run", 1100, 1200));
        return Browser.ViewAsync(TraceComparison.Compare(before, after), test);
    }

    private static Record Output(JsonPayload body) => new() { Kind = RecordKind.Output, Body = body };
}
