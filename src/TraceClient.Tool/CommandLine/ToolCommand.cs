using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Represents a command that writes its errors to standard error and returns an exit code.</summary>
internal abstract class ToolCommand : Command
{
    protected ToolCommand(string name, string description, params IReadOnlyList<string> examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction(InvokeAsync);
    }

    /// <summary>Gets examples of complete command lines.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Gets a description of the output in each format; empty for none.</summary>
    public IReadOnlyList<(string Format, string Output)> FormatDescriptions { get; protected init; } = [];

    /// <summary>Gets a value that indicates whether a long table is passed to a pager.</summary>
    protected virtual bool UsesPager => false;

    protected abstract Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Runs the command, and reports its failure.</summary>
    public async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var streams = ((ToolInvocation)parsed.InvocationConfiguration).Streams;
        await using var context = new CommandContext(parsed, streams);
        try
        {
            if (UsesPager && context.Format == OutputFormat.Table && !parsed.GetValue(GlobalOptions.NoPager))
                streams.StartPaging();
            var code = await RunAsync(context, cancellationToken);
            await streams.FlushAsync();
            return code;
        }
        catch (OutputClosedException)
        {
            await streams.FlushAsync();
            return ExitCodes.Ok;
        }
        catch (Exception exception)
        {
            await streams.FlushAsync();
            var cause = cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(null, exception, cancellationToken)
                : exception;
            return ErrorReport.Of(cause, parsed).Write(streams, context.ErrorFormat);
        }
    }
}

/// <summary>Configures the invocation of a command with the streams of the program.</summary>
internal sealed class ToolInvocation : InvocationConfiguration
{
    public ToolInvocation(StandardStreams streams)
    {
        Streams = streams;
        EnableDefaultExceptionHandler = false;
        // InterruptHandler handles Ctrl-C.
        ProcessTerminationTimeout = null;
        Output = streams.Out;
        Error = streams.Error;
    }

    public StandardStreams Streams { get; }
}
