using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>tracectl show</c>: a trace as a tree with a bar for each span.</summary>
internal sealed class ShowCommand : ToolCommand
{
    private readonly Argument<string[]> _traces;

    private readonly Option<bool> _records = new("--records")
    {
        Description = "Show each span's records below it. JSON always has them, with --content their bodies too.",
    };

    private readonly Option<bool> _attributes = new("--attributes")
    {
        Description = "Show each span's id and attributes below it. JSON always has them.",
    };

    private readonly Option<string?> _span = new("--span")
    {
        Description = "Only this span, with all that is known of it, and those below it.",
        HelpName = "ID|NAME",
    };

    private readonly Option<bool> _errors = new("--errors") { Description = "Only spans that failed, and those above them." };

    public ShowCommand()
        : base(
            "show",
            "Show a trace: its header, and its spans as a tree with a bar for each on one time axis.",
            "tracectl show --demo",
            "tracectl show kubiya:22f0e313463b49bb8e9b1f5d61dafda1",
            "tracectl show galtea --errors --records",
            "tracectl show kubiya:22f0e313463b49bb8e9b1f5d61dafda1 --span agent.chat",
            "tracectl show kubiya:22f0e313463b49bb8e9b1f5d61dafda1 --output jsonl | jq -r .name")
    {
        OutputForms =
        [
            ("table", "header, tree and bars"),
            ("json", "the whole trace as an object, several as an array"),
            ("jsonl, csv", "a span a line"),
        ];
        _traces = TraceArgument.AddTo(this);
        Options.Add(_records);
        Options.Add(_attributes);
        Options.Add(_span);
        Options.Add(_errors);
        ContentOption.AddTo(this);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var texts = context.Arguments.GetValue(_traces) ?? [];
        var finder = new TraceFinder((await context.OpenAsync(cancellationToken)).Client, context.Notices);
        using var output = Output(context, isOne: texts.Length < 2);
        await foreach (var trace in finder.FindAsync(texts, cancellationToken))
            output.Write(trace, SpanSelection.Of(trace, context.Arguments.GetValue(_span), context.Arguments.GetValue(_errors)));
        output.Finish();
        return ExitCodes.Ok;
    }

    private TraceOutput Output(CommandContext context, bool isOne) => context.Format switch
    {
        OutputFormat.Table => new TraceView(context.Screen, new TraceDetail(
            Records: context.Arguments.GetValue(_records),
            Attributes: context.Arguments.GetValue(_attributes),
            IsSpan: context.Arguments.GetValue(_span) is not null)),
        OutputFormat.Csv => new SpanCsv(context.Streams.Out),
        OutputFormat.JsonLines => new SpanJsonLines(context),
        _ => new TraceJsonOutput(context, isOne),
    };
}
