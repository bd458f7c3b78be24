using TraceClient.Testing;

namespace TraceClient.Tests.Model.GenAI;

/// <summary>What the simulated services' traces say of generative AI, read through a client.</summary>
public sealed class SimulatorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("galtea")]
    [InlineData("kubiya")]
    public async Task Every_model_call_says_its_model_and_every_tool_its_name(string source)
    {
        var spans = (await ReadAsync(source)).SelectMany(trace => trace.Spans).ToList();

        var calls = spans.Where(span => span.Type == SpanType.Generation).ToList();
        Assert.True(calls.Count > 20, $"{calls.Count}");
        Assert.All(calls, span => Assert.NotNull(span.GenAI?.Model));
        var tools = spans.Where(span => span.Type == SpanType.Tool).ToList();
        Assert.True(tools.Count > 10, $"{tools.Count}");
        Assert.All(tools, span => Assert.NotNull(span.GenAI?.ToolName));
    }

    [Fact]
    public async Task Every_body_of_a_model_call_is_read_as_messages()
    {
        var calls = (await ReadAsync("galtea")).SelectMany(trace => trace.Spans)
            .Where(span => span.Type == SpanType.Generation && span.Records.Count > 0);

        Assert.All(calls, span =>
        {
            var messages = span.GenAI!.InputMessages.Concat(span.GenAI.OutputMessages).ToList();
            Assert.Contains(messages, message => message.Role == "user");
            Assert.All(messages, message => Assert.Contains(message.Role, (string[])["system", "user", "assistant", "tool"]));
            Assert.DoesNotContain(messages.SelectMany(message => message.Parts), part => part.Kind == GenAIPartKind.Other);
        });
    }

    [Fact]
    public async Task The_usage_of_a_turn_is_what_its_list_says()
    {
        await using var simulator = await StartAsync();
        await using var client = TraceClients.Create(simulator.Configure);
        var compared = 0;
        await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = ["galtea"] }, Token))
        {
            if (summary.Usage is not { } usage)
                continue;
            var read = (await client.GetTraceAsync(summary.Reference, Token)).Usage;
            Assert.Equal((usage.InputTokens, usage.OutputTokens), (read?.InputTokens, read?.OutputTokens));
            compared++;
        }

        Assert.True(compared > 10, $"{compared}");
    }

    private static async Task<IReadOnlyList<Trace>> ReadAsync(string source)
    {
        await using var simulator = await StartAsync();
        await using var client = TraceClients.Create(simulator.Configure);
        var traces = new List<Trace>();
        await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = [source] }, Token))
            traces.Add(await client.GetTraceAsync(summary.Reference, Token));
        return traces;
    }

    private static Task<TraceSimulator> StartAsync() => TraceSimulator.StartAsync(options => options.Seed = 3, Token);
}
