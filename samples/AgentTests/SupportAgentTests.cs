using Trace = TraceClient.Trace;

namespace AgentTests;

/// <summary>Tests an agent by the traces that it leaves. With a real service only the client's options are others.</summary>
public sealed class SupportAgentTests : IAsyncLifetime
{
    private TraceSimulator _simulator = null!;
    private StandaloneTraceClient _client = null!;
    private SupportAgent _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _client = TraceClients.Create(_simulator.Configure);
        _agent = new SupportAgent(_simulator);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task An_order_is_found_before_the_mail_is_sent()
    {
        var trace = await ReadAsync(_agent.FindOrder());

        trace.Should().Succeed().And.CallTools("lookup_order", "send_mail").InOrder().Only();
    }

    [Fact]
    public async Task A_reply_stays_within_its_budget()
    {
        var trace = await ReadAsync(_agent.FindOrder());

        trace.Should().FinishWithin(TimeSpan.FromSeconds(2)).And.UseAtMost(tokens: 2_000).And.UseModels("gpt-4o*");
    }

    [Fact]
    public async Task A_refund_above_the_limit_is_denied_before_any_tool_is_called()
    {
        var trace = await ReadAsync(_agent.RefundAboveLimit());

        trace.Should().Fail().And.NotCallTools()
            .And.HaveSpan(span => span.Type == SpanType.Guardrail && span.Status == SpanStatus.Error);
    }

    [Fact]
    public async Task A_turn_is_the_same_as_the_accepted_one()
    {
        var trace = await ReadAsync(_agent.FindOrder());

        // TRACECLIENT_UPDATE_GOLDEN=1 dotnet test writes the file anew.
        trace.Should().MatchGoldenFile("golden/find-order.json");
    }

    [Fact]
    public async Task Every_turn_meets_the_policy()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "policy.json");
        var policy = await TracePolicy.LoadAsync(file, TestContext.Current.CancellationToken);

        foreach (var reference in new[] { _agent.FindOrder(), _agent.RefundAboveLimit() })
            (await ReadAsync(reference)).Should().Satisfy(policy);
    }

    private Task<Trace> ReadAsync(TraceReference reference) => _client.GetTraceAsync(reference, TestContext.Current.CancellationToken);
}
