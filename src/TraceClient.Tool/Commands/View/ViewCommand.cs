using System.CommandLine;
using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl view</c>.</summary>
internal sealed class ViewCommand : ToolCommand
{
    private readonly Argument<string[]> _references;

    private readonly Option<string?> _to = new("--to", "-t")
    {
        Description = "File to write the page to, or - for standard output, instead of opening it in a browser.",
        HelpName = "FILE",
    };

    public ViewCommand()
        : base(
            "view",
            "Open a trace in the browser as one HTML file with timeline, conversation, records and summary; two traces also side by side.",
            "tracectl view --demo",
            "tracectl view kubiya:4bf92f3577b34da6a3ce929d0e0e4736",
            "tracectl view galtea --to trace.html",
            "tracectl view @1 @2",
            "tracectl view --file traces.jsonl kubiya:4bf92f3577b34da6a3ce929d0e0e4736 --to trace.html")
    {
        _references = TraceArgument.AddTo(this);
        Options.Add(_to);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var references = context.Arguments.GetValue(_references) ?? [];
        var traces = (await context.OpenResolverAsync(cancellationToken)).FindAsync(references, cancellationToken);
        var write = references.Length == 2 ? await CompareAsync(traces, cancellationToken) : (page, token) =>
            page.WriteAsync(traces, token);
        if (context.Arguments.GetValue(_to) is not { } to)
            return await OpenAsync(context, write, cancellationToken);
        await OutputFile.WritePageAsync(context, to, "--to", write, cancellationToken);
        return ExitCodes.Ok;
    }

    private static async Task<Func<TraceHtmlWriter, CancellationToken, Task>> CompareAsync(
        IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken)
    {
        var both = await traces.ToListAsync(cancellationToken);
        var comparison = TraceComparison.Compare(both[0], both[1]);
        return (page, token) => page.WriteAsync(comparison, token);
    }

    // Bodies can contain personal data, so only the owner can read the file, and it does not outlive the command.
    private static async Task<int> OpenAsync(
        CommandContext context, Func<TraceHtmlWriter, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var folder = TemporaryPaths.Track(Directory.CreateTempSubdirectory("tracectl-").FullName);
        var path = Path.Combine(folder.Path, "trace.html");
        await using (var file = OwnerOnlyFile.Create(path))
            await write(new TraceHtmlWriter(file), cancellationToken);
        context.Streams.Out.WriteLine(path);
        await context.FlushAsync();
        context.Messages.Info(
            $"{(BrowserLauncher.TryOpen(path) ? "Opened the page in the browser." : "No browser found. Open the file in a browser.")} "
                + "Press Ctrl-C to delete the file and exit. To keep it: tracectl view --to FILE");

        // A browser reads the file after it was started, so the file stays until the user is done, which is not an error.
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Ok;
    }
}
