using System.CommandLine;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl simulate</c>.</summary>
internal sealed class SimulateCommand : ToolCommand
{
    private readonly SimulatorDataOptions _size;
    private readonly Option<int?> _port =
        NumberOption.Create("--port", "Port of 127.0.0.1 to listen on. The default is any free port.", 0, 65_535);
    private readonly Option<bool> _live = new("--live") { Description = "Add new traces while the simulator runs." };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Log each request to standard error." };

    private readonly Option<string[]> _taps = new("--tap")
    {
        Description = "Tap output of Fluent Bit to load as a trace session of Calyptia. Can be specified multiple times.",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };

    private readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "Command to run against the simulator, after --. The simulator stops when the command ends.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public SimulateCommand()
        : base(
            "simulate",
            "Simulate Calyptia Core, Kubiya and Galtea on a local port, and print the environment variables for clients.",
            "tracectl simulate",
            "tracectl simulate --port 5080 --live --verbose",
            "tracectl simulate -- bash",
            "tracectl simulate --tap tap.jsonl -- tracectl list --source calyptia")
    {
        Options.Add(_port);
        _size = SimulatorDataOptions.AddTo(this);
        Options.Add(_live);
        Options.Add(_taps);
        Options.Add(_verbose);
        Arguments.Add(_command);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var simulator = await StartAsync(context.Arguments, cancellationToken);
        foreach (var path in context.Arguments.GetValue(_taps)!)
            await TapFile.LoadAsync(simulator, path, context.Messages, cancellationToken);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] background =
        [
            context.Arguments.GetValue(_live) ? new LiveTraffic(simulator).RunAsync(end.Token) : Task.CompletedTask,
            context.Arguments.GetValue(_verbose)
                ? new RequestLogger(simulator.Requests, context.Messages).WriteAsync(end.Token)
                : Task.CompletedTask,
        ];
        try
        {
            return context.Arguments.GetValue(_command) is [var program, .. var arguments]
                ? await ChildProcess.RunAsync(program, arguments, SimulatorVariables.Of(simulator), cancellationToken)
                : await ServeAsync(context, simulator, cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(background).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TraceSimulator> StartAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var port = arguments.GetValue(_port) ?? 0;
        try
        {
            return await TraceSimulator.StartAsync(
                options =>
                {
                    options.Port = port;
                    _size.Apply(arguments, options);
                },
                cancellationToken);
        }
        catch (IOException)
        {
            throw new ReportedException(new ErrorReport(ExitCodes.Failure, "port",
                $"Port {port} of 127.0.0.1 is already in use.", "tracectl simulate --port 0"));
        }
    }

    private static async Task<int> ServeAsync(CommandContext context, TraceSimulator simulator, CancellationToken cancellationToken)
    {
        SimulatorVariables.Write(context, simulator);
        await context.FlushAsync();
        context.Messages.Info(
            $"Listening on {simulator.KubiyaAddress.GetLeftPart(UriPartial.Authority)}. Press Ctrl-C to stop. "
                + "Run the commands above in another terminal, then: tracectl list");

        // The simulator runs until it is stopped, which is not an error.
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Ok;
    }
}
