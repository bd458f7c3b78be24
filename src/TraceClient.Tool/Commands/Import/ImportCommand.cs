using System.CommandLine;
using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl import</c>.</summary>
internal sealed class ImportCommand : ToolCommand
{
    private readonly Argument<string[]> _paths = new("FILE")
    {
        Description =
            "Files or folders: OTLP as JSON, JSON Lines or protobuf, responses of Tempo, saved Calyptia records, or Tap output of "
                + "Fluent Bit; each optionally with gzip.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _to = new("--to", "-t")
    {
        Description =
            "File to write the traces to, including inputs and outputs: .jsonl, .json, .pb, .csv or .html, optionally with .gz.",
        HelpName = "FILE",
    };

    public ImportCommand()
        : base(
            "import",
            "Summarize trace files, and convert them to one file.",
            "tracectl import tap.jsonl",
            "tracectl import archive/ --to all.jsonl.gz",
            "tracectl list --file all.jsonl.gz")
    {
        Arguments.Add(_paths);
        Options.Add(_to);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var paths = context.Arguments.GetRequiredValue(_paths);
        var target = context.Arguments.GetValue(_to) is { } to ? ExportTarget.Of(to, formatName: null) : null;
        if (target is { IsCollector: true } or { Path: null })
            throw new UsageException("Invalid value for --to. Use a file.", $"tracectl export --file {paths[0]} --to URL");

        await using var host = await ClientHost.OpenFilesAsync(paths, context.Messages, cancellationToken);
        var summary = new ImportSummary();
        var list = host.Client.ListTracesAsync(new TraceQuery { ContinueOnSourceFailure = true }, cancellationToken);
        await foreach (var trace in list.WithCancellation(cancellationToken))
            summary.Add(trace);
        if (target is not null)
            await WriteAsync(context, host.Client, target, cancellationToken);

        WriteSummary(context, summary);
        await context.FlushAsync();
        context.Messages.Info($"To list the traces: tracectl list --file {target?.Path ?? paths[0]}");
        return SourceFailureReport.Write(context, list.Failures);
    }

    private static async Task WriteAsync(
        CommandContext context, ITraceClient client, ExportTarget target, CancellationToken cancellationToken)
    {
        using var progress = new ExportProgress(context, total: null, TimeProvider.System);
        var reads = new TraceReader(client, new TraceQuery(), int.MaxValue, default);
        var content = new OtlpWriterOptions { IncludeContent = true, MaxEventsPerSpan = int.MaxValue };
        await new ExportFile(context, target, content).WriteAsync(reads, progress, cancellationToken);
    }

    private static void WriteSummary(CommandContext context, ImportSummary summary)
    {
        if (context.Format == OutputFormat.Table)
        {
            SourceCounts.WriteTable(context.Screen, summary.Sources);
        }
        else if (context.Format is OutputFormat.Csv or OutputFormat.Rows)
        {
            SourceCounts.WriteCsv(CsvOutput.Of(context), summary.Sources);
        }
        else
        {
            JsonOutput.All(context, summary.Sources, SourceCounts.Write);
        }
    }
}
