using System.Net;
using System.Text;
using ModelContextProtocol.Client;
using TraceClient.Tool.Tests.Web;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Tests the server on the host of <c>tracectl serve</c>.</summary>
public sealed class McpHttpTests : IAsyncLifetime
{
    private const string InitializeRequest =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":
        {"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
        """;

    private Served _served = null!;
    private HttpClient _stranger = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Uri Address => _served.Server.McpAddress!;

    public async ValueTask InitializeAsync()
    {
        var source = new ServedSource("kubiya");
        source.Put(ServedTraces.Of("kubiya:a", "run"));
        _served = await Served.StartAsync(new WebServerOptions(), hasTools: true, source);
        _stranger = Served.CreateClient(_served.Server);
    }

    public async ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        await _served.DisposeAsync();
    }

    [Fact]
    public async Task The_official_client_calls_tools()
    {
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions { Endpoint = Address }), cancellationToken: Token);
        var result = await McpConnection.CallAsync(client, "search_traces");

        Assert.Equal("1 trace of 1:\nkubiya:a  2026-03-14 15:09:26Z  Ok  100 ms  run", McpConnection.TextOf(result));
        Assert.Equal("kubiya:a", result.StructuredContent!.Value.GetProperty("traces")[0].GetProperty("ref").GetString());
    }

    [Theory]
    [InlineData("/mcp", 403)]
    [InlineData("/mcp/", 403)]
    [InlineData("/mcp/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 403)]
    [InlineData("/MCP/TOKEN", 405)]
    [InlineData("/mcp/TOKEN/more", 403)]
    [InlineData("/mcp/PAGE", 403)]
    [InlineData("/mcp/TOKEN", 200)]
    [InlineData("/mcp/TOKEN/", 200)]
    public async Task Only_the_address_with_the_token_is_served(string path, int status)
    {
        var page = _served.Server.AddressWithToken.Query["?token=".Length..];
        using var response = await PostAsync(path
            .Replace("TOKEN", Address.Segments[^1], StringComparison.Ordinal).Replace("PAGE", page, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode)status, response.StatusCode);

        // A refused request has a body that nobody reads, so that the client must not use its connection again.
        Assert.Equal(status != 200, response.Headers.ConnectionClose == true);
    }

    [Theory]
    [InlineData("Host", "example.org")]
    [InlineData("Host", "localhost:1")]
    [InlineData("Origin", "http://example.org")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "null")]
    public async Task A_request_for_another_host_or_of_a_page_is_refused(string header, string value)
    {
        using var response = await PostAsync(Address.AbsolutePath, (header, value));

        Assert.Equal((HttpStatusCode.Forbidden, true), (response.StatusCode, response.Headers.ConnectionClose));
    }

    [Fact]
    public async Task The_token_of_a_client_opens_no_page()
    {
        using var response = await _stranger.GetAsync(new Uri($"/?token={Address.Segments[^1]}", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_request_that_is_too_long_is_refused()
    {
        using var body = new StringContent(new string(' ', McpEndpoint.MaxRequestBytes + 1), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = body };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        using var response = await _stranger.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Serve_has_no_MCP_server()
    {
        await using var served = await Served.StartAsync(new ServedSource("kubiya"));

        Assert.Null(served.Server.McpAddress);
    }

    [Fact]
    public async Task The_command_prints_the_address_with_the_token_of_the_environment()
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["TRACECTL_MCP_TOKEN"] = new string('a', 40) };
        await using var process = TracectlProcess.Start(environment, "mcp", "--http", "--demo");
        var address = new Uri((await process.ReadLineAsync())!);
        await process.WaitForErrorAsync("Press Ctrl-C to stop.");
        await using (var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions { Endpoint = address }), cancellationToken: Token))
        {
            Assert.Equal(9, (await client.ListToolsAsync(cancellationToken: Token)).Count);
        }

        process.Interrupt();
        var result = await process.WaitAsync();

        Assert.Equal((0, $"/mcp/{new string('a', 40)}"), (result.ExitCode, address.AbsolutePath));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("a token with spaces that is long enough")]
    public async Task A_token_that_can_be_guessed_is_refused(string token)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["TRACECTL_MCP_TOKEN"] = token };
        var result = await TracectlProcess.RunAsync(environment, "mcp", "--http", "--demo", "--quiet");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            "tracectl: Invalid TRACECTL_MCP_TOKEN. Use at least 32 random letters and digits. Try: openssl rand -hex 32\n", result.Error);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(InitializeRequest, Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _stranger.SendAsync(request, Token);
    }
}
