using System.CommandLine;
using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl diff</c>.</summary>
internal sealed class DiffCommand : ToolCommand
{
    private readonly Argument<string[]> _traces = new("REF")
    {
        Description = "References of the two traces: the one to compare with, and the one to compare.",
        Arity = new ArgumentArity(2, 2),
    };

    private readonly Option<bool> _all = new("--all")
    {
        Description = "Show the spans that do not differ, too. JSON always includes them.",
    };

    private readonly Option<bool> _exitCode = new("--exit-code") { Description = "Return exit code 1 if the traces differ." };

    private readonly Option<string?> _html = new("--html")
    {
        Description = "Write a page with both traces side by side to this file, or - for standard output. It contains the bodies.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _tolerance = NumberOption.Create(
        "--tolerance", "Percentage by which durations may differ, beside 1 ms. The default is 20.", 0, 100);

    public DiffCommand()
        : base(
            "diff",
            "Compare two traces: added, removed, moved and changed spans, durations, tokens and costs.",
            "tracectl diff kubiya:22f0e313463b49bb8e9b1f5d61dafda1 kubiya:4bf92f3577b34da6a3ce929d0e0e4736",
            "tracectl diff galtea:1 galtea:2 --tolerance 50",
            "tracectl diff galtea:1 galtea:2 --output json --exit-code",
            "tracectl diff @1 @2 --html diff.html")
    {
        FormatDescriptions =
        [
            ("table", "what differs of the traces, and a tree of the spans that differ"),
            ("json", "one object"),
            ("jsonl, csv", "one span per line"),
        ];
        Arguments.Add(_traces);
        Options.Add(_all);
        Options.Add(_exitCode);
        Options.Add(_tolerance);
        Options.Add(_html);
        ContentOption.AddTo(this);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var resolver = await context.OpenResolverAsync(cancellationToken);
        var traces = new List<Trace>(2);
        await foreach (var trace in resolver.FindAsync(context.Arguments.GetRequiredValue(_traces), cancellationToken))
            traces.Add(trace);

        var comparison = TraceComparison.Compare(traces[0], traces[1], new TraceComparisonOptions
        {
            DurationTolerance = (context.Arguments.GetValue(_tolerance) ?? 20) / 100.0,
        });
        if (context.Arguments.GetValue(_html) is { } file)
            await OutputFile.WritePageAsync(
                context, file, "--html", (page, token) => page.WriteAsync(comparison, token), cancellationToken);
        else
            DiffOutput.Write(context, comparison, context.Arguments.GetValue(_all), ContentOption.IsSet(context));
        return comparison.AreEqual || !context.Arguments.GetValue(_exitCode) ? ExitCodes.Ok : ExitCodes.Failure;
    }
}
