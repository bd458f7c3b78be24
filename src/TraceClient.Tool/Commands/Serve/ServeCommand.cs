using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl serve</c>.</summary>
internal sealed class ServeCommand : ToolCommand
{
    private const int DefaultLimit = 1000;

    private readonly Option<int?> _port =
        NumberOption.Create("--port", "Port of 127.0.0.1 to listen on. The default is any free port.", 0, 65_535);

    private readonly Option<bool> _open = new("--open") { Description = "Open the page in the browser." };

    private readonly Option<bool> _all = CreateAllOption();

    private readonly Option<int> _limit = LimitOption.Create(
        "Maximum number of traces of each source to read at the start; 0 for all. Files are read as a whole.", DefaultLimit);

    public ServeCommand()
        : base(
            "serve",
            "Serve a local web page that lists the traces of all sources, opens them and follows changes.",
            "tracectl serve --demo --open",
            "tracectl serve --port 8090",
            "tracectl serve --file traces.jsonl --file more/")
    {
        foreach (var option in new Option[] { _port, _open, _all, _limit })
            Options.Add(option);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var limit = context.Arguments.GetRequiredValue(_limit);
        var host = await context.OpenAsync(cancellationToken);
        await using var server = await StartAsync(
            host.Client, OptionsOf(context, context.Arguments.GetValue(_port), context.Arguments.GetValue(_all), limit), cancellationToken);

        var address = server.AddressWithToken.ToString();
        context.Streams.Out.WriteLine(address);
        await context.FlushAsync();
        var isOpen = context.Arguments.GetValue(_open) && BrowserLauncher.TryOpen(address);
        context.Messages.Info(
            $"{(isOpen ? "Opened the page in the browser." : "Open the address above in a browser on this computer.")} "
                + "It contains a token: do not share it. Press Ctrl-C to stop.");

        await WaitAsync(cancellationToken);
        return ExitCodes.Ok;
    }

    /// <summary>Creates <c>--all</c>, which includes the traces that requests for traces create.</summary>
    public static Option<bool> CreateAllOption() => new("--all")
    {
        Description = "Include the traces named traces.list and traces.get, which Kubiya creates whenever traces are read.",
    };

    /// <summary>Returns the options of a server.</summary>
    /// <param name="context">The command.</param>
    /// <param name="port">The port; null for any free one.</param>
    /// <param name="all">Whether lists include the traces that the reading of traces creates.</param>
    /// <param name="limit">The maximum number of traces of each source to read at the start; 0 for all, null for the default.</param>
    public static WebServerOptions OptionsOf(CommandContext context, int? port, bool all, int? limit)
    {
        var isFile = context.Arguments.GetValue(GlobalOptions.File) is { Length: > 0 };
        var isLocal = isFile || context.Arguments.GetValue(GlobalOptions.Store) is not null;
        return new WebServerOptions
        {
            Port = port ?? 0,
            IncludesRequestTraces = all,
            Limit = isLocal || limit == 0 ? null : limit ?? DefaultLimit,
            IsPolling = !isFile,
        };
    }

    /// <summary>Waits until the command is stopped, which is not an error.</summary>
    public static async Task WaitAsync(CancellationToken cancellationToken) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Starts a server.</summary>
    /// <exception cref="ReportedException">The port is in use.</exception>
    public static async Task<WebServer> StartAsync(ITraceClient client, WebServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await WebServer.StartAsync(client, options, cancellationToken);
        }
        catch (IOException)
        {
            throw new ReportedException(new ErrorReport(ExitCodes.Failure, "port",
                $"Port {options.Port} of 127.0.0.1 is already in use.", "tracectl serve --port 0"));
        }
    }
}
