using System.CommandLine;
using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary><c>tracectl import</c>: says what files hold, and turns them into one file of another form.</summary>
internal sealed class ImportCommand : ToolCommand
{
    private readonly Argument<string[]> _paths = new("FILE")
    {
        Description =
            "Files and folders: OTLP as JSON, JSON Lines or protobuf, Tempo's answers, saved Calyptia records, "
                + "Fluent Bit's Tap output; each also with gzip.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _to = new("--to", "-t")
    {
        Description =
            "Write all of it to this file too, inputs and outputs included: .jsonl, .json, .pb, .csv or .html, each also with .gz.",
        HelpName = "FILE",
    };

    public ImportCommand()
        : base(
            "import",
            "Say what trace files of any form hold, and turn them into one.",
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
        var target = context.Arguments.GetValue(_to) is { } to ? ExportTarget.Of(to, formName: null) : null;
        if (target is { IsCollector: true } or { Path: null })
            throw new UsageException("Import writes a file.", $"tracectl export --file {paths[0]} --to URL");

        await using var supply = await TraceSupply.OpenFilesAsync(paths, context.Notices, cancellationToken);
        var census = new ImportCensus();
        var list = supply.Client.ListTracesAsync(new TraceQuery { ContinueOnSourceFailure = true }, cancellationToken);
        await foreach (var trace in list.WithCancellation(cancellationToken))
            census.Add(trace);
        if (target is not null)
            await WriteAsync(context, supply.Client, target, cancellationToken);

        Show(context, census);
        await context.FlushAsync();
        context.Notices.Say($"to look at them: tracectl list --file {target?.Path ?? paths[0]}");
        return FailureReport.Write(context, list.Failures);
    }

    private static async Task WriteAsync(
        CommandContext context, ITraceClient client, ExportTarget target, CancellationToken cancellationToken)
    {
        using var progress = new ExportProgress(context, total: null, TimeProvider.System);
        var reads = new TraceReads(client, new TraceQuery(), int.MaxValue, default);
        var content = new OtlpWriterOptions { IncludeContent = true, MaxEventsPerSpan = int.MaxValue };
        await new ExportFile(context, target, content).WriteAsync(reads, progress, cancellationToken);
    }

    private static void Show(CommandContext context, ImportCensus census)
    {
        if (context.Format == OutputFormat.Table)
        {
            var table = new TableWriter(
                context.Screen, new Column("SOURCE"), new Column("TRACES", IsRight: true), new Column("SPANS", IsRight: true),
                new Column("ERRORS", IsRight: true), new Column("OLDEST"), new Column("NEWEST"));
            foreach (var source in census.Sources)
            {
                table.Row(
                    (source.Name, Styles.Accent),
                    (ValueText.Of(source.Traces), Styles.Plain),
                    (ValueText.Of(source.Spans), Styles.Plain),
                    (ValueText.Of(source.Errors), source.Errors > 0 ? Styles.Bad : Styles.Dim),
                    (ValueText.Of(source.Oldest), Styles.Dim),
                    (ValueText.Of(source.Newest), Styles.Dim));
            }

            table.Finish();
        }
        else if (context.Format == OutputFormat.Csv)
        {
            var csv = new CsvOutput(context.Streams.Out);
            csv.Row("source", "traces", "spans", "errors", "oldest", "newest");
            foreach (var source in census.Sources)
                csv.Row(source.Name, $"{source.Traces}", $"{source.Spans}", $"{source.Errors}", source.Oldest?.ToString(),
                    source.Newest?.ToString());
        }
        else
        {
            using var json = JsonOutput.Array(context);
            foreach (var source in census.Sources)
                json.Write(source, Write);
            json.Finish();
        }
    }

    private static void Write(Utf8JsonWriter writer, ImportCensus.Source source)
    {
        writer.WriteStartObject();
        writer.WriteString("source", source.Name);
        writer.WriteNumber("traces", source.Traces);
        writer.WriteNumber("spans", source.Spans);
        writer.WriteNumber("errors", source.Errors);
        JsonMembers.Write(writer, "oldest", source.Oldest);
        JsonMembers.Write(writer, "newest", source.Newest);
        writer.WriteEndObject();
    }
}
