namespace TraceClient.Tool.Tests.Changes;

/// <summary>Represents a trace and the expected changes of its last step, for all outputs.</summary>
/// <param name="Name">The name of the case.</param>
/// <param name="Spans">The spans of the trace. The last one is tested.</param>
/// <param name="With">The id of the span that it is compared with; null for none.</param>
/// <param name="Changes">The number of unchanged records, then the differences in order.</param>
internal sealed record StepCase(string Name, Span[] Spans, string? With, params string[] Changes)
{
    public static IReadOnlyList<StepCase> All { get; } =
    [
        new("a filter changes, drops and adds", [
            Step("read", null, SpanType.Input, Log(1, """{"id":1,"level":"info"}"""), Log(2, """{"id":2,"level":"debug"}"""),
                Log(3, """{"id":3}""")),
            Step("clean", "read", SpanType.Filter, Log(1, """{"id":1,"level":"INFO","env":"prod"}"""), Log(3, """{"id":3}"""),
                Log(9, """{"sum":2}"""))],
            "read", "1 unchanged", """~ {"id":1,"level":"INFO","env":"prod"} ~/body/level +/body/env""", """- {"id":2,"level":"debug"}""",
            """+ {"sum":2}"""),
        new("a filter drops everything", [
            Step("read", null, SpanType.Input, Log(1, """{"id":1}""")),
            Step("drop", "read", SpanType.Filter)],
            "read", "0 unchanged", """- {"id":1}"""),
        new("a filter drops everything that the pass appended", [
            .. FirstPass(),
            Step("read 2", null, SpanType.Input, Log(1, """{"id":1,"env":"prod"}"""), Log(2, """{"id":2}""")),
            Step("drop 2", "read 2", SpanType.Filter)],
            "read 2", "0 unchanged", """- {"id":2}"""),
        new("a later input is compared with the end of the pass before", [
            .. FirstPass(),
            Step("read 2", null, SpanType.Input, Log(1, """{"id":1,"env":"prod"}"""), Log(2, """{"id":2}"""))],
            "done 1", "1 unchanged", """+ {"id":2}"""),
        new("what the pass before ended with is known whatever time it is given", [
            .. FirstPass(),
            Step("read 2", null, SpanType.Input, Log(8, """{"env":"prod","id":1}"""), Log(9, """{"id":2}""")),
            Step("drop 2", "read 2", SpanType.Filter)],
            "read 2", "0 unchanged", """- {"id":2}"""),
        new("an input that does not go on from the pass before is compared with nothing", [
            .. FirstPass(),
            Step("read 2", null, SpanType.Input, Log(5, """{"id":5}"""), Log(6, """{"id":6}"""))],
            null),
        new("a later filter got only what was appended", [
            .. FirstPass(),
            Step("read 2", null, SpanType.Input, Log(1, """{"id":1,"env":"prod"}"""), Log(1, """{"id":1}""")),
            Step("mark 2", "read 2", SpanType.Filter, Log(1, """{"id":1,"env":"prod"}"""))],
            "read 2", "0 unchanged", """~ {"id":1,"env":"prod"} +/body/env"""),
        new("a filter behind an input that shows the chunk as it was is compared with nothing", [
            .. FirstPass(),
            Step("read 2", null, SpanType.Input, Log(1, """{"id":1,"env":"prod"}""")),
            Step("mark 2", "read 2", SpanType.Filter, Log(2, """{"id":2,"env":"prod"}"""))],
            null),
        new("a second filter is compared with what the first one made of the batch", [
            .. FirstPass(),
            Step("read 2", null, SpanType.Input, Log(1, """{"id":1,"env":"prod"}""")),
            Step("mark 2", "read 2", SpanType.Filter, Log(2, """{"id":2,"env":"prod"}""")),
            Step("nest 2", "mark 2", SpanType.Filter, Log(2, """{"order":{"id":2},"env":"prod"}"""))],
            "mark 2", "0 unchanged", """~ {"order":{"id":2},"env":"prod"} -/body/id +/body/order"""),
        new("a pre-output behind a filter has its batch and what was known", [
            .. FirstPass(),
            Step("read 2", null, SpanType.Input, Log(1, """{"id":1,"env":"prod"}""")),
            Step("mark 2", "read 2", SpanType.Filter, Log(2, """{"id":2,"env":"prod"}""")),
            Step("done 2", "mark 2", SpanType.PreOutput, Log(1, """{"id":1,"env":"prod"}"""), Log(2, """{"id":2,"env":"prod"}"""))],
            "mark 2", "2 unchanged"),
        new("a pre-output right behind an input that shows the chunk as it was adds the batch", [
            .. FirstPass(),
            Step("read 2", null, SpanType.Input, Log(1, """{"id":1,"env":"prod"}""")),
            Step("done 2", "read 2", SpanType.PreOutput, Log(1, """{"id":1,"env":"prod"}"""), Log(2, """{"id":2}"""))],
            "read 2", "1 unchanged", """+ {"id":2}"""),
        new("a later pre-output adds nothing of the passes before", [
            .. FirstPass(),
            Step("mark 2", null, SpanType.Filter, Log(2, """{"id":2,"env":"prod"}""")),
            Step("done 2", "mark 2", SpanType.PreOutput, Log(1, """{"id":1,"env":"prod"}"""), Log(2, """{"id":2,"env":"prod"}"""))],
            "mark 2", "2 unchanged"),
        new("a pre-output that hangs on nothing is compared with the pass before", [
            .. FirstPass(),
            Step("done 2", null, SpanType.PreOutput, Log(1, """{"id":1,"env":"prod"}"""), Log(2, """{"id":2}"""))],
            "done 1", "1 unchanged", """+ {"id":2}"""),
        new("records of one time are the same in order, whatever has become of them", [
            Step("read", null, SpanType.Input, Log(1, """{"log":"a 1"}"""), Log(1, """{"log":"b 2"}""")),
            Step("parse", "read", SpanType.Filter, Log(1, """{"n":1}"""), Log(1, """{"n":2}"""))],
            "read", "0 unchanged", """~ {"n":1} -/body/log +/body/n""", """~ {"n":2} -/body/log +/body/n"""),
        new("a record that was given another time is the same one", [
            Step("read", null, SpanType.Input, Log(1, """{"id":1,"level":"info"}"""), Log(1, """{"other":true}""")),
            Step("mark", "read", SpanType.Filter, Log(7, """{"id":1,"level":"info","env":"prod"}"""), Log(7, """{"new":false}"""))],
            "read", "0 unchanged", """~ {"id":1,"level":"info","env":"prod"} ~/timestamp +/body/env""", """+ {"new":false}""",
            """- {"other":true}"""),
        new("records without a time are the same in order", [
            Step("read", null, SpanType.Input, Log(null, """{"a":1}"""), Log(null, """{"b":1}""")),
            Step("mark", "read", SpanType.Filter, Log(null, """{"x":1}"""), Log(null, """{"b":1}"""))],
            "read", "1 unchanged", """~ {"x":1} -/body/a +/body/x"""),
        new("the order of keys is no change", [
            Step("read", null, SpanType.Input, Log(1, """{"a":1,"b":{"c":2,"d":3}}""")),
            Step("sort", "read", SpanType.Filter, Log(1, """{"b":{"d":3,"c":2},"a":1}"""))],
            "read", "1 unchanged"),
        new("an item put in front of a list is one change", [
            Step("read", null, SpanType.Input, Log(1, """{"tags":["a","b"],"a.b":[{"c":1}]}""")),
            Step("tag", "read", SpanType.Filter, Log(1, """{"tags":["new","a","b"],"a.b":[{"c":2}]}"""))],
            "read", "0 unchanged", """~ {"tags":["new","a","b"],"a.b":[{"c":2}]} +/body/tags/0 ~/body/a.b/0/c"""),
        new("attributes of a record are compared", [
            Step("read", null, SpanType.Input, Log(1, """{"a":1}""")),
            Step("mark", "read", SpanType.Filter,
                Log(1, """{"a":1}""") with { Attributes = AttributeMap.From([KeyValuePair.Create("tag", (AttributeValue)"x")]) })],
            "read", "0 unchanged", """~ {"a":1} +/attributes/tag"""),
        new("an output got what the pre-output has and carries no records", [
            .. FirstPass(),
            Step("send", "done 1", SpanType.Output)],
            null),
        new("logs of other spans are no steps of a pipeline", [
            Step("agent", null, SpanType.Agent, Log(1, """{"a":1}""")),
            Step("tool", "agent", SpanType.Tool, Log(1, """{"a":2}"""))],
            null),
        new("what is no log is not compared", [
            Step("read", null, SpanType.Input, Log(1, """{"a":1}""") with { Kind = RecordKind.Input }),
            Step("mark", "read", SpanType.Filter, Log(1, """{"a":2}"""))],
            null),
        new("a body deeper than the call stack is one value", [
            Step("read", null, SpanType.Input, Log(1, Deep("1"))),
            Step("mark", "read", SpanType.Filter, Log(1, Deep("2")))],
            "read", "0 unchanged", $"~ {Deep("2")} ~/body"),
    ];

    // At different times, since spans with equal times are ordered by id.
    public Trace Trace => ViewTraces.Of(Spans.Select((span, i) => span with { EndTime = ViewTraces.At(i) }));

    public Span Span => Spans[^1];

    public static StepCase Named(string name) => All.Single(step => step.Name == name);

    public static Span Step(string id, string? parent, SpanType type, params Record[] records) =>
        ViewTraces.Step(id, parent, type) with { Records = records };

    public static Record Log(long? second, string body) => new()
    {
        Kind = RecordKind.Log,
        Timestamp = second is { } known ? TraceTimestamp.FromUnixSeconds(known) : null,
        Body = JsonPayload.Parse(body),
    };

    private static Span[] FirstPass() =>
    [
        Step("read 1", null, SpanType.Input, Log(1, """{"id":1}""")),
        Step("mark 1", "read 1", SpanType.Filter, Log(1, """{"id":1,"env":"prod"}""")),
        Step("done 1", "mark 1", SpanType.PreOutput, Log(1, """{"id":1,"env":"prod"}""")),
    ];

    private static string Deep(string value) => $"{new string('[', 20_000)}{value}{new string(']', 20_000)}";
}
