using System.CommandLine;
using ModelContextProtocol.Server;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl mcp</c>.</summary>
internal sealed class McpCommand : ToolCommand
{
    private const string TokenVariable = "TRACECTL_MCP_TOKEN";
    private const int MinTokenLength = 32;

    private readonly Option<bool> _http = new("--http")
    {
        Description = "Serve on a port of 127.0.0.1, together with the page of serve, instead of standard input and output.",
    };

    private readonly Option<int?> _port =
        NumberOption.Create("--port", "Port of 127.0.0.1 to listen on with --http. The default is any free port.", 0, 65_535);

    private readonly Option<bool> _content = new("--content")
    {
        Description = "Include the bodies of inputs, outputs, messages and records. They can contain personal data.",
    };

    private readonly Option<bool> _all = ServeCommand.CreateAllOption();

    public McpCommand()
        : base(
            "mcp",
            "Serve the traces to a coding agent as an MCP server.",
            "tracectl mcp",
            "tracectl mcp --demo --content",
            "tracectl mcp --file traces.jsonl",
            "tracectl mcp --http --port 8090")
    {
        foreach (var option in new Option[] { _http, _port, _content, _all })
            Options.Add(option);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var isHttp = context.Arguments.GetValue(_http);
        if (!isHttp && context.Arguments.GetValue(_port) is not null)
            throw new UsageException("--port can only be used with --http.", "tracectl mcp --help");
        var (host, openError) = await OpenAsync(context, cancellationToken);
        if (isHttp && host is null)
            throw new ReportedException(openError!);
        var tools = new TraceToolContext(host?.Client, TimeProvider.System)
        {
            OpenError = openError,
            HasContent = context.Arguments.GetValue(_content),
            IncludesRequestTraces = context.Arguments.GetValue(_all),
            CheckAsync = SourcesOf(context, host) is { } sources
                ? token => SourceCheck.RunAllAsync(sources, TimeProvider.System, token)
                : null,
        };
        return isHttp
            ? await ServeHttpAsync(context, host!, tools, cancellationToken)
            : await ServeStandardAsync(tools, cancellationToken);
    }

    // A server that ended at once would not tell the agent what to set.
    private static async Task<(ClientHost? Host, ErrorReport? Error)> OpenAsync(CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            return (await context.OpenAsync(cancellationToken), null);
        }
        catch (Exception exception) when (
            exception is ToolException or ReportedException or TraceClientException
                or Microsoft.Extensions.Options.OptionsValidationException)
        {
            var error = ErrorReport.Of(exception, context.Arguments);
            if (error.Code is "usage")
                throw;
            context.Messages.Warn($"{error.Message} The tools report this until the server is started again.");
            return (null, error);
        }
    }

    private static IReadOnlyList<SourceSettings>? SourcesOf(CommandContext context, ClientHost? host)
    {
        if (host is not null)
            return host.Sources;
        try
        {
            return ToolConfiguration.Read(context.Arguments, context.Messages).Sources;
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }

    private static async Task<int> ServeStandardAsync(TraceToolContext tools, CancellationToken cancellationToken)
    {
        var options = new McpServerOptions();
        TraceMcpServer.Configure(options, tools);
        await using var transport = new StdioServerTransport(options);
        await using var server = McpServer.Create(transport, options);

        // The server runs until its client closes the input, or until it is stopped.
        await server.RunAsync(cancellationToken);
        return ExitCodes.Ok;
    }

    private async Task<int> ServeHttpAsync(
        CommandContext context, ClientHost host, TraceToolContext tools, CancellationToken cancellationToken)
    {
        await using var server = await ServeCommand.StartAsync(
            host.Client,
            ServeCommand.OptionsOf(context, context.Arguments.GetValue(_port), context.Arguments.GetValue(_all), limit: null) with
            {
                Tools = tools,
                McpToken = TokenOf(Environment.GetEnvironmentVariable(TokenVariable)),
            },
            cancellationToken);
        context.Streams.Out.WriteLine(server.McpAddress!.ToString());
        await context.FlushAsync();
        context.Messages.Info(
            $"The address above is that of the MCP server. The page is {server.AddressWithToken}. "
                + "Both contain a token: do not share them. Press Ctrl-C to stop.");
        await ServeCommand.WaitAsync(cancellationToken);
        return ExitCodes.Ok;
    }

    // Without it, the address would have to be configured anew after each start.
    private static string? TokenOf(string? value) => value is null or "" ? null
        : value.Length >= MinTokenLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? value
        : throw new ConfigurationException(
            $"Invalid {TokenVariable}. Use at least {MinTokenLength} random letters and digits.", "openssl rand -hex 32");
}
