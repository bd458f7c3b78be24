using TraceClient;

namespace QuickStart;

/// <summary>What the SDK is for, in three steps: check the sources, list their traces as one, open one of each.</summary>
internal static class Tour
{
    private const int ListLength = 15;

    public static async Task<bool> RunAsync(ITraceClient client, Screen screen, CancellationToken cancellationToken)
    {
        screen.Heading("Sources");
        var health = await client.CheckAsync(cancellationToken);
        foreach (var source in health)
        {
            screen.Line($"  {source.SourceName,-10}{(source.IsHealthy ? screen.Good("healthy") : screen.Bad($"{source.Stage}: {source.Error!.Message}"))}");
        }

        screen.Heading($"The {ListLength} newest traces of all sources");
        var list = client.ListTracesAsync(new TraceQuery { Limit = ListLength, TolerateFailures = true }, cancellationToken);
        await TraceTable.WriteAsync(list, screen);

        foreach (var source in health.Where(source => source.IsHealthy))
            await ShowOneAsync(client, source.SourceName, screen, cancellationToken);
        return health.All(source => source.IsHealthy);
    }

    // Of a source's newest traces the one that shows most: with a failure, then one that is done, then with many spans.
    private static async Task ShowOneAsync(ITraceClient client, string source, Screen screen, CancellationToken cancellationToken)
    {
        TraceSummary? choice = null;
        await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = [source], Limit = 8 }, cancellationToken))
        {
            if (choice is null || Telling(summary).CompareTo(Telling(choice)) > 0)
                choice = summary;
        }

        if (choice is null)
            return;
        screen.Heading($"One trace of {source}");
        TraceTree.Write(await client.GetTraceAsync(choice.Reference, cancellationToken), screen);
    }

    private static (bool HasFailure, bool IsDone, int Spans) Telling(TraceSummary summary) =>
        (summary.ErrorCount > 0, summary.Status == TraceStatus.Ok, Math.Min(summary.SpanCount ?? 0, 12));
}
