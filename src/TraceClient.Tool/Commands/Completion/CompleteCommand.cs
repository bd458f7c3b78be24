using System.CommandLine;
using System.CommandLine.Completions;

namespace TraceClient.Tool;

/// <summary>
/// The hidden command <c>tracectl __complete "tracectl list --so"</c> for <see cref="CompletionScripts"/>. Its first line is
/// <c>words</c> or <c>files</c>, for the kind of completion. The other lines are the words, each with a tab and a description.
/// </summary>
internal sealed class CompleteCommand : ToolCommand
{
    private const int MaxTraces = 50;

    // A completion must not wait for a slow service.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

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

    // The options of the line itself apply, such as --file, --demo or --profile.
    private static async Task<IReadOnlyList<CompletionItem>> TracesAsync(
        CommandContext context, CompletionLine line, CancellationToken cancellationToken)
    {
        var arguments = TracectlCommand.Parse(context.Arguments.RootCommandResult.Command, [.. line.Words, "--quiet"]);
        // Standard input belongs to the shell.
        if (arguments.GetResult(ConnectionOptions.TokenStdin) is not null)
            return [];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Timeout);
        var items = new List<CompletionItem>();
        try
        {
            await using var lineContext = new CommandContext(arguments, context.Streams);
            var client = (await lineContext.OpenAsync(end.Token)).Client;
            var source = client.Sources.Select(one => one.Name)
                .FirstOrDefault(name => line.Word.StartsWith($"{name}:", StringComparison.Ordinal));
            var query = new TraceQuery { Sources = source is null ? null : [source], ContinueOnSourceFailure = true, Limit = MaxTraces };
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
            // A completion cannot report errors: it offers what was found before.
        }

        return items;
    }
}
