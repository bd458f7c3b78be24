using System.CommandLine;
using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary><c>tracectl export</c>: traces to a file, to standard output or to a collector.</summary>
internal sealed class ExportCommand : ToolCommand
{
    private readonly Argument<string[]> _references = new("REF")
    {
        Description = "Traces as list prints them; without any, those that the options below choose.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _to = new("--to", "-t")
    {
        Description =
            "A file (.jsonl, .json, .pb, .csv, .html, each also with .gz), the address of an OTLP/HTTP collector, otlp for the one of "
                + "OTEL_EXPORTER_OTLP_*, or - for standard output.",
        HelpName = "FILE|URL",
        DefaultValueFactory = _ => ExportTarget.StandardOutput,
    };

    private readonly Option<string?> _format = new Option<string?>("--format")
    {
        Description = "json, jsonl or protobuf (OTLP), csv (a line a span) or html, where the file's name does not say it.",
        HelpName = "FORM",
    }.AcceptOnlyFromAmong([.. ExportTarget.FormNames]);

    private readonly Option<bool> _content = new("--content")
    {
        Description =
            "Also inputs, outputs and bodies of log records, all of them: they can be personal data. HTML always has them, CSV never.",
    };

    private readonly Option<TraceShard> _shard = new("--shard")
    {
        Description = "Only one share of the traces, such as 2/4, where several machines export together.",
        HelpName = "I/N",
        CustomParser = argument =>
        {
            if (TraceShard.TryParse(argument.Tokens[0].Value, out var shard))
                return shard;
            argument.AddError("--shard is a share such as 2/4, the second of four.");
            return default;
        },
    };

    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "For a collector: a file that keeps what has arrived, so that the same command goes on where it was stopped.",
        HelpName = "FILE",
    };

    private readonly Option<int> _limit = new("--limit",
        "-n")
    { Description = "For a file: at most this many traces of those that are chosen; 0 for all.", HelpName = "COUNT" };

    private readonly QueryOptions _query;

    public ExportCommand()
        : base(
            "export",
            "Write traces as OTLP, CSV or HTML, or post them to a collector.",
            "tracectl export --demo --to traces.jsonl",
            "tracectl export --since 1d --errors --content --to errors.json.gz",
            "tracectl export kubiya:4bf92f3577b34da6a3ce929d0e0e4736 --to trace.html",
            "tracectl export --since 30d --to http://localhost:4318 --checkpoint export.checkpoint --shard 1/4")
    {
        Arguments.Add(_references);
        foreach (var option in (Option[])[_to, _format, _content, _shard, _checkpoint, _limit])
            Options.Add(option);
        _query = QueryOptions.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetValue(_references) is { Length: > 0 }
                && (result.GetResult(_shard) is not null || result.GetResult(_checkpoint) is not null))
                result.AddError("--shard and --checkpoint are for traces that the options choose, not for traces by name.");
        });
        LimitOption.Check(_limit);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = ExportTarget.Of(context.Arguments.GetRequiredValue(_to), context.Arguments.GetValue(_format));
        if (context.Arguments.GetValue(_checkpoint) is not null && !target.IsCollector)
            throw new UsageException("--checkpoint is for a collector; a file is written anew each time.");
        if (context.Arguments.GetValue(_limit) > 0 && target.IsCollector)
            throw new UsageException("--limit is for a file; a collector gets all that is chosen.", "--since 1h");
        var supply = await context.OpenAsync(cancellationToken);
        string[] references = context.Arguments.GetValue(_references) ?? [];
        int? total = references.Length > 0 ? references.Length : context.Arguments.GetValue(_limit) is var most and > 0 ? most : null;
        using var progress = new ExportProgress(context, total, TimeProvider.System);
        var outcome = target.IsCollector
            ? await ToCollectorAsync(context, supply.Client, target, references, progress, cancellationToken)
            : await ToFileAsync(context, supply.Client, target, references, progress, cancellationToken);
        progress.Dispose();
        Tell(context, target, outcome);
        return FailureReport.Write(context, outcome.Failures);
    }

    private async Task<ExportOutcome> ToFileAsync(
        CommandContext context, ITraceClient client, ExportTarget target, string[] references, ExportProgress progress,
        CancellationToken cancellationToken)
    {
        var file = new ExportFile(context, target, Content(context));
        if (references.Length > 0)
        {
            await file.WriteAsync(
                new TraceFinder(client, context.Notices).FindAsync(references, cancellationToken), progress, cancellationToken);
            return new ExportOutcome(progress.Traces, progress.Spans);
        }

        var limit = context.Arguments.GetValue(_limit) is var count and > 0 ? count : int.MaxValue;
        var reads = new TraceReads(client, _query.ToQuery(context.Arguments), limit, context.Arguments.GetValue(_shard));
        await file.WriteAsync(reads, progress, cancellationToken);
        return new ExportOutcome(progress.Traces, progress.Spans) { Failures = reads.Failures };
    }

    private async Task<ExportOutcome> ToCollectorAsync(
        CommandContext context, ITraceClient client, ExportTarget target, string[] references, ExportProgress progress,
        CancellationToken cancellationToken)
    {
        var options = new OtlpExporterOptions { Endpoint = target.Endpoint, Content = Content(context) };
        options.ReadEnvironment();
        if (context.Arguments.GetValue(_format) is not null)
            options.Format = target.Form == ExportForm.Json ? OtlpExportFormat.Json : OtlpExportFormat.Protobuf;
        await using var exporter = new OtlpTraceExporter(options);
        if (references.Length > 0)
        {
            var sent = await exporter.ExportAsync(
                new TraceFinder(client, context.Notices).FindAsync(references, cancellationToken), cancellationToken);
            return new ExportOutcome(sent.Traces, sent.Spans) { RejectedSpans = sent.RejectedSpans, Messages = sent.Messages };
        }

        var bridged = await exporter.BridgeAsync(client, _query.ToQuery(context.Arguments), new OtlpBridgeOptions
        {
            CheckpointPath = context.Arguments.GetValue(_checkpoint),
            Shard = context.Arguments.GetValue(_shard),
            Progress = new Progress(progress),
        }, cancellationToken);
        return new ExportOutcome(bridged.Exported, bridged.Spans)
        {
            AlreadyDone = bridged.AlreadyDone,
            RejectedSpans = bridged.RejectedSpans,
            Messages = bridged.Messages,
            Failures = [.. bridged.Failures.Select(failure => new SourceFailure(failure.Reference.Source, failure.Exception))],
        };
    }

    private OtlpWriterOptions Content(CommandContext context)
    {
        var isAsked = context.Arguments.GetValue(_content);
        return new OtlpWriterOptions
        {
            IncludeContent = isAsked,
            MaxEventsPerSpan = isAsked
            ? int.MaxValue
            : new OtlpWriterOptions().MaxEventsPerSpan
        };
    }

    private static void Tell(CommandContext context, ExportTarget target, ExportOutcome outcome)
    {
        foreach (var message in outcome.Messages)
            context.Notices.Warn($"the collector said: {message}");
        if (outcome.RejectedSpans > 0)
            context.Notices.Warn($"the collector rejected {outcome.RejectedSpans} of the spans");
        if (target.Path is null && !target.IsCollector)
            return;
        if (context.Format is OutputFormat.Json or OutputFormat.JsonLines)
            JsonOutput.One(context, outcome, Write);
        else
            context.Notices.Say(outcome.Describe(target));
    }

    private static void Write(Utf8JsonWriter writer, ExportOutcome outcome)
    {
        writer.WriteStartObject();
        writer.WriteNumber("traces", outcome.Traces);
        writer.WriteNumber("spans", outcome.Spans);
        writer.WriteNumber("alreadyDone", outcome.AlreadyDone);
        writer.WriteNumber("rejectedSpans", outcome.RejectedSpans);
        writer.WriteNumber("failures", outcome.Failures.Count);
        writer.WriteEndObject();
    }

    private sealed class Progress(ExportProgress progress) : IProgress<OtlpBridgeResult>
    {
        public void Report(OtlpBridgeResult value) => progress.Set(value.Exported, value.Spans);
    }
}
