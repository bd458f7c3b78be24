using System.CommandLine;
using TraceClient.Otlp;
using TraceClient.Replication;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl export</c>.</summary>
internal sealed class ExportCommand : ToolCommand
{
    private readonly Argument<string[]> _references = new("REF")
    {
        Description = "References of traces (source:id). The default is the traces that the options select.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _to = new("--to", "-t")
    {
        Description =
            "File (.jsonl, .json, .pb, .csv or .html, optionally with .gz), URL of an OTLP/HTTP collector, otlp for the collector of "
                + "OTEL_EXPORTER_OTLP_*, or - for standard output.",
        HelpName = "FILE|URL",
        DefaultValueFactory = _ => ExportTarget.StandardOutput,
    };

    private readonly Option<string?> _format = new Option<string?>("--format")
    {
        Description = "Format: json, jsonl or protobuf (OTLP), csv (one row per span) or html. The default follows from the file name.",
        HelpName = "FORMAT",
    }.AcceptOnlyFromAmong([.. ExportTarget.FormatNames]);

    private readonly Option<bool> _content = new("--content")
    {
        Description =
            "Include inputs, outputs and bodies of log records, which can contain personal data. HTML always includes them, CSV never.",
    };

    private readonly Option<TraceShard> _shard = new("--shard")
    {
        Description = "Export only one shard of the traces, such as 2/4, to distribute an export over several machines.",
        HelpName = "I/N",
        CustomParser = argument =>
        {
            if (TraceShard.TryParse(argument.Tokens[0].Value, out var shard))
                return shard;
            argument.AddError(InvalidValue.Describe(argument, "I/N, such as 2/4 for the second of four shards"));
            return default;
        },
    };

    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "File that stores the progress of an export to a collector, so that the same command can resume it.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _all = new("--all")
    {
        Description =
            "With a collector, include the traces named traces.list and traces.get, which Kubiya creates whenever traces are read.",
    };

    private readonly Option<int> _limit = LimitOption.Create("Maximum number of traces in a file; 0 for all.");

    private readonly QueryOptions _query;

    public ExportCommand()
        : base(
            "export",
            "Export traces as OTLP, CSV or HTML, or send them to a collector.",
            "tracectl export --demo --to traces.jsonl",
            "tracectl export --since 1d --errors --content --to errors.json.gz",
            "tracectl export kubiya:4bf92f3577b34da6a3ce929d0e0e4736 --to trace.html",
            "tracectl export --since 30d --to http://localhost:4318 --checkpoint export.checkpoint --shard 1/4")
    {
        Arguments.Add(_references);
        foreach (var option in (Option[])[_to, _format, _content, _shard, _checkpoint, _all, _limit])
            Options.Add(option);
        _query = QueryOptions.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetValue(_references) is { Length: > 0 }
                && (result.GetResult(_shard) is not null || result.GetResult(_checkpoint) is not null))
                result.AddError("--shard and --checkpoint cannot be used with REF.");
        });
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = ExportTarget.Of(context.Arguments.GetRequiredValue(_to), context.Arguments.GetValue(_format));
        if (context.Arguments.GetValue(_checkpoint) is not null && !target.IsCollector)
            throw new UsageException("--checkpoint can only be used with a collector.");
        if (context.Arguments.GetValue(_all) && !target.IsCollector)
            throw new UsageException("--all can only be used with a collector. A file always has all traces.");
        if (context.Arguments.GetValue(_limit) > 0 && target.IsCollector)
            throw new UsageException("--limit cannot be used with a collector.", "--since 1h");
        var host = await context.OpenAsync(cancellationToken);
        string[] references = context.Arguments.GetValue(_references) ?? [];
        int? total = references.Length > 0 ? references.Length : context.Arguments.GetValue(_limit) is var most and > 0 ? most : null;
        using var progress = new ExportProgress(context, total, TimeProvider.System);
        var result = target.IsCollector
            ? await ToCollectorAsync(context, host.Client, target, references, progress, cancellationToken)
            : await ToFileAsync(context, host.Client, target, references, progress, cancellationToken);
        progress.Dispose();
        WriteResult(context, target, result);
        return SourceFailureReport.Write(context, result.Failures);
    }

    private async Task<ExportResult> ToFileAsync(
        CommandContext context, ITraceClient client, ExportTarget target, string[] references, ExportProgress progress,
        CancellationToken cancellationToken)
    {
        var file = new ExportFile(context, target, Content(context));
        if (references.Length > 0)
        {
            await file.WriteAsync(
                (await context.OpenResolverAsync(cancellationToken)).FindAsync(references, cancellationToken), progress, cancellationToken);
            return new ExportResult(progress.Traces, progress.Spans);
        }

        var limit = LimitOption.Of(context.Arguments, _limit);
        var reads = new TraceReader(client, _query.ToQuery(context.Arguments), limit, context.Arguments.GetValue(_shard));
        await file.WriteAsync(reads, progress, cancellationToken);
        return new ExportResult(progress.Traces, progress.Spans) { Failures = reads.Failures };
    }

    private async Task<ExportResult> ToCollectorAsync(
        CommandContext context, ITraceClient client, ExportTarget target, string[] references, ExportProgress progress,
        CancellationToken cancellationToken)
    {
        var options = new OtlpExporterOptions { Endpoint = target.Endpoint, Content = Content(context) };
        options.ReadEnvironment();
        if (context.Arguments.GetValue(_format) is not null)
            options.Format = target.Format == ExportFormat.Json ? OtlpExportFormat.Json : OtlpExportFormat.Protobuf;
        await using var exporter = new OtlpTraceExporter(options);
        if (references.Length > 0)
        {
            var sent = await exporter.ExportAsync(
                (await context.OpenResolverAsync(cancellationToken)).FindAsync(references, cancellationToken), cancellationToken);
            return new ExportResult(sent.Traces, sent.Spans) { RejectedSpans = sent.RejectedSpans, Messages = sent.Messages };
        }

        var replication = new ReplicationOptions
        {
            CheckpointPath = context.Arguments.GetValue(_checkpoint),
            Shard = context.Arguments.GetValue(_shard),
            IncludeRequestTraces = context.Arguments.GetValue(_all),
            Progress = new Progress(progress),
        };
        var copied = await new TraceReplicator(client, exporter, replication)
            .RunAsync(_query.ToQuery(context.Arguments), cancellationToken);
        return new ExportResult(copied.Written, copied.Spans)
        {
            AlreadyDone = copied.AlreadyDone,
            RejectedSpans = copied.RejectedSpans,
            Messages = copied.Messages,
            Failures = [.. copied.Failures.Select(failure => new SourceFailure(failure.Reference.Source, failure.Exception))],
        };
    }

    private OtlpWriterOptions Content(CommandContext context)
    {
        var options = new OtlpWriterOptions { IncludeContent = context.Arguments.GetValue(_content) };
        if (options.IncludeContent)
            options.MaxEventsPerSpan = int.MaxValue;
        return options;
    }

    private static void WriteResult(CommandContext context, ExportTarget target, ExportResult result)
    {
        foreach (var message in result.Messages)
            context.Messages.Warn($"Message from the collector: {message}");
        if (result.RejectedSpans > 0)
            context.Messages.Warn($"The collector rejected {result.RejectedSpans} spans.");
        if (target.Path is null && !target.IsCollector)
            return;
        if (context.Format is OutputFormat.Json or OutputFormat.JsonLines)
            JsonOutput.One(context, result, Write);
        else
            context.Messages.Info(result.Describe(target));
    }

    private static void Write(Utf8JsonWriter writer, ExportResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("traces", result.Traces);
        writer.WriteNumber("spans", result.Spans);
        writer.WriteNumber("alreadyDone", result.AlreadyDone);
        writer.WriteNumber("rejectedSpans", result.RejectedSpans);
        writer.WriteNumber("failures", result.Failures.Count);
        writer.WriteEndObject();
    }

    private sealed class Progress(ExportProgress progress) : IProgress<ReplicationResult>
    {
        public void Report(ReplicationResult value) => progress.Set(value.Written, value.Spans);
    }
}
