using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

public sealed class ViewTimeTests(Browser browser) : BrowserTests(browser)
{
    // The time column keeps a margin at both ends.
    private const double Tolerance = .03;

    [Fact]
    public Task Bars_stand_where_their_time_is() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        var (from, to) = await view.BarAsync("look up");
        Assert.Equal(.5, from, Tolerance);
        Assert.Equal(.7, to, Tolerance);
        await Expect(view.Row("look up")).ToContainTextAsync("200 ms");
        await Expect(view.Ticks.First).ToHaveTextAsync("0");
        await Expect(view.Page.Locator("#ticks")).ToContainTextAsync("0.4 s");
    });

    [Fact]
    public Task The_buttons_and_keys_zoom_and_fit() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Button("Zoom in").ClickAsync();
        await Expect(view.Page.Locator("#overview-label")).ToHaveTextAsync("500 ms shown");
        var (from, to) = await view.BarAsync("look up");
        Assert.Equal(.5, from, Tolerance);
        Assert.Equal(.9, to, Tolerance);
        await Expect(view.Page.Locator("#brush")).ToBeVisibleAsync();

        await view.PressInTreeAsync("+");
        await Expect(view.Page.Locator("#overview-label")).ToHaveTextAsync("250 ms shown");
        await view.PressAsync("-");
        await Expect(view.Page.Locator("#overview-label")).ToHaveTextAsync("500 ms shown");
        await view.PressAsync("0");
        await Expect(view.Page.Locator("#overview-label")).ToHaveTextAsync("1 s shown");
        await Expect(view.Page.Locator("#brush")).ToBeHiddenAsync();
    });

    [Theory]
    [InlineData("#axis")]
    [InlineData("#overview")]
    public Task A_drag_picks_a_range_and_a_double_click_all(string part) => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.DragAsync(view.Page.Locator(part), .5f, .7f);
        var (from, to) = await view.BarAsync("look up");
        Assert.Equal(0, from, Tolerance * 3);
        Assert.Equal(1, to, Tolerance * 3);
        await Expect(view.Row("plan").Locator(".outside")).ToHaveTextAsync("‹");
        await Expect(view.Row("send mail").Locator(".outside")).ToHaveTextAsync("›");

        await view.Page.Locator(part).DblClickAsync();
        await Expect(view.Page.Locator("#overview-label")).ToHaveTextAsync("1 s shown");
    });

    [Fact]
    public Task The_wheel_with_Control_zooms_where_the_pointer_is_and_Shift_arrows_move() =>
        Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        var axis = await View.BoxAsync(view.Page.Locator("#axis"));
        await view.Page.Mouse.MoveAsync(axis.X + (axis.Width * .6f), axis.Y + 100);
        await view.Page.Keyboard.DownAsync("Control");
        await view.Page.Mouse.WheelAsync(0, -600);
        await view.Page.Keyboard.UpAsync("Control");
        await Expect(view.Page.Locator("#brush")).ToBeVisibleAsync();
        var (from, to) = await view.BarAsync("look up");
        Assert.Equal(.6, (from + to) / 2, Tolerance);

        await view.PressInTreeAsync("Shift+ArrowRight");
        Assert.True((await view.BarAsync("look up")).From < from);
    });

    [Fact]
    public Task Z_zooms_to_the_selected_span() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Row("think").ClickAsync();
        await view.PressInTreeAsync("z");
        var (from, to) = await view.BarAsync("think");
        Assert.InRange(from, 0, .1);
        Assert.InRange(to, .9, 1);
    });

    [Fact]
    public Task A_span_can_lack_its_times_or_one_of_them() => Browser.ViewAsync(
        ViewTraces.Of(
            ViewTraces.Span("whole", null, 0, 10),
            new Span { Id = "nothing", ParentId = "whole", Name = "nothing" },
            new Span { Id = "end", ParentId = "whole", Name = "end", EndTime = ViewTraces.At(5) },
            new Span { Id = "start", ParentId = "whole", Name = "start", StartTime = ViewTraces.At(5) },
            new Span
            {
                Id = "said",
                ParentId = "whole",
                Name = "said",
                StartTime = ViewTraces.At(5),
                Duration = TimeSpan.FromMilliseconds(5)
            },
            new Span { Id = "lasted", ParentId = "whole", Name = "lasted", Duration = TimeSpan.FromMilliseconds(845) },
            new Span
            {
                Id = "ended",
                ParentId = "whole",
                Name = "ended",
                EndTime = ViewTraces.At(5),
                Duration = TimeSpan.FromMilliseconds(3)
            }),
        async view =>
        {
            await Expect(view.Row("nothing").Locator(".time-cell")).ToHaveTextAsync("no times");
            await Expect(view.Row("end").Locator(".time-cell")).ToHaveTextAsync("end only");
            await Expect(view.Row("end").Locator(".point")).ToBeVisibleAsync();
            await Expect(view.Row("start").Locator(".time-cell")).ToHaveTextAsync("no end");
            await Expect(view.Row("said").Locator(".time-cell")).ToHaveTextAsync("5 ms");
            Assert.Equal(1, (await view.BarAsync("said")).To, Tolerance);

            await Expect(view.Row("lasted").Locator(".time-cell")).ToHaveTextAsync("845 ms, no start");
            await Expect(view.Row("ended").Locator(".time-cell")).ToHaveTextAsync("3 ms, no start");
            await Expect(view.Row("ended").Locator(".point")).ToBeVisibleAsync();

            await view.OpenPanelAsync("nothing");
            await Expect(view.Panel).ToContainTextAsync("Timesnone");
            await view.OpenPanelAsync("lasted");
            await Expect(view.Panel.Locator(".pairs").First.Locator("dd"))
                .ToHaveTextAsync(["845 ms", "unknown", "unknown", "lasted", "whole"]);
        });

    [Theory]
    [InlineData(Microsoft.Playwright.ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(Microsoft.Playwright.ColorScheme.Dark, "rgb(16, 19, 25)")]
    public Task A_bar_without_room_around_it_has_its_duration_on_its_end(Microsoft.Playwright.ColorScheme scheme, string colour) =>
        Browser.ViewAsync(
        ViewTraces.Agent(),
        async view =>
        {
            var label = view.Row("run").Locator(".bar-label.inside");
            await Expect(label).ToHaveTextAsync("1 s");
            await Expect(label).ToHaveCSSAsync("color", colour);
            var (on, bar) = (await View.BoxAsync(label), await View.BoxAsync(view.Row("run").Locator(".bar")));
            Assert.Equal(bar.X + bar.Width, on.X + on.Width, tolerance: 1);
            Assert.Equal((bar.Y, bar.Height), (on.Y, on.Height));
        },
        new ViewSettings { ColorScheme = scheme });

    [Fact]
    public Task A_trace_without_any_times_is_a_tree_all_the_same() => Browser.ViewAsync(
        ViewTraces.Of(new Span { Id = "a", Name = "a" }, new Span { Id = "b", ParentId = "a", Name = "b" }),
        async view =>
        {
            await view.ExpectNamesAsync("a", "b");
            await Expect(view.Page.Locator("#overview-label")).ToHaveTextAsync("No times");
            await Expect(view.Ticks).ToHaveCountAsync(0);
            await view.PressInTreeAsync("+", "z", "0");
        });

    [Fact]
    public Task A_span_of_a_running_trace_is_open() => Browser.ViewAsync(
        ViewTraces.Of(ViewTraces.Span("done", null, 0, 10),
            new Span { Id = "on", ParentId = "done", Name = "on", StartTime = ViewTraces.At(5) }) with
        { Status = TraceStatus.Running },
        async view =>
        {
            var (bar, label) =
                (await View.BoxAsync(view.Row("on").Locator(".bar.open")), await View.BoxAsync(view.Row("on").Locator(".bar-label")));
            Assert.True(label.X > bar.X + bar.Width);
            await Expect(view.Row("on").Locator(".bar-label")).ToHaveTextAsync("no end");
            await Expect(view.Page.Locator("#trace-status")).ToHaveTextAsync("Running");
        });

    [Theory]
    [InlineData(0.0005, "500 ns")]
    [InlineData(0.25, "250 µs")]
    [InlineData(12.34, "12.34 ms")]
    [InlineData(999.99, "1 s")]
    [InlineData(61_000, "1 min 1 s")]
    [InlineData(7_260_000, "2 h 1 min")]
    public Task A_duration_reads_in_the_unit_that_suits_it(double milliseconds, string text) => Browser.ViewAsync(
        ViewTraces.Of(ViewTraces.Span("a", null, 0, milliseconds)),
        view => Expect(view.Row("a").Locator(".bar-label")).ToHaveTextAsync(text));
}
