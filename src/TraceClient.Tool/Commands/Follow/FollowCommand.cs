using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>tracectl follow</c>: a trace as it goes on, or the new traces as they come.</summary>
internal sealed class FollowCommand : ToolCommand
{
    private readonly Argument<string?> _trace = new("REF")
    {
        Description =
            "A trace as list prints it (source:id), its id alone, or a source's name for its newest "
                + "trace; without one all new traces are followed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly QueryOptions _query;

    private readonly Option<TimeSpan?> _interval = new("--interval")
    {
        Description = "The time between two looks; 2s unless said otherwise.",
        HelpName = "TIME",
        CustomParser = TimeArgument.ParseSpan,
    };

    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = "The longest to follow. For a trace that has not ended by then the exit code is 1.",
        HelpName = "TIME",
        CustomParser = TimeArgument.ParseSpan,
    };

    private readonly Option<TimeSpan?> _settle = new("--settle")
    {
        Description = "How long nothing new may come after a trace's end, since spans can arrive late; 10s unless said otherwise.",
        HelpName = "TIME",
        CustomParser = TimeArgument.ParseSpan,
    };

    private readonly Option<bool> _wait = new("--wait") { Description = "Wait for a trace that is not there yet." };

    public FollowCommand()
        : base(
            "follow",
            "Follow a trace until it ends, or all new traces; Ctrl-C ends it.",
            "tracectl follow kubiya:22f0e313463b49bb8e9b1f5d61dafda1",
            "tracectl follow --source kubiya --errors",
            "tracectl follow --since 10m --interval 5s --output jsonl | jq -r .reference",
            "tracectl follow kubiya:22f0e313463b49bb8e9b1f5d61dafda1 --wait --timeout 5m && echo done")
    {
        OutputForms =
        [
            ("table", "spans, new (+) and changed (~), as they come; without REF traces"),
            ("json, jsonl", "an object a line"),
        ];
        Arguments.Add(_trace);
        _query = QueryOptions.AddTo(this);
        foreach (var option in new Option[] { _interval, _timeout, _settle, _wait })
            Options.Add(option);
        ContentOption.AddTo(this);
        _interval.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && TimeArgument.TryParseSpan(text, out var interval) && interval <= TimeSpan.Zero)
                result.AddError("--interval is more than 0.");
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
            return new ErrorReport(ExitCodes.Failure, "timeout", "The trace had not ended when the time was up.")
                .Write(context.Streams, context.Format);
        }
    }

    private async Task FollowTraceAsync(CommandContext context, string text, CancellationToken cancellationToken)
    {
        if (_query.AreUsed(context.Arguments))
            throw new UsageException("Options that choose traces go without REF.", "tracectl follow --help");
        var defaults = new FollowOptions();
        var options = new FollowOptions
        {
            PollInterval = context.Arguments.GetValue(_interval) ?? defaults.PollInterval,
            QuietPeriod = context.Arguments.GetValue(_settle) ?? defaults.QuietPeriod,
            WaitForTrace = context.Arguments.GetValue(_wait),
        };
        var client = (await context.OpenAsync(cancellationToken)).Client;
        var reference = await new TraceFinder(client, context.Notices).ResolveAsync(text, cancellationToken);
        using var output = SpanNews.Of(context);
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
        var tails = new TraceTails(client, query, clock);
        using var output = TraceNews.Of(context);
        var isFirst = true;
        while (true)
        {
            foreach (var trace in await tails.PollAsync(cancellationToken))
                output.Write(trace);
            await context.FlushAsync();
            foreach (var news in tails.TakeNews())
                context.Notices.Warn(news);
            if (isFirst)
                context.Notices.Say("Following new traces; Ctrl-C ends it.");
            isFirst = false;
            await Task.Delay(context.Arguments.GetValue(_interval) ?? new FollowOptions().PollInterval, clock, cancellationToken);
        }
    }
}
