using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

public sealed class ViewHeaderTests(Browser browser) : BrowserTests(browser)
{
    [Fact]
    public Task The_header_shows_the_properties_of_the_trace() => Browser.ViewAsync(
        ViewTraces.Agent() with
        {
            Status = TraceStatus.Error,
            SessionId = "session-7",
            ServiceName = "shop",
            User = "user-9",
            IsComplete = true
        },
        async view =>
        {
            await Expect(view.Page).ToHaveTitleAsync("order run · trace");
            await Expect(view.Page.GetByRole(AriaRole.Heading, new() { Name = "order run" })).ToBeVisibleAsync();
            await Expect(view.Page.Locator("#trace-status")).ToHaveTextAsync("Error, 1 failed span");
            await Expect(view.Page.Locator(".fact")).ToHaveTextAsync(
            [
                "Start2026-01-15 11:00:00.123456789+01:00", "Duration1 s", "Spans5", "Errors1", "Sourcekubiya", "Referencekubiya:order run",
                "Sessionsession-7", "Serviceshop", "Useruser-9",
            ]);
            await Expect(view.Page.GetByTitle("2026-01-15T10:00:00.123456789Z")).ToBeVisibleAsync();

            await view.Page.Locator(".fact .link.error").ClickAsync();
            await view.ExpectSelectedAsync("send mail");
        });

    [Fact]
    public Task Warnings_lead_to_their_spans() => Browser.ViewAsync(
        ViewTraces.Of(ViewTraces.Span("lost child", "nobody", 0, 1)),
        async view =>
        {
            await view.Page.GetByText("1 warning").ClickAsync();
            await Expect(view.Page.Locator("#warning-list .code")).ToHaveTextAsync("missing-parent");
            await view.Page.Locator("#warning-list").GetByRole(AriaRole.Button).ClickAsync();
            await view.ExpectSelectedAsync("lost child");
            await Expect(view.Panel.Locator(".notice.warning")).ToBeVisibleAsync();
            await Expect(view.Panel).ToContainTextAsync("nobody (not in this trace)");
        });

    [Fact]
    public Task Several_traces_are_switched_in_the_picker() => Browser.ViewAsync(
        [ViewTraces.Agent(), ViewTraces.Of("other run", ViewTraces.Span("alone", null, 0, 1))],
        async view =>
        {
            await view.Chip("Tool").ClickAsync();
            await view.Page.GetByRole(AriaRole.Combobox, new() { Name = "Trace" }).SelectOptionAsync("other run · kubiya");
            await view.ExpectNamesAsync("alone");
            await Expect(view.Page.Locator("#trace-name")).ToHaveTextAsync("other run");

            await view.Page.GetByRole(AriaRole.Combobox, new() { Name = "Trace" }).SelectOptionAsync("order run · kubiya");
            await view.ExpectNamesAsync("run", "plan", "think", "look up", "send mail");
        });

    [Fact]
    public Task An_address_can_name_a_span() => Browser.ViewAsync(
        ViewTraces.Agent(),
        async view =>
        {
            await view.ExpectSelectedAsync("look up");
            await Expect(view.Panel).ToBeVisibleAsync();

            await view.PressInTreeAsync("ArrowDown");
            await Expect(view.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"#span=send\+mail$"));
        },
        new ViewSettings { Hash = "#span=look+up" });

    [Fact]
    public Task An_address_can_name_a_span_of_one_of_several_traces() => Browser.ViewAsync(
        [ViewTraces.Agent(), ViewTraces.Of("other run", ViewTraces.Span("alone", null, 0, 1))],
        view => view.ExpectSelectedAsync("alone"),
        new ViewSettings { Hash = "#trace=kubiya%3Aother+run&span=alone" });

    [Theory]
    [InlineData("#span=lost", "Span lost of the address was not found in this trace.")]
    [InlineData("#trace=kubiya%3Alost&span=run", "Trace kubiya:lost of the address was not found in this file.")]
    public Task An_address_that_names_nothing_says_so(string hash, string text) => Browser.ViewAsync(
        ViewTraces.Agent(),
        async view =>
        {
            await Expect(view.Page.Locator("#notice-text")).ToHaveTextAsync(text);
            await Expect(view.SelectedRow).ToHaveCountAsync(0);
            await view.ExpectNamesAsync("run", "plan", "think", "look up", "send mail");

            await view.Button("Close the notice").ClickAsync();
            await Expect(view.Page.Locator("#notice")).ToBeHiddenAsync();
        },
        new ViewSettings { Hash = hash });

    [Theory]
    [InlineData(TraceStatus.Ok, "0")]
    [InlineData(TraceStatus.Unset, "none reported")]
    public Task Zero_errors_are_shown_only_for_a_known_status(TraceStatus status, string text) => Browser.ViewAsync(
        ViewTraces.Of(ViewTraces.Span("a", null, 0, 1)) with { Status = status },
        view => Expect(view.Page.Locator(".fact").Filter(new() { HasText = "Errors" }).Locator("dd")).ToHaveTextAsync(text));

    [Fact]
    public Task Traces_with_one_name_are_distinguished_by_their_start() => Browser.ViewAsync(
        [ViewTraces.Agent(), ViewTraces.Agent() with { StartTime = ViewTraces.At(5000) }, ViewTraces.Of("other run")],
        view => Expect(view.Page.Locator("#trace-picker option")).ToHaveTextAsync(
            ["order run · kubiya · 2026-01-15 11:00:00.123456789", "order run · kubiya · 2026-01-15 11:00:05.123456789",
                "other run · kubiya"]));

    [Fact]
    public Task Everything_that_can_be_pressed_has_a_name() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.OpenPanelAsync("look up");
        await view.Page.Locator("#splitter").FocusAsync();

        var nameless = await view.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("button, select, input, [role], summary")]
              .filter(part => !["row", "rowgroup", "gridcell", "status"].includes(part.getAttribute("role")) && part.checkVisibility())
              .filter(part => !(part.getAttribute("aria-label") ?? part.textContent).trim())
              .map(part => part.outerHTML)
            """);

        Assert.Empty(nameless);
        await Expect(view.Page.Locator("#splitter"))
            .ToHaveAttributeAsync("aria-valuenow", new System.Text.RegularExpressions.Regex("^[0-9]+$"));
        await Expect(view.Page.Locator("#splitter")).ToHaveAttributeAsync("aria-valuemin", "160");
    });

    [Fact]
    public Task A_page_without_traces_or_spans_says_so() => Browser.ViewAsync([], async view =>
    {
        await Expect(view.Page.GetByText("This file does not contain any traces.")).ToBeVisibleAsync();
        await view.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        await Browser.ViewAsync(ViewTraces.Of(), async empty =>
        {
            await Expect(empty.Page.GetByText("No spans")).ToBeVisibleAsync();
            await empty.PressInTreeAsync("ArrowDown", "Enter", "End", "e", "n", "z", "+");
        });
    });

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public Task It_follows_the_system_until_a_reader_chooses_and_keeps_the_choice(ColorScheme system) => Browser.ViewAsync(
        ViewTraces.Agent(),
        async view =>
        {
            var (before, after) = system == ColorScheme.Light
                ? ("rgb(255, 255, 255)", "rgb(16, 19, 25)")
                : ("rgb(16, 19, 25)", "rgb(255, 255, 255)");
            await Expect(view.Page.Locator("body")).ToHaveCSSAsync("background-color", before);
            await view.Button("Switch between light and dark").ClickAsync();
            await Expect(view.Page.Locator("body")).ToHaveCSSAsync("background-color", after);

            await view.Page.ReloadAsync();
            await Expect(view.Page.Locator("body")).ToHaveCSSAsync("background-color", after);
        },
        new ViewSettings { ColorScheme = system });

    [Fact]
    public Task It_prints_all_rows_without_the_controls() => Browser.ViewAsync(ViewTraces.Large(300), async view =>
    {
        await view.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await view.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        await Expect(view.Rows).ToHaveCountAsync(300);
        await Expect(view.Page.Locator("#toolbar")).ToBeHiddenAsync();
        await view.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await view.Page.EvaluateAsync("window.dispatchEvent(new Event('afterprint'))");
        Assert.InRange(await view.Rows.CountAsync(), 1, 299);
    });

    [Fact]
    public Task Paper_says_how_many_rows_are_left_out() => Browser.ViewAsync(ViewTraces.Large(1234), async view =>
    {
        await view.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await view.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        await Expect(view.Rows).ToHaveCountAsync(1000);
        await Expect(view.Page.Locator("#print-rest")).ToBeVisibleAsync();
        await Expect(view.Page.Locator("#print-rest")).ToHaveTextAsync("234 more rows are not printed.");
        await view.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await view.Page.EvaluateAsync("window.dispatchEvent(new Event('afterprint'))");
        await Expect(view.Page.Locator("#print-rest")).ToBeHiddenAsync();
    });

    [Fact]
    public Task A_phone_leaves_half_of_its_height_to_the_spans() => Browser.ViewAsync(
        [ViewTraces.Agent() with { SessionId = "session-7", ServiceName = "shop", User = "user-9" }, ViewTraces.Of("other run")],
        async view =>
        {
            var work = await View.BoxAsync(view.Page.Locator("#work"));
            Assert.InRange(work.Height, 400, 800);
            Assert.True(await view.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        },
        new ViewSettings { Width = 420, Height = 800 });
}
