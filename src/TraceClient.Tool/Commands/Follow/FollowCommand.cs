using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl follow</c>.</summary>
internal sealed class FollowCommand : ToolCommand
{
    private readonly Argument<string?> _trace = new("REF")
    {
        Description = $"{TraceArgument.Forms}. The default is all new traces.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly QueryOptions _query;

    private readonly Option<TimeSpan?> _interval = new("--interval")
    {
        Description = "Time between two polls. The default is 2s.",
        HelpName = "TIME",
        CustomParser = TimeParser.ParseDuration,
    };

    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = "Maximum time to follow. The exit code is 1 if the trace has not ended by then.",
        HelpName = "TIME",
        CustomParser = TimeParser.ParseDuration,
    };

    private readonly Option<TimeSpan?> _settle = new("--settle")
    {
        Description = "Time to wait for late spans after the end of a trace. The default is 10s.",
        HelpName = "TIME",
        CustomParser = TimeParser.ParseDuration,
    };

    private readonly Option<bool> _wait = new("--wait") { Description = "Wait for a trace that does not exist yet." };

    public FollowCommand()
        : base(
            "follow",
            "Follow a trace until it ends, or all new traces until Ctrl-C.",
            "tracectl follow kubiya:22f0e313463b49bb8e9b1f5d61dafda1",
            "tracectl follow --source kubiya --errors",
            "tracectl follow --since 10m --interval 5s --output jsonl | jq -r .reference",
            "tracectl follow kubiya:22f0e313463b49bb8e9b1f5d61dafda1 --wait --timeout 5m && echo done")
    {
        FormatDescriptions =
        [
            ("table", "added (+) and changed (~) spans of REF, or new traces"),
            ("json, jsonl", "one object per line"),
            ("in a pipe", "new traces as tab-separated rows, as tracectl list writes them"),
        ];
        Arguments.Add(_trace);
        _query = QueryOptions.AddTo(this);
        foreach (var option in new Option[] { _interval, _timeout, _settle, _wait })
            Options.Add(option);
        ContentOption.AddTo(this);
        _interval.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && TimeParser.TryParseDuration(text, out var interval) && interval <= TimeSpan.Zero)
                result.AddError($"Invalid value '{text}' for --interval. Use a duration of more than 0.");
        });
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        using var end = context.Arguments.GetValue(_timeout) is { } timeout
            ? new CancellationTokenSource(timeout, clock)
            : new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            if (context.Arguments.GetValue(_trace) is { } text)
                await FollowTraceAsync(context, text, linked.Token);
            else
                await FollowListAsync(context, clock, linked.Token);
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            if (context.Arguments.GetValue(_trace) is null)
                return ExitCodes.Ok;
            await context.FlushAsync();
            return new ErrorReport(ExitCodes.Failure, "timeout", "The trace did not end before the timeout.")
                .Write(context.Streams, context.ErrorFormat);
        }
    }

    private async Task FollowTraceAsync(CommandContext context, string text, CancellationToken cancellationToken)
    {
        if (_query.AreUsed(context.Arguments))
            throw new UsageException("Options that filter traces cannot be used with REF.", "tracectl follow --help");
        var defaults = new FollowOptions();
        var options = new FollowOptions
        {
            PollInterval = context.Arguments.GetValue(_interval) ?? defaults.PollInterval,
            QuietPeriod = context.Arguments.GetValue(_settle) ?? defaults.QuietPeriod,
            WaitForTrace = context.Arguments.GetValue(_wait),
        };
        var client = (await context.OpenAsync(cancellationToken)).Client;
        var reference = await (await context.OpenResolverAsync(cancellationToken)).ResolveAsync(text, cancellationToken);
        using var output = SpanUpdateWriter.Of(context);
        Trace? last = null;
        await foreach (var update in client.FollowAsync(reference, options, cancellationToken))
        {
            last = update.Trace;
            foreach (var span in update.AddedSpans)
                output.Write(update.Trace, span, isNew: true);
            foreach (var span in update.ChangedSpans)
                output.Write(update.Trace, span, isNew: false);
            await context.FlushAsync();
        }

        if (last is not null)
            output.End(last);
    }

    private async Task FollowListAsync(CommandContext context, TimeProvider clock, CancellationToken cancellationToken)
    {
        var client = (await context.OpenAsync(cancellationToken)).Client;
        var query = _query.ToQuery(context.Arguments);
        var poller = new TracePoller(client, query, clock);
        using var output = NewTraceWriter.Of(context, [.. client.Sources.Select(source => source.Name)]);
        var isFirst = true;
        while (true)
        {
            foreach (var trace in await poller.PollAsync(cancellationToken))
                output.Write(trace);
            await context.FlushAsync();
            foreach (var notice in poller.TakeNotices())
                context.Messages.Warn(notice);
            if (isFirst)
                context.Messages.Info("Following new traces. Press Ctrl-C to stop.");
            isFirst = false;
            await Task.Delay(context.Arguments.GetValue(_interval) ?? new FollowOptions().PollInterval, clock, cancellationToken);
        }
    }
}
