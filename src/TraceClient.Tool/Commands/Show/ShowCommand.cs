using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl show</c>.</summary>
internal sealed class ShowCommand : ToolCommand
{
    private readonly Argument<string[]> _traces;

    private readonly Option<bool> _records = new("--records")
    {
        Description = "Show the records of each span. JSON always includes them, and their bodies with --content.",
    };

    private readonly Option<bool> _attributes = new("--attributes")
    {
        Description = "Show the id and attributes of each span. JSON always includes them.",
    };

    private readonly Option<string?> _span = new("--span")
    {
        Description = "Only this span, in detail, and its descendants.",
        HelpName = "ID|NAME",
    };

    private readonly Option<bool> _errors = new("--errors") { Description = "Only failed spans and their ancestors." };

    public ShowCommand()
        : base(
            "show",
            "Show a trace as a tree of spans with bars on a time axis.",
            "tracectl show --demo",
            "tracectl show kubiya:22f0e313463b49bb8e9b1f5d61dafda1",
            "tracectl show galtea --errors --records",
            "tracectl show kubiya:22f0e313463b49bb8e9b1f5d61dafda1 --span agent.chat",
            "tracectl show kubiya:22f0e313463b49bb8e9b1f5d61dafda1 --output jsonl | jq -r .name")
    {
        FormatDescriptions =
        [
            ("table", "header, tree and bars"),
            ("json", "trace as an object, or several traces as an array"),
            ("jsonl, csv", "one span per line"),
        ];
        _traces = TraceArgument.AddTo(this);
        Options.Add(_records);
        Options.Add(_attributes);
        Options.Add(_span);
        Options.Add(_errors);
        ContentOption.AddTo(this);
    }

    protected override bool UsesPager => true;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var texts = context.Arguments.GetValue(_traces) ?? [];
        var finder = await context.OpenResolverAsync(cancellationToken);
        using var output = Output(context, isSingle: texts.Length < 2);
        await foreach (var trace in finder.FindAsync(texts, cancellationToken))
            output.Write(trace, SpanSelection.Of(trace, context.Arguments.GetValue(_span), context.Arguments.GetValue(_errors)));
        output.Finish();
        return ExitCodes.Ok;
    }

    private TraceOutput Output(CommandContext context, bool isSingle) => context.Format switch
    {
        OutputFormat.Table => new TraceTreeOutput(context.Screen, new TraceDetailOptions(
            Records: context.Arguments.GetValue(_records),
            Attributes: context.Arguments.GetValue(_attributes),
            ForSpan: context.Arguments.GetValue(_span) is not null)),
        OutputFormat.Csv or OutputFormat.Rows => new SpanCsvOutput(CsvOutput.Of(context)),
        OutputFormat.JsonLines => new SpanJsonLinesOutput(context),
        _ => new TraceJsonOutput(context, isSingle),
    };
}
