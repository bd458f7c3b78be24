namespace TraceClient.Testing.Tests;

/// <summary>Traces that are built in code, added to a simulator and read back.</summary>
public sealed class AddedTraceTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kubiya_serves_a_trace_that_was_built()
    {
        var trace = new TraceBuilder("kubiya:0123456789abcdef0123456789abcdef")
            .Name("deploy").Session("execution-1").Service("worker").User("user-1").StartingAt(Time).Attribute("kubiya.user_name", "Ada")
            .Span("agent", default, agent => agent
                .Attribute("gen_ai.agent.name", "planner").Attribute("retries", 2).Resource("service.version", "1.2").Kind(SpanKind.Server)
                .Event("started", Time, AttributeMap.Empty.With("attempt", 1)).Link("abc", "def")
                .Child("plan", default, plan => plan.Duration(TimeSpan.FromTicks(12_345_678)).Ok())
                .Child("apply", default,
                    apply => apply.Error("no quota").Event("exception", Time, AttributeMap.Empty.With("exception.type", "Quota"))))
            .Status(TraceStatus.Error)
            .Build();

        await AssertServedAsync(trace);
    }

    [Fact]
    public async Task Galtea_serves_a_trace_that_was_built()
    {
        var trace = new TraceBuilder("galtea", "turn-1")
            .Session("session-1").User("user-1").StartingAt(Time).Attribute("galtea.input_tokens", 12)
            .Span("agent", SpanType.Agent, agent => agent
                .Input("""{"question":"Where is my order?"}""").Output("\"On its way.\"").Attribute("model", "m-1")
                .Child("answer", SpanType.Generation, answer => answer.Duration(TimeSpan.FromMilliseconds(40)).Input("[1]"))
                .Child("find_order", SpanType.Tool, tool => tool.Error("no such order"))
                .Child("no time", SpanType.Event, step => step.WithoutTimes()))
            .Build();

        await AssertServedAsync(trace);
    }

    [Fact]
    public async Task Calyptia_serves_a_trace_that_was_built()
    {
        var trace = new TraceBuilder("calyptia:0c0ffee0-0000-4000-8000-000000000001/trace.7").StartingAt(Time).Service("edge")
            .Span("tail", SpanType.Input, input => input
                .Log("""{"msg":"one"}""", Time.AddMilliseconds(500)).Log("""{"msg":"two"}""")
                .Child("add_env", SpanType.Filter, filter => filter
                    .Log("""{"msg":"one","env":"prod"}""", Time)
                    .Child("tail", SpanType.PreOutput, all => all
                        .Log("""{"msg":"one","env":"prod"}""", Time)
                        .Child("store", SpanType.Output, output => output.Ok())
                        .Child("alert", SpanType.Output, output => output.Ok()))))
            .Build();

        await AssertServedAsync(trace);
        Assert.Equal(TraceStatus.Ok, trace.Status);
        Assert.EndsWith($"/trace.7/{trace.Spans[0].Id}", trace.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kubiya")]
    [InlineData("galtea")]
    public async Task A_source_and_a_name_suffice(string source)
    {
        var trace = new TraceBuilder(source).Span("agent", default, agent => agent.Child("tool")).Build();

        await AssertServedAsync(trace);
        Assert.Equal(trace, new TraceBuilder(source).Span("agent", default, agent => agent.Child("tool")).Build());
        Assert.NotEqual(trace.Id, new TraceBuilder(source).Span("other").Build().Id);
    }

    [Fact]
    public async Task A_type_becomes_an_attribute_where_a_service_has_no_types()
    {
        var trace = new TraceBuilder("kubiya").Span("agent", SpanType.Agent).Build();

        var read = await ReadBackAsync(trace);

        Assert.Equal("invoke_agent", Assert.Single(read.Spans).Attributes.GetString("gen_ai.operation.name"));
    }

    [Fact]
    public async Task Times_follow_one_another()
    {
        var trace = new TraceBuilder("kubiya").StartingAt(Time)
            .Span("a", default, a => a.Child("b")
                .Child("c", default, c => c.StartingAfter(TimeSpan.FromSeconds(5)).Duration(TimeSpan.FromSeconds(2))).Child("d"))
            .Span("e")
            .Build();

        Assert.Equal(
            ["a 0-8", "b 0-1", "c 5-7", "d 7-8", "e 8-9"],
            trace.Spans.OrderBy(span => span.Name, StringComparer.Ordinal)
                .Select(span => $"{span.Name} {(span.StartTime - Time)!.Value.TotalSeconds}-{(span.EndTime - Time)!.Value.TotalSeconds}"));
        await AssertServedAsync(trace);
    }

    [Fact]
    public async Task Every_trace_of_a_simulator_is_read_back_from_another_one_or_rejected()
    {
        await using var original = await StartAsync(seeded: true);
        await using var client = TraceClients.Create(original.Configure);
        var added = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var summary in client.ListTracesAsync(cancellationToken: Token))
        {
            var trace = await client.GetTraceAsync(summary.Reference, Token);
            await using var copy = await StartAsync();
            try
            {
                copy.Add(trace);
            }
            catch (ArgumentException error)
            {
                Assert.Contains("does not support", error.Message, StringComparison.Ordinal);
                continue;
            }

            added[trace.Source] = added.GetValueOrDefault(trace.Source) + 1;
            await using var reader = TraceClients.Create(copy.Configure);
            AssertSame(trace, await reader.GetTraceAsync(trace.Reference, Token));
        }

        Assert.All(new[] { "calyptia", "galtea", "kubiya" },
            source => Assert.True(added.GetValueOrDefault(source) >= 5, $"{source}: {added.GetValueOrDefault(source)}"));
    }

    public static TheoryData<string, Trace> Unsupported => new()
    {
        { "type Custom of a span", Kubiya(span => span, new SpanType("Custom")) },
        { "neither an event nor an exception", Kubiya(span => span.Input("1")) },
        { "attribute of the trace", new TraceBuilder("kubiya").Attribute("mine", 1).Span("a").Build() },
        { "'stats'", new TraceBuilder("kubiya:stats").Span("a").Build() },
        { "start of the trace", new TraceBuilder("kubiya").Span("a").Build() with { StartTime = new TraceTimestamp(1) } },
        { "name of a service", new TraceBuilder("galtea").Service("s").Span("a").Build() },
        { "name of the trace", new TraceBuilder("galtea").Name("n").Span("a").Build() },
        { "status Ok of a span", Galtea(span => span.Ok()) },
        { "the kind Server", Galtea(span => span.Kind(SpanKind.Server)) },
        { "resource", Galtea(span => span.Resource("a", 1)) },
        { "links", Galtea(span => span.Link("a", "b")) },
        { "neither an input nor an output", Galtea(span => span.Event("e")) },
        { "more than one record", Galtea(span => span.Input("1").Input("2")) },
        { "type Agent", Calyptia("a", SpanType.Agent) },
        { "not a whole second", Calyptia("a", SpanType.Filter, span => span.Duration(TimeSpan.FromMilliseconds(1))) },
        { "an error of a span", Calyptia("a", SpanType.Output, span => span.Error("e")) },
        { "not a log record", Calyptia("a", SpanType.Input, span => span.Input("1")) },
        { "does not begin with 'calyptia.'", Calyptia("a", SpanType.Input, span => span.Attribute("a", 1)) },
        { "steps of one chunk", new TraceBuilder("calyptia").Span("a", SpanType.Input).Span("b", SpanType.Input).Build() },
        { "a tree of spans other than", new TraceBuilder("calyptia").Span("a", SpanType.Input).Span("b", SpanType.Filter).Build() },
        { "a user", new TraceBuilder("calyptia").User("u").Span("a", SpanType.Input).Build() },
        { "UUID", new TraceBuilder("calyptia:s/trace.0").Span("a", SpanType.Input).Build() },
        { "status Ok", new TraceBuilder("calyptia").Status(TraceStatus.Ok).Span("a", SpanType.Input).Build() },
        { "Unknown source 'otlp'", new TraceBuilder("otlp:1").Span("a").Build() },
    };

    [Theory]
    [MemberData(nameof(Unsupported))]
    public async Task What_a_service_does_not_support_is_named_and_nothing_is_added(string named, Trace trace)
    {
        await using var simulator = await StartAsync();

        var error = Assert.Throws<ArgumentException>(nameof(trace), () => simulator.Add(trace));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        await using var client = TraceClients.Create(simulator.Configure);
        Assert.Empty(await client.ListTracesAsync(cancellationToken: Token).ToListAsync(Token));
    }

    [Theory]
    [InlineData("kubiya")]
    [InlineData("galtea")]
    public async Task A_trace_is_added_once(string source)
    {
        await using var simulator = await StartAsync();
        var trace = new TraceBuilder(source).Span("a").Build();
        simulator.Add(trace);

        Assert.Throws<ArgumentException>(() => simulator.Add(trace));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Kubiya")]
    [InlineData("kubiya:")]
    public void Text_that_is_neither_a_reference_nor_a_source_is_an_argument_error(string text) =>
        Assert.Throws<ArgumentException>(() => new TraceBuilder(text));

    private static Trace Kubiya(Func<SpanBuilder, SpanBuilder> configure, SpanType type = default) =>
        new TraceBuilder("kubiya").Span("a", type, span => configure(span)).Build();

    private static Trace Galtea(Func<SpanBuilder, SpanBuilder> configure) =>
        new TraceBuilder("galtea").Span("a", default, span => configure(span)).Build();

    private static Trace Calyptia(string name, SpanType type, Action<SpanBuilder>? configure = null) =>
        new TraceBuilder("calyptia").Span(name, type, configure).Build();

    private static async Task AssertServedAsync(Trace trace) => AssertSame(trace, await ReadBackAsync(trace));

    private static async Task<Trace> ReadBackAsync(Trace trace)
    {
        await using var simulator = await StartAsync();
        simulator.Add(trace);
        await using var client = TraceClients.Create(simulator.Configure);
        var listed = await client.ListTracesAsync(cancellationToken: Token).SingleAsync(Token);
        Assert.Equal(trace.Reference, listed.Reference);
        return await client.GetTraceAsync(trace.Reference, Token);
    }

    // A service adds members of its own, which are attributes.
    private static void AssertSame(Trace expected, Trace actual)
    {
        Assert.Equal(expected.Spans.Count, actual.Spans.Count);
        foreach (var (given, read) in expected.Spans.Zip(actual.Spans))
        {
            AssertHasAll(given.Attributes, read.Attributes);
            Assert.Equal(given.Records, read.Records);
            Assert.Equal(given, read with { Attributes = given.Attributes });
        }

        AssertHasAll(expected.Attributes, actual.Attributes);
        Assert.Equal((expected.Status, expected.StartTime, expected.EndTime, expected.Duration),
            (actual.Status, actual.StartTime, actual.EndTime, actual.Duration));
        Assert.Equal((expected.Name, expected.SessionId, expected.User), (actual.Name, actual.SessionId, actual.User));
        Assert.Equal(expected.Roots.Select(root => root.Id), actual.Roots.Select(root => root.Id));
        Assert.Equal(expected, actual with
        {
            Attributes = expected.Attributes,
            Spans = expected.Spans,
            ServiceName = expected.ServiceName ?? (actual.Source == SourceNames.Calyptia ? null : actual.ServiceName),
            IsComplete = expected.IsComplete,
        });
    }

    private static void AssertHasAll(AttributeMap expected, AttributeMap actual)
    {
        foreach (var (key, value) in expected.Where(attribute => attribute.Key != "calyptia.pipeline_id"))
            Assert.Equal(KeyValuePair.Create(key, value), KeyValuePair.Create(key, actual.TryGetValue(key, out var read) ? read : default));
    }

    private static Task<TraceSimulator> StartAsync(bool seeded = false) => TraceSimulator.StartAsync(
        options =>
        {
            if (!seeded)
                (options.Calyptia.Pipelines, options.Kubiya.Traces, options.Galtea.Traces) = (0, 0, 0);
        },
        Token);
}
