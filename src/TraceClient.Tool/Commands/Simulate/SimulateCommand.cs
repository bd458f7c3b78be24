using System.CommandLine;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary><c>tracectl simulate</c>: the three services on a local port, until it is stopped or the command that it runs ends.</summary>
internal sealed class SimulateCommand : ToolCommand
{
    private readonly SimulatorSize _size;
    private readonly Option<int?> _port =
        NumberOption.Make("--port", "The port of 127.0.0.1 to listen on; any free one if left out.", 0, 65_535);
    private readonly Option<bool> _live = new("--live") { Description = "Let new traces begin, grow and end, one a second." };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Tell of each request on standard error." };

    private readonly Option<string[]> _taps = new("--tap")
    {
        Description = "Load the output of Fluent Bit's Tap as a trace session of Calyptia; may be repeated.",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };

    private readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "A command to run against the simulator, behind --; when it ends, so does the simulator.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public SimulateCommand()
        : base(
            "simulate",
            "Play Calyptia Core, Kubiya and Galtea on a local port, and print the variables that point programs at it.",
            "tracectl simulate",
            "tracectl simulate --port 5080 --live --verbose",
            "tracectl simulate -- bash",
            "tracectl simulate --tap tap.jsonl -- tracectl list --source calyptia")
    {
        Options.Add(_port);
        _size = SimulatorSize.AddTo(this);
        Options.Add(_live);
        Options.Add(_taps);
        Options.Add(_verbose);
        Arguments.Add(_command);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var simulator = await StartAsync(context.Arguments, cancellationToken);
        foreach (var path in context.Arguments.GetValue(_taps)!)
            await TapFile.LoadAsync(simulator, path, context.Notices, cancellationToken);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] company =
        [
            context.Arguments.GetValue(_live) ? new LiveTraffic(simulator).RunAsync(end.Token) : Task.CompletedTask,
            context.Arguments.GetValue(_verbose)
                ? new RequestLines(simulator.Requests, context.Notices).WriteAsync(end.Token)
                : Task.CompletedTask,
        ];
        try
        {
            return context.Arguments.GetValue(_command) is [var program, .. var arguments]
                ? await ChildProgram.RunAsync(program, arguments, SimulatorVariables.Of(simulator), cancellationToken)
                : await ServeAsync(context, simulator, cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(company).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
                $"Port {port} of 127.0.0.1 cannot be had: something else listens there.", "tracectl simulate --port 0"));
        }
    }

    private static async Task<int> ServeAsync(CommandContext context, TraceSimulator simulator, CancellationToken cancellationToken)
    {
        SimulatorVariables.Write(context, simulator);
        await context.FlushAsync();
        context.Notices.Say(
            $"The simulator answers at {simulator.KubiyaAddress.GetLeftPart(UriPartial.Authority)} until Ctrl-C. "
                + "Paste the lines above into another terminal, then: tracectl list");

        // It has no end of its own: to be stopped is its normal end.
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Ok;
    }
}
