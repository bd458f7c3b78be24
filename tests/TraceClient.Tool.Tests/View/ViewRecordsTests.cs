using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

public sealed class ViewRecordsTests(Browser browser) : BrowserTests(browser)
{
    [Fact]
    public async Task The_rows_have_the_records_before_a_step_and_its_changes()
    {
        var lines = await PageLines.OfAsync(Pipeline());

        var changes = lines.Skip(1).Where((_, i) => i % 2 == 0).ToDictionary(
            line => line.Json()[1].GetString()!, line => line.Json()[14].GetRawText(), StringComparer.Ordinal);
        Assert.Equal("null", changes["read"]);
        // Before, added, removed, changed.
        Assert.Equal("[3,0,1,1]", changes["clean"]);
        Assert.Equal("[2,1,0,0]", changes["split"]);
    }

    [Fact]
    public Task A_pipeline_opens_with_a_table_of_its_steps() => Browser.ViewAsync(Pipeline(), async view =>
    {
        await view.ExpectTabAsync("Records");
        var table = view.TabView("records").Locator("table");
        await Expect(table.Locator("thead th")).ToHaveTextAsync(["Step", "In", "Out", "Removed", "Changed", "Added"]);
        await Expect(table.Locator("tbody tr")).ToHaveTextAsync(["readInput–3–––", "cleanFilter32110", "splitFilter23001"]);

        var steps = view.TabView("records").Locator(".steps > details");
        await Expect(steps.Locator("summary .count")).ToHaveTextAsync(["3 records", "1 removed, 1 changed", "1 added"]);
        await steps.Nth(1).Locator("summary").ClickAsync();
        await Expect(steps.Nth(1).Locator(".change.removed")).ToHaveTextAsync("−level: \"info\"");
        await Expect(steps.Nth(1).Locator(".change.added")).ToHaveTextAsync("+level: \"INFO\"");
        await Expect(steps.Nth(1).Locator(".record.removed")).ToContainTextAsync("debug");
        await steps.Nth(2).Locator("summary").ClickAsync();
        await Expect(steps.Nth(2).Locator(".record.new")).ToContainTextAsync("part: 2");
        await steps.Nth(0).Locator("summary").ClickAsync();
        await Expect(steps.Nth(0).Locator(".record")).ToHaveCountAsync(3);

        await table.GetByRole(AriaRole.Button, new() { Name = "clean" }).ClickAsync();
        await view.ExpectTabAsync("Timeline");
        await view.ExpectSelectedAsync("clean");
        await Expect(view.Section("Changes")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Other_traces_have_a_table_of_their_records_and_open_with_the_timeline() => Browser.ViewAsync(
        ViewTraces.Agent(),
        async view =>
        {
            await view.ExpectTabAsync("Timeline");
            await view.Tab("Records").ClickAsync();
            await Expect(view.TabView("records").Locator("thead th")).ToHaveTextAsync(["Step", "Records"]);
            await Expect(view.TabView("records").Locator("tbody tr")).ToHaveTextAsync("planGeneration2");
        });

    [Fact]
    public Task Many_steps_come_in_parts() => Browser.ViewAsync(
        ViewTraces.Of(Enumerable.Range(0, 120).Select(i => ViewTraces.Step($"step {i}", null, SpanType.Input, """{"id":1}"""))),
        async view =>
        {
            await view.Tab("Records").ClickAsync();
            await Expect(view.TabView("records").Locator("tbody th")).ToHaveCountAsync(50);
            await view.TabView("records").Locator("tbody .more").ClickAsync();
            await Expect(view.TabView("records").Locator("tbody th")).ToHaveCountAsync(100);
        });

    private static Trace Pipeline() => TraceAssembler.Assemble(
        new Trace { Reference = new TraceReference("calyptia", "pipeline"), Name = "pipeline" },
        [
            ViewTraces.Step(
                "read", null, SpanType.Input, """{"id":1,"level":"info"}""", """{"id":2,"level":"debug","secret":"long enough"}""",
                """{"id":3,"level":"warn"}"""),
            ViewTraces.Step("clean", "read", SpanType.Filter, """{"id":1,"level":"INFO"}""", """{"id":3,"level":"warn"}"""),
            ViewTraces.Step(
                "split", "clean", SpanType.Filter, """{"id":1,"level":"INFO"}""", """{"id":3,"level":"warn"}""", """{"part":2}"""),
        ]);
}
