using Microsoft.Playwright;
using TraceClient.Testing;
using TraceClient.Tool.Tests.Changes;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

[Collection(ClipboardTests.Name)]
public sealed class ViewPanelTests(Browser browser) : BrowserTests(browser)
{
    [Fact]
    public Task Enter_opens_it_the_arrows_change_it_and_Escape_closes_it() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.PressInTreeAsync("ArrowDown", "Enter");
        await Expect(view.Panel.GetByRole(AriaRole.Heading)).ToHaveTextAsync("run");
        await view.PressAsync("ArrowDown");
        await Expect(view.Panel.GetByRole(AriaRole.Heading)).ToHaveTextAsync("plan");
        await view.PressAsync("Escape");
        await Expect(view.Panel).ToBeHiddenAsync();
        await view.ExpectSelectedAsync("plan");
    });

    [Fact]
    public Task It_shows_status_times_ids_attributes_and_records() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.OpenPanelAsync("send mail");
        await Expect(view.Panel.Locator(".notice.error")).ToHaveTextAsync("the mailbox is full");
        await Expect(view.Panel.Locator(".panel-tags")).ToContainTextAsync("Tool");
        await Expect(view.Panel.GetByTitle("2026-01-15T10:00:00.923456789Z")).ToHaveTextAsync("2026-01-15 11:00:00.923456789+800 ms");

        await view.OpenPanelAsync("look up");
        await Expect(view.Section("Attributes").Locator("dt")).ToHaveTextAsync(["shop.city", "attempt"]);
        await Expect(view.Section("Attributes").Locator("dd")).ToHaveTextAsync(["Valencia", "2"]);

        await view.OpenPanelAsync("plan");
        await Expect(view.Section("Input").Locator(".key")).ToHaveTextAsync(["question", "top_k"]);
        await Expect(view.Section("Output").Locator(".json")).ToHaveTextAsync("It left Valencia on Monday.");

        await view.Panel.GetByRole(AriaRole.Button, new() { Name = "run", Exact = true }).ClickAsync();
        await view.ExpectSelectedAsync("run");
    });

    [Fact]
    public Task JSON_is_shown_as_the_source_sent_it() => Browser.ViewAsync(
        WithInput("""{"z":9223372036854775807,"10":1.0,"2":1e400,"__proto__":"not special","text":"5","number":5,"none":{}}"""),
        async view =>
        {
            await view.OpenPanelAsync("a");
            await Expect(view.Section("Input").Locator(".json-line")).ToHaveTextAsync(
                ["z: 9223372036854775807", "10: 1.0", "2: 1e400", "__proto__: not special", "text: 5", "number: 5", "none: {}"]);
            await Expect(view.Section("Input").Locator(".string")).ToHaveTextAsync(["not special", "5"]);
        });

    [Fact]
    public Task A_long_text_is_folded() => Browser.ViewAsync(WithInput($$"""{"text":"{{new string('x', 5000)}} the end"}"""), async view =>
    {
        await view.OpenPanelAsync("a");
        await Expect(view.Section("Input")).Not.ToContainTextAsync("the end");
        await view.Button("Show all 5,008 characters").ClickAsync();
        await Expect(view.Section("Input")).ToContainTextAsync("the end");
    });

    [Fact]
    public Task A_large_or_deep_value_is_drawn_only_as_far_as_it_is_opened() => Browser.ViewAsync(
        WithInput($$"""{"deep":{{string.Concat(Enumerable.Repeat("[", 5000))}}{{new string(']', 5000)}},"list":"""
            + $$"""[{{string.Join(',', Enumerable.Range(0, 3000))}}]}"""),
        async view =>
        {
            await view.OpenPanelAsync("a");
            var input = view.Section("Input");
            Assert.InRange(await input.Locator("details").CountAsync(), 2, 200);
            await Expect(input.Locator(".json-line")).ToHaveCountAsync(0);

            await input.GetByText("list:").ClickAsync();
            await Expect(input.Locator(".json-line")).ToHaveCountAsync(100);
            await input.GetByText("Show 100 more of 3,000").ClickAsync();
            await Expect(input.Locator(".json-line")).ToHaveCountAsync(200);
        });

    [Fact]
    public Task Many_records_come_in_parts() => Browser.ViewAsync(
        ViewTraces.Of(ViewTraces.Step("input", null, SpanType.Input, [.. Enumerable.Range(0, 60).Select(i => $$"""{"line":{{i}}}""")])),
        async view =>
        {
            await view.OpenPanelAsync("input");
            await Expect(view.Section("Records").Locator(".record")).ToHaveCountAsync(25);
            await view.Button("Show 25 more of 60").ClickAsync();
            await Expect(view.Section("Records").Locator(".record")).ToHaveCountAsync(50);
        });

    [Fact]
    public Task It_shows_what_a_filter_changed_added_and_removed() => Browser.ViewAsync(
        ViewTraces.Of(
            ViewTraces.Step("read", null, SpanType.Input, """{"id":1,"level":"info"}""", """{"id":2,"level":"debug"}""",
                """{"id":3,"user":{"mail":"x","name":"Ada"}}"""),
            ViewTraces.Step(
                "clean", "read", SpanType.Filter, """{"id":1,"level":"INFO","env":"prod"}""", """{"id":3,"user":{"name":"Ada"}}""")),
        async view =>
        {
            await view.OpenPanelAsync("clean");
            var changes = view.Section("Changes");
            await Expect(changes.Locator(".since")).ToHaveTextAsync("Compared with read.");
            await Expect(changes.Locator(".record-name")).ToHaveTextAsync(["Record changed", "Record removed", "Record changed"]);
            await Expect(changes.Locator(".change.removed")).ToHaveTextAsync(["−level: \"info\"", "−user.mail: \"x\""]);
            await Expect(changes.Locator(".change.added")).ToHaveTextAsync(["+level: \"INFO\"", "+env: \"prod\""]);
            await Expect(changes.Locator(".record.removed")).ToContainTextAsync("debug");

            await changes.GetByText("Show the record").First.ClickAsync();
            await Expect(changes.Locator(".record").First.Locator(".json-line")).ToHaveTextAsync(["id: 1", "level: INFO", "env: prod"]);
        });

    [Fact]
    public Task A_record_that_a_filter_made_is_shown_as_added() => Browser.ViewAsync(
        ViewTraces.Of(
            ViewTraces.Step("read", null, SpanType.Input, """{"id":1}"""),
            ViewTraces.Step("split", "read", SpanType.Filter, """{"id":1}""", """{"part":2}""")),
        async view =>
        {
            await view.OpenPanelAsync("split");
            await Expect(view.Section("Changes").Locator(".since")).ToHaveTextAsync("Compared with read; 1 record unchanged.");
            await Expect(view.Section("Changes").Locator(".record.new")).ToContainTextAsync("part: 2");
        });

    [Fact]
    public Task Changes_of_lists_times_and_attributes_have_readable_paths() => Browser.ViewAsync(
        ViewTraces.Of(
            StepCase.Step(
                "read", null, SpanType.Input, StepCase.Log(1, """{"id":1,"level":"info","tags":["a"],"a.b":{"c":1},"more":{"x":1}}""")),
            StepCase.Step(
                "mark", "read", SpanType.Filter, StepCase.Log(2, """{"id":1,"level":"info","tags":["new","a"],"a.b":{"c":2}}""") with
                {
                    Attributes = AttributeMap.From([KeyValuePair.Create("tag", (AttributeValue)"x")]),
                })),
        async view =>
        {
            await view.OpenPanelAsync("mark");
            var changes = view.Section("Changes");
            await Expect(changes.Locator(".change .path")).ToHaveTextAsync(
                ["timestamp", "timestamp", "tags[0]", "\"a.b\".c", "\"a.b\".c", "more", "attributes.tag"]);
            await Expect(changes.Locator(".change.added")).ToHaveTextAsync(
                ["+timestamp: \"1970-01-01T00:00:02Z\"", "+tags[0]: \"new\"", "+\"a.b\".c: 2", "+attributes.tag: \"x\""]);
            await Expect(changes.Locator(".change.removed .json-line")).ToHaveTextAsync("x: 1");
        });

    [Fact]
    public Task A_change_under_a_key_that_is_no_text_does_not_keep_the_panel_shut() => Browser.ViewAsync(
        ViewTraces.Of(
            StepCase.Step("read", null, SpanType.Input, StepCase.Log(1, """{"half \ud83d":{"a":1}}""")),
            StepCase.Step("mark", "read", SpanType.Filter, StepCase.Log(1, """{"half \ud83d":{"a":2}}"""))),
        async view =>
        {
            await view.OpenPanelAsync("mark");
            await Expect(view.Section("Changes").Locator(".record-name")).ToHaveTextAsync("Record changed");
            await Expect(view.Section("Records")).ToContainTextAsync("a: 2");
        });

    [Fact]
    public Task Records_that_a_later_pass_appended_are_compared_with_the_previous_pass() => Browser.ViewAsync(
        StepCase.Named("a later input is compared with the end of the pass before").Trace,
        async view =>
        {
            await view.OpenPanelAsync("read 2");
            await Expect(view.Section("Changes").Locator(".since"))
                .ToHaveTextAsync("Compared with done 1, the end of the previous pass; 1 record unchanged.");
            await Expect(view.Section("Changes").Locator(".record.new")).ToContainTextAsync("id: 2");
            await view.OpenPanelAsync("done 1");
            await Expect(view.Section("Changes").Locator(".since")).ToHaveTextAsync("Compared with mark 1: no changes.");
        });

    [Fact]
    public async Task A_trace_of_a_real_pipeline_shows_its_changes()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options =>
            {
                options.Seed = 7;
                options.TimeProvider = new FakeTimeProvider(SimulatorFixture.Time);
            },
            TestContext.Current.CancellationToken);
        await using var client = TraceClients.Create(simulator.Configure);
        var steps = new List<(Trace Trace, Span Step)>();
        await foreach (var summary in client.ListTracesAsync(
            new TraceQuery { Sources = ["calyptia"], Limit = 20 }, TestContext.Current.CancellationToken))
        {
            var trace = await client.GetTraceAsync(summary.Reference, TestContext.Current.CancellationToken);
            steps.AddRange(trace.Roots.Where(root => root.Type == SpanType.Input).SelectMany(root => root.Children)
                .Where(child => child.Name == "add_env").Select(step => (trace, step)));
        }

        var first = steps[0];
        await Browser.ViewAsync(
            first.Trace,
            view => Expect(view.Section("Changes").Locator(".change.added").First).ToContainTextAsync("env: \"prod\""),
            new ViewSettings { Hash = $"#span={Uri.EscapeDataString(first.Step.Id)}" });
    }

    [Fact]
    public Task Ids_can_be_copied() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.OpenPanelAsync("look up");
        await view.Button("Copy the id").ClickAsync();
        await Expect(view.Panel.Locator(".copy.done")).ToBeVisibleAsync();
        Assert.Equal("look up", await view.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    });

    [Fact]
    public Task Links_lead_to_spans_of_the_same_trace() => Browser.ViewAsync(
        ViewTraces.Of("linked", ViewTraces.Span("a", null, 0,
            1) with
        { Links = [new SpanLink("linked", "b"), new SpanLink("elsewhere", "c")] }, ViewTraces.Span("b", null, 2, 3)),
        async view =>
        {
            await view.OpenPanelAsync("a");
            await Expect(view.Section("Links")).ToContainTextAsync("elsewhere");
            await view.Section("Links").GetByRole(AriaRole.Button, new() { Name = "b" }).ClickAsync();
            await view.ExpectSelectedAsync("b");
        });

    private static Trace WithInput(string json) =>
        ViewTraces.Of(
            ViewTraces.Span("a", null, 0, 1) with { Records = [new Record { Kind = RecordKind.Input, Body = JsonPayload.Parse(json) }] });
}
