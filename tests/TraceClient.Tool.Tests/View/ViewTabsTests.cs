using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

public sealed class ViewTabsTests(Browser browser) : BrowserTests(browser)
{
    [Fact]
    public Task Tabs_are_chosen_with_the_mouse_the_arrows_and_the_digits() => Browser.ViewAsync(Conversation(), async view =>
    {
        await Expect(view.Page.Locator("[role=tab]:visible")).ToHaveTextAsync(["Timeline", "Conversation", "Records", "Summary"]);
        await view.Tab("Summary").ClickAsync();
        await Expect(view.TabView("summary")).ToBeVisibleAsync();
        await Expect(view.TabView("timeline")).ToBeHiddenAsync();

        await view.PressAsync("ArrowRight");
        await view.ExpectTabAsync("Timeline");
        await Expect(view.Tab("Timeline")).ToBeFocusedAsync();
        await view.PressAsync("ArrowLeft");
        await view.ExpectTabAsync("Summary");

        foreach (var (key, tab) in ((string, string)[])[("2", "Conversation"), ("3", "Records"), ("1", "Timeline")])
        {
            await view.PressAsync(key);
            await view.ExpectTabAsync(tab);
        }

        await view.PressAsync("5");
        await view.ExpectTabAsync("Timeline");
    });

    [Fact]
    public Task Only_tabs_with_something_to_show_are_offered() => Browser.ViewAsync(
        ViewTraces.Of(ViewTraces.Span("a", null, 0, 1)),
        view => Expect(view.Page.Locator("[role=tab]:visible")).ToHaveTextAsync(["Timeline", "Summary"]));

    [Theory]
    [InlineData("galtea", "Timeline")]
    [InlineData("calyptia", "Timeline")]
    [InlineData("calyptia", "Records")]
    public Task The_tab_and_the_span_survive_a_reload(string source, string tab) => Browser.ViewAsync(
        ViewTraces.Agent() with { Reference = new TraceReference(source, "one") },
        async view =>
        {
            await view.Tab("Timeline").ClickAsync();
            await view.Row("look up").ClickAsync();
            await view.Tab(tab).ClickAsync();
            await Expect(view.Page).ToHaveURLAsync(new Regex(tab == "Records" ? "#tab=records&span=look" : "#span=look"));

            await view.Page.ReloadAsync();
            await view.ExpectTabAsync(tab);
            await view.Tab("Timeline").ClickAsync();
            await view.ExpectSelectedAsync("look up");
        });

    [Fact]
    public Task The_zone_changes_every_time_of_the_page_and_is_kept() => Browser.ViewAsync(
        [Conversation(), Conversation() with { StartTime = ViewTraces.At(5000) }],
        async view =>
        {
            var start = view.Page.Locator(".fact").First;
            await Expect(start).ToHaveTextAsync("Start2026-01-15 11:00:00.123456789+01:00");
            await view.OpenPanelAsync("run");
            await view.PressAsync("u");
            await Expect(view.Button("Local")).ToHaveCountAsync(0);
            await Expect(start).ToHaveTextAsync("Start2026-01-15 10:00:00.123456789UTC");
            await Expect(view.Panel.GetByTitle("2026-01-15T10:00:00.123456789Z")).ToContainTextAsync("2026-01-15 10:00:00.123456789");
            await Expect(view.Page.Locator("#trace-picker option").First).ToContainTextAsync("2026-01-15 10:00:00");
            await Expect(view.Section("Events").Locator(".time")).ToContainTextAsync("2026-01-15 10:00:00");

            await view.Tab("Conversation").ClickAsync();
            await Expect(view.Messages.First.Locator(".message-tools")).ToContainTextAsync("10:00:00");
            await view.PressAsync("u");
            await Expect(view.Messages.First.Locator(".message-tools")).ToContainTextAsync("11:00:00");

            await view.Page.Locator("#zone").ClickAsync();
            await view.Page.ReloadAsync();
            await Expect(view.Page.Locator("#zone")).ToHaveTextAsync("UTC");
            await Expect(start).ToContainTextAsync("10:00:00");
        });

    [Fact]
    public Task On_a_phone_the_details_are_a_sheet_that_closes() => Browser.ViewAsync(
        ViewTraces.Agent(),
        async view =>
        {
            await view.OpenPanelAsync("look up");
            var box = await View.BoxAsync(view.Panel);
            Assert.Equal((0, 0, 390, 844), ((int)box.X, (int)box.Y, (int)box.Width, (int)box.Height));
            await view.Button("Close (Esc)").ClickAsync();
            await Expect(view.Panel).ToBeHiddenAsync();
            await view.ExpectSelectedAsync("look up");
        },
        new ViewSettings { Width = 390, Height = 844 });

    [Theory]
    [InlineData("timeline")]
    [InlineData("conversation")]
    [InlineData("records")]
    [InlineData("summary")]
    public Task No_tab_is_wider_than_a_phone(string tab) => Browser.ViewAsync(
        Conversation(),
        async view =>
        {
            await Expect(view.TabView(tab)).ToBeVisibleAsync();
            Assert.True(await view.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            Assert.True(await view.TabView(tab).EvaluateAsync<bool>("element => element.scrollWidth <= element.clientWidth"));
        },
        new ViewSettings { Width = 390, Height = 844, Hash = $"#tab={tab}" });

    private static Trace Conversation() => ViewTraces.Of(
        ViewTraces.Span("run", null, 0, 1000) with
        {
            Records = [new Record { Kind = RecordKind.Event, Name = "event", Timestamp = ViewTraces.At(10) }],
        },
        ViewTraces.ModelCall(
            "plan", "run", 0, 200, """[{"role":"user","content":"hello"}]""", """[{"role":"assistant","content":"hi"}]"""));
}
