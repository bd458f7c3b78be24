using TraceClient.Calyptia;
using TraceClient.Galtea;
using TraceClient.Testing;

namespace TraceClient.Reliability;

/// <summary>Represents one call of the client.</summary>
/// <param name="Source">The source that it reads.</param>
/// <param name="Name">The method.</param>
/// <param name="CallAsync">Makes the call; gets how many elements there were, or -1 where it reads no list.</param>
internal sealed record SourceOperation(string Source, string Name, Func<StandaloneTraceClient, CancellationToken, Task<int>> CallAsync)
{
    public const int NoList = -1;

    public override string ToString() => $"{Source}.{Name}";
}

/// <summary>The calls of the facade and of the typed APIs, against the data of a simulator.</summary>
internal static class SourceOperations
{
    // Short for where time is real.
    private static readonly FollowOptions Following = new()
    {
        PollInterval = TimeSpan.FromMilliseconds(50),
        QuietPeriod = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>Gets the operations of the facade for one trace of one source.</summary>
    public static IReadOnlyList<SourceOperation> OfFacade(TraceReference trace)
    {
        var source = trace.Source;
        return
        [
            new(source, nameof(ITraceClient.ListTracesAsync), async (client, token) =>
            {
                var count = 0;
                await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = [source] }, token))
                    count += ModelUse.Of(summary);
                return count;
            }),
            new(source, nameof(ITraceClient.GetTraceAsync), async (client, token) => ModelUse.Of(await client.GetTraceAsync(trace, token))),
            new(source, nameof(ITraceClient.FindTraceAsync), async (client, token) =>
                ModelUse.Of(await client.FindTraceAsync(trace, token))),
            new(source, nameof(ITraceClient.GetTracesAsync), async (client, token) =>
            {
                var count = 0;
                await foreach (var each in client.GetTracesAsync([trace], token))
                    count += ModelUse.Of(each);
                return count;
            }),
            new(source, nameof(ITraceClient.StreamSpansAsync), async (client, token) =>
            {
                var count = 0;
                await foreach (var span in client.StreamSpansAsync(trace, token))
                    count += ModelUse.Of(span);
                return count;
            }),
            new(source, nameof(ITraceClient.FollowAsync), async (client, token) =>
            {
                var count = 0;
                await foreach (var update in client.FollowAsync(trace, Following, token))
                    count = ModelUse.Of(update.Trace);
                return count;
            }),
            new(source, nameof(ITraceClient.CheckHealthAsync), async (client, token) =>
                (await client.CheckHealthAsync(token)).Single(health => health.SourceName == source).Error is { } error ? throw error
                    : SourceOperation.NoList),
        ];
    }

    /// <summary>Gets the operations of the typed APIs. The writing ones change the simulator's data.</summary>
    public static IReadOnlyList<SourceOperation> OfApis(TraceSimulator simulator) =>
        [.. OfCalyptia(simulator), .. OfKubiya(simulator), .. OfGaltea(simulator)];

    private static IEnumerable<SourceOperation> OfKubiya(TraceSimulator simulator)
    {
        var (trace, deleted) = (simulator.Kubiya.TraceIds.First(), simulator.Kubiya.TraceIds.Last());
        return
        [
            Of(SourceNames.Kubiya, "ListTraces", async (client, token) =>
                (await client.Kubiya.ListTracesAsync(cancellationToken: token)).Items?.Count ?? 0),
            Of(SourceNames.Kubiya, "GetStats", async (client, token) => await client.Kubiya.GetStatsAsync(cancellationToken: token)),
            Of(SourceNames.Kubiya, "GetTrace", async (client, token) => await client.Kubiya.GetTraceAsync(trace, flat: false, token)),
            Of(SourceNames.Kubiya, "ListSpans", (client, token) =>
                client.Kubiya.ListSpansAsync(trace, flat: true, token).CountAsync(token).AsTask()),
            Of(SourceNames.Kubiya, "GetStorageStats", async (client, token) => await client.Kubiya.GetStorageStatsAsync(token)),
            Of(SourceNames.Kubiya, "DeleteTrace", async (client, token) => await client.Kubiya.DeleteTraceAsync(deleted, token)),
        ];
    }

    private static IEnumerable<SourceOperation> OfGaltea(TraceSimulator simulator)
    {
        var result = simulator.Galtea.InferenceResultIds.First();
        var session = simulator.Galtea.SessionIds.First();
        var rows = simulator.Galtea.SpanIds(simulator.Galtea.InferenceResultIds.Last()).Take(2).ToList();
        var row = simulator.Galtea.SpanIds(result).First();
        var added = new GalteaNewTrace { InferenceResultId = result, Name = "added", InputData = JsonPayload.Parse("""{"a":1}""") };
        const string Source = SourceNames.Galtea;
        return
        [
            Of(Source, "ListTraces", (client, token) =>
                client.Galtea.ListTracesAsync(inferenceResultIds: [result], cancellationToken: token).CountAsync(token).AsTask()),
            Of(Source, "GetTrace", async (client, token) => await client.Galtea.GetTraceAsync(row, token)),
            Of(Source, "CreateTrace", async (client, token) => await client.Galtea.CreateTraceAsync(added, token)),
            Of(Source, "CreateTraces", async (client, token) =>
                await client.Galtea.CreateTracesAsync(new GalteaTraceBatch { Traces = [added] }, token)),
            Of(Source, "DeleteTrace", async (client, token) =>
            {
                await client.Galtea.DeleteTraceAsync(rows[0], token);
                return null;
            }),
            Of(Source, "DeleteTraces", async (client, token) =>
            {
                await client.Galtea.DeleteTracesAsync(new GalteaTraceDeletion { Ids = [rows[1]] }, token);
                return null;
            }),
            Of(Source, "ListInferenceResults", (client, token) =>
                client.Galtea.ListInferenceResultsAsync(cancellationToken: token).CountAsync(token).AsTask()),
            Of(Source, "GetInferenceResult", async (client, token) => await client.Galtea.GetInferenceResultAsync(result, token)),
            Of(Source, "ListSessions", (client, token) =>
                client.Galtea.ListSessionsAsync(cancellationToken: token).CountAsync(token).AsTask()),
            Of(Source, "GetSession", async (client, token) => await client.Galtea.GetSessionAsync(session, token)),
            Of(Source, "ListVersions", (client, token) =>
                client.Galtea.ListVersionsAsync(cancellationToken: token).CountAsync(token).AsTask()),
            Of(Source, "ListProducts", (client, token) =>
                client.Galtea.ListProductsAsync(cancellationToken: token).CountAsync(token).AsTask()),
            Of(Source, "GetVersion", async (client, token) =>
            {
                var version = await client.Galtea.ListVersionsAsync(cancellationToken: token).FirstOrDefaultAsync(token);
                return await client.Galtea.GetVersionAsync(Argument(version?.Id), token);
            }),
            Of(Source, "GetProduct", async (client, token) =>
            {
                var product = await client.Galtea.ListProductsAsync(cancellationToken: token).FirstOrDefaultAsync(token);
                return await client.Galtea.GetProductAsync(Argument(product?.Id), token);
            }),
            Of(Source, "GetUser", async (client, token) => await client.Galtea.GetUserAsync(token)),
        ];
    }

    private static IEnumerable<SourceOperation> OfCalyptia(TraceSimulator simulator)
    {
        var (project, session) = (simulator.Calyptia.ProjectId, simulator.Calyptia.SessionIds.First());
        var (pipeline, added) = (simulator.Calyptia.PipelineIds.First(), simulator.Calyptia.AddPipeline());
        var record = new CalyptiaCreateTraceRecord
        {
            Type = CalyptiaRecordType.Input,
            TraceId = "trace.1",
            PluginInstance = "dummy.0",
            Records = [new CalyptiaLogRecord { Record = JsonPayload.Parse("""{"a":1}""") }],
        };
        const string Source = SourceNames.Calyptia;
        return
        [
            Of(Source, "CreateTraceSession", async (client, token) =>
                await client.Calyptia.CreateTraceSessionAsync(added,
                    new CalyptiaCreateTraceSession { Plugins = ["dummy.0"], Lifespan = TimeSpan.FromMinutes(5) }, token)),
            Of(Source, "ListTraceSessions", async (client, token) =>
                CountOf(await client.Calyptia.ListTraceSessionsAsync(pipeline, cancellationToken: token))),
            Of(Source, "GetActiveTraceSession", async (client, token) => await client.Calyptia.GetActiveTraceSessionAsync(added, token)),
            Of(Source, "GetTraceSession", async (client, token) => await client.Calyptia.GetTraceSessionAsync(session, token)),
            Of(Source, "UpdateTraceSession", async (client, token) =>
                await client.Calyptia.UpdateTraceSessionAsync(
                    Argument((await client.Calyptia.GetActiveTraceSessionAsync(added, token)).Id),
                        new CalyptiaUpdateTraceSession { Plugins = ["dummy.0"] }, token)),
            Of(Source, "CreateTraceRecord", async (client, token) => await client.Calyptia.CreateTraceRecordAsync(added, record, token)),
            Of(Source, "ListTraceRecords", async (client, token) =>
                CountOf(await client.Calyptia.ListTraceRecordsAsync(session, cancellationToken: token))),
            Of(Source, "TerminateActiveTraceSession", async (client, token) =>
                await client.Calyptia.TerminateActiveTraceSessionAsync(added, token)),
            Of(Source, "ListProjects", async (client, token) => CountOf(await client.Calyptia.ListProjectsAsync(cancellationToken: token))),
            Of(Source, "GetProject", async (client, token) => await client.Calyptia.GetProjectAsync(project, token)),
            Of(Source, "ListPipelines", async (client, token) =>
                (await client.Calyptia.ListPipelinesAsync(project, cancellationToken: token)).Items?.Count ?? 0),
            Of(Source, "GetPipeline", async (client, token) => await client.Calyptia.GetPipelineAsync(pipeline, token)),
            Of(Source, "ListCoreInstances", async (client, token) =>
                (await client.Calyptia.ListCoreInstancesAsync(project, cancellationToken: token)).Items?.Count ?? 0),
            Of(Source, "ListCoreInstancePipelines", async (client, token) =>
            {
                var instances = (await client.Calyptia.ListCoreInstancesAsync(project, cancellationToken: token)).Items;
                var instance = Argument(instances is [var first, ..] ? first.Id : null);
                return (await client.Calyptia.ListCoreInstancePipelinesAsync(instance, cancellationToken: token)).Items?.Count ?? 0;
            }),
            Of(Source, "Search", async (client, token) =>
                (await client.Calyptia.SearchAsync(project, "pipeline", cancellationToken: token))?.Count ?? 0),
        ];
    }

    // What no request takes as an argument is the caller's to leave out; and an exception may show what the caller gave.
    private static string Argument(string? id) =>
        string.IsNullOrEmpty(id) || id is "." or ".." || id.Contains(ErrorRule.Phrase, StringComparison.Ordinal) ? "none" : id;

    private static int CountOf<T>(Refit.ApiResponse<IReadOnlyList<T>> response) => response.Content?.Count ?? 0;

    private static SourceOperation Of(string source, string name, Func<StandaloneTraceClient, CancellationToken, Task<int>> call) =>
        new(source, name, call);

    private static SourceOperation Of(string source, string name, Func<StandaloneTraceClient, CancellationToken, Task<object?>> call) =>
        new(source, name, async (client, token) =>
        {
            _ = (await call(client, token))?.ToString();
            return SourceOperation.NoList;
        });
}
