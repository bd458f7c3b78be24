using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>A command: its options, its examples, what it does, and the one
/// place where what goes wrong becomes a line and an exit code.</summary>
internal abstract class ToolCommand : Command
{
    protected ToolCommand(string name, string description, params IReadOnlyList<string> examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction(InvokeAsync);
    }

    /// <summary>Command lines that can be pasted.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>What the command's output is in each form, where that does not go without saying.</summary>
    public IReadOnlyList<(string Form, string Output)> OutputForms { get; protected init; } = [];

    protected abstract Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken);

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var streams = ((ToolInvocation)parsed.InvocationConfiguration).Streams;
        await using var context = new CommandContext(parsed, streams);
        try
        {
            var code = await RunAsync(context, cancellationToken);
            await streams.FlushAsync();
            return code;
        }
        catch (OutputClosedException)
        {
            return ExitCodes.Ok;
        }
        catch (Exception exception)
        {
            await streams.FlushAsync();
            var cause = cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(null, exception, cancellationToken)
                : exception;
            return ErrorReport.Of(cause, parsed).Write(streams, context.Format);
        }
    }
}
