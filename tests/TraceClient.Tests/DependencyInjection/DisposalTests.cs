using System.Net;
using TraceClient.Tests.Http;

namespace TraceClient.Tests.DependencyInjection;

/// <summary>A client that is disposed while it is in use: its calls end, and say why.</summary>
public sealed class DisposalTests
{
    private static readonly TraceReference Reference = TraceReference.Parse("kubiya:t");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<StandaloneTraceClient, Task>> Calls => new()
    {
        { "find", client => client.FindTraceAsync(Reference, Token) },
        { "get", client => client.GetTraceAsync(Reference, Token) },
        { "list", client => client.ListTracesAsync(cancellationToken: Token).ToListAsync(Token).AsTask() },
        { "list on", client =>
            client.ListTracesAsync(new TraceQuery { ContinueOnSourceFailure = true }, Token).ToListAsync(Token).AsTask() },
        { "stream", client => client.StreamSpansAsync(Reference, Token).ToListAsync(Token).AsTask() },
        { "follow", client => client.FollowAsync(Reference, cancellationToken: Token).ToListAsync(Token).AsTask() },
        { "check", client => client.CheckHealthAsync(Token) },
        { "raw", client => client.Kubiya.ListTracesAsync(cancellationToken: Token) },
        { "raw list", client => client.Kubiya.ListSpansAsync("t", cancellationToken: Token).ToListAsync(Token).AsTask() },
        { "raw delete", client => client.Kubiya.DeleteTraceAsync("t", Token) },
    };

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public Task A_call_that_waits_for_its_response_ends(string name, Func<StandaloneTraceClient, Task> call) =>
        AssertEndsAsync(name, call, StubHandler.Hang);

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public Task A_call_that_reads_a_body_ends(string name, Func<StandaloneTraceClient, Task> call) =>
        AssertEndsAsync(name, call, (_, _) => Task.FromResult(Unfinished(HttpStatusCode.OK)));

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public Task A_call_that_reads_the_body_of_an_error_ends(string name, Func<StandaloneTraceClient, Task> call) =>
        AssertEndsAsync(name, call, (_, _) => Task.FromResult(Unfinished(HttpStatusCode.BadRequest)));

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public async Task A_call_to_a_disposed_client_is_refused(string name, Func<StandaloneTraceClient, Task> call)
    {
        var stub = new StubHandler(StubHandler.Answer(HttpStatusCode.OK));
        var client = Create(stub);
        _ = client.Kubiya;
        await client.DisposeAsync();

        await AssertDisposedAsync(name, Start());
        Assert.Empty(stub.Sent);

        async Task Start() => await call(client);
    }

    [Fact]
    public async Task The_callers_cancellation_stays_one()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var client = Create(new StubHandler(StubHandler.Hang));

        var running = client.FindTraceAsync(Reference, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static async Task AssertEndsAsync(
        string name, Func<StandaloneTraceClient, Task> call, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> respond)
    {
        var client = Create(new StubHandler(respond));

        var running = call(client);
        await client.DisposeAsync();

        await AssertDisposedAsync(name, running);
    }

    private static HttpResponseMessage Unfinished(HttpStatusCode status) =>
        new(status) { Content = new TrackedContent(new FaultyStream("["u8.ToArray(), fault: null), "application/json") };

    private static StandaloneTraceClient Create(StubHandler stub) => TraceClients.Create(options =>
    {
        options.Kubiya.Token = "t";
        options.Kubiya.PrimaryHandler = () => stub;
        options.Kubiya.Resilience.MaxRetries = 0;
    });

    private static async Task AssertDisposedAsync(string name, Task call)
    {
        var exception = await Xunit.Record.ExceptionAsync(() => call);
        Assert.True(exception is ObjectDisposedException, $"{name}: {exception?.GetType().Name ?? "no exception"}: {exception?.Message}");
    }
}
