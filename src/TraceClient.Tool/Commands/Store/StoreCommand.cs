using System.CommandLine;
using System.Runtime.ExceptionServices;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl store</c>.</summary>
internal sealed class StoreCommand : Command
{
    public StoreCommand()
        : base("store", "Show what a store has, and delete traces from it.")
    {
        Add(new StoreInfoCommand());
        Add(new StoreForgetCommand());
        Add(new StorePruneCommand());
    }
}

/// <summary>The command <c>tracectl store info</c>.</summary>
internal sealed class StoreInfoCommand() : ToolCommand(
    "info",
    "Show the size of a store, and the traces of each source.",
    "tracectl store info --store traces.db",
    "tracectl store info --store traces.db --output json")
{
    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var store = ToolStore.Open(context.Arguments, StoreAccess.Read);
        var info = await StoreInfo.ReadAsync(store, cancellationToken);
        StoreOutput.Write(context, info);
        return ExitCodes.Ok;
    }
}

/// <summary>The command <c>tracectl store forget</c>.</summary>
internal sealed class StoreForgetCommand : ToolCommand
{
    private readonly Argument<string[]> _references = new("REF")
    {
        Description = "References of traces (source:id), or rows of the last list of the store (@1).",
        Arity = ArgumentArity.OneOrMore,
    };

    public StoreForgetCommand()
        : base(
            "forget",
            "Delete traces from a store for good. They are not copied again. In a file, their content is overwritten.",
            "tracectl store forget kubiya:22f0e313463b49bb8e9b1f5d61dafda1 --store traces.db",
            "tracectl store forget @1 @2 --store traces.db") => Arguments.Add(_references);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var references = await ResolveAsync(context, cancellationToken);
        await using var store = ToolStore.Open(context.Arguments, StoreAccess.Change);
        var deleted = 0;
        TraceClientException? failure = null;
        foreach (var reference in references)
        {
            try
            {
                if (await store.Store.ForgetAsync(reference, cancellationToken))
                    deleted++;
                else
                    context.Messages.Warn($"The store does not have {reference}. It will not be copied.");
            }
            catch (TraceClientException exception)
            {
                // The others are deleted all the same.
                failure ??= exception;
            }
        }

        StoreOutput.WriteDeleted(context, deleted, $"Deleted {deleted} of {references.Count} traces from {store.Name}.");
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return ExitCodes.Ok;
    }

    private async Task<List<TraceReference>> ResolveAsync(CommandContext context, CancellationToken cancellationToken)
    {
        // A missing option is reported before a missing trace.
        await using (ToolStore.Open(context.Arguments, StoreAccess.Read))
        {
            var resolver = await context.OpenResolverAsync(cancellationToken);
            var references = new List<TraceReference>();
            foreach (var text in context.Arguments.GetRequiredValue(_references))
                references.Add(await resolver.ResolveAsync(text, cancellationToken));
            return [.. references.Distinct()];
        }
    }
}

/// <summary>The command <c>tracectl store prune</c>.</summary>
internal sealed class StorePruneCommand : ToolCommand
{
    private readonly LimitOptions _limits;

    public StorePruneCommand()
        : base(
            "prune",
            "Delete the oldest traces from a store, by age or size.",
            "tracectl store prune --max-age 30d --store traces.db",
            "tracectl store prune --max-size 2GB --store traces.db") => _limits = LimitOptions.AddTo(this);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var limits = _limits.Of(context.Arguments)
            ?? throw new UsageException("Missing option --max-age or --max-size.", "tracectl store prune --max-age 30d --store traces.db");
        await using var store = ToolStore.Open(context.Arguments, StoreAccess.Change);
        var deleted = await store.Store.PruneAsync(limits, cancellationToken);
        StoreOutput.WriteDeleted(context, deleted, $"Deleted {deleted} traces from {store.Name}.");
        return ExitCodes.Ok;
    }
}
