using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>The official client of the C# SDK, connected to <c>tracectl mcp</c> as a process.</summary>
internal sealed class McpConnection : IAsyncDisposable
{
    private McpConnection(TracectlProcess process, McpClient client) => (Process, Client) = (process, client);

    public TracectlProcess Process { get; }

    public McpClient Client { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a server on a simulator; on none if the arguments name another source.</summary>
    public static Task<McpConnection> StartAsync(TraceSimulator? simulator, params string[] arguments) =>
        StartAsync(TracectlEnvironment.Of(simulator), new McpClientOptions(), arguments);

    /// <summary>Starts a server with variables, and a client with options.</summary>
    public static async Task<McpConnection> StartAsync(
        IReadOnlyDictionary<string, string?> environment, McpClientOptions options, params string[] arguments)
    {
        var process = TracectlProcess.Start(environment, ["mcp", .. arguments]);
        try
        {
            var transport = new StreamClientTransport(process.Input, process.Output);
            return new McpConnection(process, await McpClient.CreateAsync(transport, options, cancellationToken: Token));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a tool.</summary>
    public Task<CallToolResult> CallAsync(string tool, params (string Name, object? Value)[] arguments) =>
        CallAsync(Client, tool, arguments);

    /// <summary>Calls a tool and returns its text.</summary>
    public async Task<string> TextOfAsync(string tool, params (string Name, object? Value)[] arguments) =>
        TextOf(await CallAsync(tool, arguments));

    /// <summary>Calls a tool with a client.</summary>
    public static async Task<CallToolResult> CallAsync(McpClient client, string tool, params (string Name, object? Value)[] arguments) =>
        await client.CallToolAsync(
            tool, arguments.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal), cancellationToken: Token);

    /// <summary>Returns the only text of a result.</summary>
    public static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Process.DisposeAsync();
    }
}
