using Refit;

namespace TraceClient.Tests.Rest;

/// <summary>One method for each feature of Refit that the interfaces of the sources use.</summary>
public interface IProbeApi
{
    [Get("/v1/items/{id}/parts")]
    Task<ProbeItem> GetPartsAsync(string id, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetPlainAsync(CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetFlagAsync(bool flat, bool? maybe = null, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetNameAsync([AliasAs("full_name")] string? name, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetListAsync([Query(CollectionFormat.Multi)] IReadOnlyList<string?>? ids, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetTimeAsync([Query(Format = "O")] DateTimeOffset? at, CancellationToken cancellationToken = default);

    [Get("/v1/{b}/{a}")]
    Task GetOrderAsync(int z, string a, int y, string b, int x, CancellationToken cancellationToken = default);

    [Get("/v1/items")]
    Task<ApiResponse<IReadOnlyList<ProbeItem>>> GetPageAsync(CancellationToken cancellationToken = default);

    [Post("/v1/items")]
    Task<ProbeItem> PostAsync([Body] ProbeItem item, bool draft, CancellationToken cancellationToken = default);

    [Put("/v1/items")]
    Task<ApiResponse<ProbeItem>> PutAsync([Body] IReadOnlyList<ProbeItem> items, CancellationToken cancellationToken = default);

    [Patch("/v1/items")]
    Task<ProbeItem> PatchAsync(CancellationToken cancellationToken = default);

    [Delete("/v1/items/{id}")]
    Task DeleteAsync(string id, CancellationToken cancellationToken = default);

    [Get("/v1/items")]
    IAsyncEnumerable<ProbeItem> ListAsync(int? limit, CancellationToken cancellationToken = default);
}
