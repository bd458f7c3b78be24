namespace TraceClient.Testing.Tests.Assertions;

/// <summary>Traces of a small agent.</summary>
internal static class Traces
{
    /// <summary>An agent that plans, finds an order and sends a mail.</summary>
    public static TraceBuilder Agent(string id = "turn-1", Action<SpanBuilder>? configure = null) =>
        new TraceBuilder("galtea", id).Span("support_agent", SpanType.Agent, agent =>
        {
            agent.Child("plan", SpanType.Generation, plan => Usage(plan.Duration(TimeSpan.FromMilliseconds(800)), "gpt-4o", 900, 100))
                .Child("lookup_order", SpanType.Tool, tool => tool.Duration(TimeSpan.FromMilliseconds(120)))
                .Child("send_mail", SpanType.Tool, tool => tool.Duration(TimeSpan.FromMilliseconds(80)));
            configure?.Invoke(agent);
        });

    public static SpanBuilder Usage(SpanBuilder span, string model, long input, long output) => span
        .Attribute("gen_ai.request.model", model)
        .Attribute("gen_ai.usage.input_tokens", input)
        .Attribute("gen_ai.usage.output_tokens", output);

    /// <summary>The same spans with other ids and times.</summary>
    public static Trace SecondRun(string id = "turn-2", Action<SpanBuilder>? configure = null) =>
        Agent(id, configure).StartingAt(new DateTimeOffset(2026, 11, 24, 8, 30, 0, TimeSpan.Zero)).Build();

    /// <summary>The violations of an assertion.</summary>
    public static IReadOnlyList<TraceViolation> Violations(Action assertion) =>
        Assert.Throws<TraceAssertionException>(assertion).Violations;
}
