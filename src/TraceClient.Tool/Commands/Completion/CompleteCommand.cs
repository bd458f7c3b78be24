using System.CommandLine;
using System.CommandLine.Completions;

namespace TraceClient.Tool;

/// <summary>
/// <c>tracectl __complete "tracectl list --so"</c>, for the scripts of <see cref="CompletionScripts"/>: the first line says whether it is
/// <c>words</c> or <c>files</c> that can stand there, the others are the words, each with a tab and what it means.
/// </summary>
internal sealed class CompleteCommand : ToolCommand
{
    private const int MostTraces = 50;

    // Who presses Tab does not wait for a service that is slow.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Argument<string> _line = new("LINE");

    public CompleteCommand()
        : base(CompletionScripts.Command, "Complete a command line.")
    {
        Hidden = true;
        Arguments.Add(_line);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var line = new CompletionLine((RootCommand)context.Arguments.RootCommandResult.Command, context.Arguments.GetRequiredValue(_line));
        var output = context.Streams.Out;
        var items = line.Items.ToList();
        if (line.TakesTrace)
            items.AddRange(await TracesAsync(context, line, cancellationToken));
        output.WriteLine(line.TakesFile ? "files" : "words");
        foreach (var item in items.DistinctBy(item => item.Label, StringComparer.Ordinal))
            output.WriteLine($"{TerminalText.OneLine(item.Label)}\t{TerminalText.OneLine(item.Detail ?? "")}");
        return ExitCodes.Ok;
    }

    // Of the services that the line itself means: its --file, --demo or --profile count.
    private static async Task<IReadOnlyList<CompletionItem>> TracesAsync(
        CommandContext context, CompletionLine line, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments.RootCommandResult.Command.Parse([.. line.Words, "--quiet"]);
        // Standard input is the shell's.
        if (arguments.GetResult(AccessOptions.TokenStdin) is not null)
            return [];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Patience);
        var items = new List<CompletionItem>();
        try
        {
            await using var answered = new CommandContext(arguments, context.Streams);
            var client = (await answered.OpenAsync(end.Token)).Client;
            var source = client.Sources.Select(one => one.Name)
                .FirstOrDefault(name => line.Word.StartsWith($"{name}:", StringComparison.Ordinal));
            var query = new TraceQuery { Sources = source is null ? null : [source], ContinueOnSourceFailure = true, Limit = MostTraces };
            await foreach (var trace in client.ListTracesAsync(query, end.Token))
            {
                var reference = trace.Reference.ToString();
                if (reference.StartsWith(line.Word, StringComparison.Ordinal))
                    items.Add(new CompletionItem(reference,
                        detail: $"{ValueText.Of(trace.RecordedAt ?? trace.StartTime)} {ValueText.Of(trace.Status)} {trace.Name}"));
            }
        }
        catch (Exception exception) when (
            exception is TraceClientException or ConfigurationException or UsageException or IOException or UnauthorizedAccessException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // There is no place to say what is wrong: what was found until then is offered.
        }

        return items;
    }
}
