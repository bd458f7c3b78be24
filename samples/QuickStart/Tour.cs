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
            await ShowNewestAsync(client, source.SourceName, screen, cancellationToken);
        return health.All(source => source.IsHealthy);
    }

    private static async Task ShowNewestAsync(ITraceClient client, string source, Screen screen, CancellationToken cancellationToken)
    {
        var query = new TraceQuery { Sources = [source], Limit = 1 };
        await foreach (var newest in client.ListTracesAsync(query, cancellationToken))
        {
            var trace = await client.GetTraceAsync(newest.Reference, cancellationToken);
            screen.Heading($"One trace of {source}");
            TraceTree.Write(trace, screen);
        }
    }
}
