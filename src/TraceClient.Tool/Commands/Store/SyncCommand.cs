using System.CommandLine;
using System.Threading.Channels;
using TraceClient.Replication;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl sync</c>.</summary>
internal sealed class SyncCommand : ToolCommand
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(1);

    private readonly Option<TimeSpan?> _watch = new("--watch")
    {
        Description = "Repeat until Ctrl-C, with this wait between two passes. The default is 1m.",
        HelpName = "INTERVAL",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = argument =>
        {
            if (argument.Tokens.Count == 0)
                return DefaultInterval;
            if (TimeParser.ParseDuration(argument) is not { } interval)
                return null;
            if (interval <= TimeSpan.Zero)
                argument.AddError(InvalidValue.Describe(argument, "a duration of more than 0, such as 30s or 5m"));
            return interval;
        },
    };

    private readonly Option<bool> _noContent = new("--no-content")
    {
        Description = "Store no bodies of inputs, outputs, events and log records, and no attributes with messages.",
    };

    private readonly Option<bool> _all = ServeCommand.CreateAllOption();

    private readonly LimitOptions _limits;
    private readonly QueryOptions _query;

    public SyncCommand()
        : base(
            "sync",
            "Copy new and grown traces of all sources to a store, to search them with --find and SQL.",
            "tracectl sync --demo --store traces.db",
            "tracectl sync --store traces.db --since 30d --source kubiya",
            "tracectl sync --store traces.db --watch 5m --max-age 30d --max-size 2GB",
            "tracectl list --store traces.db --find \"refund order-47*\"")
    {
        foreach (var option in (Option[])[_watch, _noContent, _all])
            Options.Add(option);
        _limits = LimitOptions.AddTo(this);
        _query = QueryOptions.AddTo(this);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var store = ToolStore.Open(context.Arguments, StoreAccess.Create);
        var limits = _limits.Of(context.Arguments);
        var host = await context.OpenSourcesAsync(cancellationToken);

        // Opens the store before a request is sent.
        await store.Store.GetStatisticsAsync(cancellationToken);
        using var progress = new ExportProgress(context, total: null, TimeProvider.System);
        var passes = Channel.CreateUnbounded<ReplicationResult>();
        var options = new ReplicationOptions
        {
            IncludeRequestTraces = context.Arguments.GetValue(_all),
            PollInterval = context.Arguments.GetResult(_watch) is null ? null : context.Arguments.GetValue(_watch) ?? DefaultInterval,
            Progress = new Progress(progress, passes.Writer),
            Transform = context.Arguments.GetValue(_noContent) ? ContentRemover.Remove : null,
        };
        var replicator = new TraceReplicator(host.Client, store.Store, options);
        var results = new SyncResults(context, store, limits, progress, isContinuous: options.PollInterval is not null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var copying = CopyAsync(replicator, QueryWithin(limits, context.Arguments), passes.Writer, stop.Token);
        try
        {
            await foreach (var pass in passes.Reader.ReadAllAsync(CancellationToken.None))
                await results.AddAsync(pass, cancellationToken);
        }
        catch
        {
            await stop.CancelAsync();
            await copying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await copying;
        return SourceFailureReport.Write(context, results.Failures);
    }

    /// <summary>Returns the query, without the traces that would be deleted at once.</summary>
    private TraceQuery QueryWithin(TraceStoreLimits? limits, ParseResult arguments)
    {
        var query = _query.ToQuery(arguments) with { ContinueOnSourceFailure = arguments.GetResult(_watch) is null };
        return limits?.MaxAge is { } age && TimeProvider.System.GetUtcNow() is var now && age < now - DateTimeOffset.UnixEpoch
            && !(query.From > now - age)
            ? query with { From = now - age }
            : query;
    }

    private static async Task CopyAsync(
        TraceReplicator replicator, TraceQuery query, ChannelWriter<ReplicationResult> passes, CancellationToken cancellationToken)
    {
        try
        {
            await replicator.RunAsync(query, cancellationToken);
        }
        finally
        {
            passes.Complete();
        }
    }

    /// <summary>Shows the progress, and passes on the result of each pass.</summary>
    private sealed class Progress(ExportProgress progress, ChannelWriter<ReplicationResult> passes) : IProgress<ReplicationResult>
    {
        private long _passes;

        public void Report(ReplicationResult value)
        {
            progress.Set(value.Written, value.Spans);
            if (value.Passes == _passes)
                return;
            _passes = value.Passes;
            passes.TryWrite(value);
        }
    }
}

/// <summary>Deletes what exceeds the limits after each pass, and writes its result.</summary>
internal sealed class SyncResults(
    CommandContext context, ToolStore store, TraceStoreLimits? limits, ExportProgress progress, bool isContinuous)
{
    private ReplicationResult _last = new();

    /// <summary>Gets the failures of sources and traces in the last pass.</summary>
    public IReadOnlyList<SourceFailure> Failures { get; private set; } = [];

    public async Task AddAsync(ReplicationResult pass, CancellationToken cancellationToken)
    {
        var pruned = limits is null ? 0 : await store.Store.PruneAsync(limits, cancellationToken);
        var result = new SyncResult(pass.Written - _last.Written, pass.Spans - _last.Spans, pass.AlreadyDone - _last.AlreadyDone)
        {
            Unfinished = pass.Unfinished,
            Pruned = pruned,
            Failures = pass.Failures.Count + pass.SourceFailures.Count,
            Stored = await store.Store.GetStatisticsAsync(cancellationToken),
        };
        _last = pass;
        Failures =
        [
            .. pass.SourceFailures,
            .. pass.Failures.Select(failure => new SourceFailure(failure.Reference.Source, failure.Exception)),
        ];
        progress.Dispose();
        if (isContinuous)
        {
            foreach (var failure in pass.SourceFailures)
                context.Messages.Warn(failure.Exception.Message);
        }

        // A pass that changed nothing is not worth a line.
        if (!isContinuous || pass.Passes == 1 || result is not { Traces: 0, Pruned: 0 })
            await WriteAsync(result);
    }

    private async Task WriteAsync(SyncResult result)
    {
        if (context.Format is OutputFormat.Json or OutputFormat.JsonLines)
        {
            JsonOutput.One(context, result, SyncResult.Write);
            await context.FlushAsync();
        }
        else
        {
            context.Messages.Info(result.Describe(store.Name));
        }
    }
}

/// <summary>Represents the result of a pass.</summary>
/// <param name="Traces">The number of traces that were copied.</param>
/// <param name="Spans">The number of their spans.</param>
/// <param name="AlreadyDone">The number of listed traces that were copied before.</param>
internal sealed record SyncResult(long Traces, long Spans, long AlreadyDone)
{
    /// <summary>Gets the number of traces that can still grow.</summary>
    public long Unfinished { get; init; }

    /// <summary>Gets the number of old traces that were deleted.</summary>
    public long Pruned { get; init; }

    /// <summary>Gets the number of sources and traces that failed.</summary>
    public int Failures { get; init; }

    /// <summary>Gets what the store has now.</summary>
    public required TraceStoreStatistics Stored { get; init; }

    public string Describe(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"Copied {Traces:N0} traces with {Spans:N0} spans to {name}.{(Pruned > 0 ? $" Deleted {Pruned:N0} old traces." : "")} "
            + $"It has {Stored.Traces:N0} traces with {Stored.Spans:N0} spans ({ByteSize.Format(Stored.Bytes)}).");

    public static void Write(Utf8JsonWriter writer, SyncResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("traces", result.Traces);
        writer.WriteNumber("spans", result.Spans);
        writer.WriteNumber("alreadyDone", result.AlreadyDone);
        writer.WriteNumber("unfinished", result.Unfinished);
        writer.WriteNumber("deleted", result.Pruned);
        writer.WriteNumber("failures", result.Failures);
        writer.WriteStartObject("store");
        StoreOutput.WriteMembers(writer, result.Stored);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
