using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Polly;
using Polly.CircuitBreaker;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class TransportErrorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Exception, string, bool> Faults => new()
    {
        { new HttpRequestException(HttpRequestError.NameResolutionError, "x"), "the name of api.example.test is not known", true },
        { new HttpRequestException(HttpRequestError.ConnectionError, "x"), "no connection to api.example.test", true },
        { new HttpRequestException(HttpRequestError.SecureConnectionError, "x", new AuthenticationException("y")),
            "certificate or protocol was not accepted", false },
        { new HttpRequestException(HttpRequestError.SecureConnectionError, "x", new IOException("y")), "Check that the port speaks https",
            true },
        { new AuthenticationException("y"), "certificate or protocol was not accepted", false },
        { new HttpRequestException(HttpRequestError.ProxyTunnelError, "x"), "the proxy did not open the way", true },
        { new HttpRequestException(HttpRequestError.InvalidResponse, "x"), "is not valid HTTP", false },
        { new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "x"), "larger than the handler allows", false },
        { new HttpRequestException(HttpRequestError.ResponseEnded, "x"), "closed the connection before it responded", true },
        { new HttpRequestException("x"), "gave no response", true },
        { new IOException("x"), "gave no response", true },
        { new SocketException((int)SocketError.ConnectionReset), "gave no response", true },
        { new TimeoutException("x"), "had no response in time", true },
        { new TaskCanceledException("x"), "had no response in time", true },
        { new BrokenCircuitException("x"), "from time to time", true },
        { new IsolatedCircuitException("x"), "opened by hand", true },
        { new Rejected(), "the resilience pipeline rejected it", true },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_of_the_transport_says_what_to_look_at(Exception fault, string text, bool isTransient)
    {
        using var source = new TestSource(new StubHandler(Throw(fault)), options => options.Resilience.MaxRetries = 0);

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => source.GetAsync(Token));

        Assert.StartsWith("kubiya: ListTraces (GET https://api.example.test/base/v1/traces) ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
        Assert.Equal(isTransient, failure.IsTransient);
        Assert.Same(fault, failure.InnerException);
    }

    [Fact]
    public async Task The_fault_behind_does_not_give_the_query_or_the_token_away()
    {
        var fault = new HttpRequestException(
            $"GET https://api.example.test/base/v1/traces?page_size=5&name=private with {TestSource.Token} failed",
            new IOException("name=private"));
        using var source = new TestSource(new StubHandler(Throw(fault)), options => options.Resilience.MaxRetries = 0);

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => source.GetAsync(Token));

        Assert.DoesNotContain(TestSource.Token, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("page_size", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("HttpRequestException: GET https://api.example.test/base/v1/traces", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_a_program_passes_as_it_is()
    {
        using var source = new TestSource(new StubHandler(Throw(new InvalidOperationException("a bug"))));

        await Assert.ThrowsAsync<InvalidOperationException>(() => source.GetAsync(Token));
    }

    [Fact]
    public async Task How_often_it_was_tried_is_said()
    {
        using var source = new TestSource(new StubHandler(Throw(new HttpRequestException(HttpRequestError.ConnectionError, "x"))));

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => source.RunAsync(source.GetAsync(Token)));

        Assert.Contains("after 4 attempts", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_a_transport_error()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var source = new TestSource(with: options =>
        {
            options.BaseAddress = new Uri($"http://127.0.0.1:{port}");
            options.Resilience.MaxRetries = 0;
        });

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => source.GetAsync(Token));

        Assert.Contains($"no connection to 127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_hangs_up_is_a_transport_error()
    {
        await using var server = new RawServer(string.Empty);
        using var source = new TestSource(with: options =>
        {
            options.BaseAddress = server.Address;
            options.Resilience.MaxRetries = 0;
        });

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => source.GetAsync(Token));

        Assert.Contains("closed the connection before it responded", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_http_is_a_transport_error()
    {
        await using var server = new RawServer("220 mail.example.test ESMTP\r\n\r\n");
        using var source = new TestSource(with: options =>
        {
            options.BaseAddress = server.Address;
            options.Resilience.MaxRetries = 0;
        });

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => source.GetAsync(Token));

        Assert.Contains("is not valid HTTP", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Rejected() : ExecutionRejectedException("rejected");
}
