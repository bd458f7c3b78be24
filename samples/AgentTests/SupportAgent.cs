namespace AgentTests;

/// <summary>Stands in for your agent: it writes traces to a service, here to a simulator of Galtea.</summary>
/// <remarks>
/// In your own tests the agent runs and its traces are read from the service, or from a file that it exported. Each call of a model or a
/// tool is a span.
/// </remarks>
public sealed class SupportAgent(TraceSimulator simulator)
{
    private static int _turns;

    /// <summary>Handles a question about an order.</summary>
    /// <returns>The reference of the trace.</returns>
    public TraceReference FindOrder() => Run(agent => agent
        .Child("choose_tool", SpanType.Generation, call => Model(call, 820, 40).Duration(TimeSpan.FromMilliseconds(640)))
        .Child("lookup_order", SpanType.Tool, tool => tool
            .Input("""{"order":"4711"}""").Output("""{"status":"shipped"}""").Duration(TimeSpan.FromMilliseconds(85)))
        .Child("write_reply", SpanType.Generation, call => Model(call, 910, 120).Duration(TimeSpan.FromMilliseconds(900)))
        .Child("send_mail", SpanType.Tool, tool => tool.Duration(TimeSpan.FromMilliseconds(130))));

    /// <summary>Handles a request for a refund above the limit, which the guardrail denies.</summary>
    /// <returns>The reference of the trace.</returns>
    public TraceReference RefundAboveLimit() => Run(agent => agent
        .Child("choose_tool", SpanType.Generation, call => Model(call, 700, 30).Duration(TimeSpan.FromMilliseconds(600)))
        .Child("check_limit", SpanType.Guardrail, check => check
            .Duration(TimeSpan.FromMilliseconds(5)).Error("9,900 EUR is above the limit"))
        .Error("denied"));

    // As with a real service, ids and times differ from run to run.
    private TraceReference Run(Action<SpanBuilder> configure)
    {
        var turn = Interlocked.Increment(ref _turns);
        var trace = new TraceBuilder("galtea", $"turn-{turn}")
            .StartingAt(DateTimeOffset.UnixEpoch.AddDays(20_000 + turn))
            .Span("support_agent", SpanType.Agent, configure)
            .Build();
        simulator.Add(trace);
        return trace.Reference;
    }

    private static SpanBuilder Model(SpanBuilder call, long input, long output) => call
        .Attribute("gen_ai.request.model", "gpt-4o-mini")
        .Attribute("gen_ai.usage.input_tokens", input)
        .Attribute("gen_ai.usage.output_tokens", output);
}
