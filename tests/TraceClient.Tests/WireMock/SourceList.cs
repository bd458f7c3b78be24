namespace TraceClient.Tests.Stubs;

/// <summary>Represents a list of one source that is read over its raw API with a private text in its query.</summary>
internal sealed record SourceList(
    string Source, string Operation, string Path, Func<StandaloneTraceClient, CancellationToken, Task> ReadAsync)
{
    public const string Private = "jane-private";

    private static readonly SourceList[] Lists =
    [
        new("calyptia", "ListProjects", "/calyptia/v1/projects",
            (client, token) => client.Calyptia.ListProjectsAsync(name: Private, cancellationToken: token)),
        new("kubiya", "ListTraces", "/kubiya/api/v1/traces",
            (client, token) => client.Kubiya.ListTracesAsync(search: Private, cancellationToken: token)),
        new("galtea", "ListProducts", "/galtea/products",
            (client, token) => client.Galtea.ListProductsAsync(name: Private).ToListAsync(token).AsTask()),
    ];

    public static SourceList Of(string source) => Lists.Single(list => list.Source == source);
}
