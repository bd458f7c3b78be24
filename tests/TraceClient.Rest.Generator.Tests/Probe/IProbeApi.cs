namespace TraceClient.Rest.Generator.Tests.Probe;

/// <summary>One method per row of the dialect.</summary>
[Headers("Accept: application/json", "X-Probe: interface")]
public interface IProbeApi
{
    [Get("/v1/items/{id}/parts")]
    Task<ProbeItem> GetPartsAsync(string id, CancellationToken cancellationToken = default);

    [Get("/v1/{number}/{at}/{kind}/{flag}/{maybe}")]
    Task GetSegmentsAsync(
        int number,
        [Query(Format = "yyyy-MM-dd")] DateTimeOffset at,
        ProbeKind kind,
        bool flag,
        Guid? maybe,
        CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetPlainAsync(CancellationToken cancellationToken = default);

    [Get("/v1/x?fixed=1")]
    Task GetFixedAsync(string? name, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetFlagAsync(bool flat, bool? maybe = null, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetNameAsync([AliasAs("full name")] string? name, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetListAsync([Query(CollectionFormat.Multi)] IReadOnlyList<string?>? ids, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetListsAsync(
        [Query(CollectionFormat.Multi)] int[] numbers,
        [Query(CollectionFormat.Multi)] IEnumerable<ProbeKind?> kinds,
        [Query(CollectionFormat.Multi, Format = "O")] List<DateTimeOffset> times,
        CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetTimeAsync([Query(Format = "O")] DateTimeOffset? at, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetKindAsync(ProbeKind? kind, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetNumbersAsync(double d, decimal? m, long l, char c, TimeSpan t, DateOnly o, CancellationToken cancellationToken = default);

    [Get("/v1/x")]
    Task GetPreciseAsync([Query(Format = "F70")] double? d, CancellationToken cancellationToken = default);

    [Get("/v1/{b}/{a}")]
    Task GetOrderAsync(int z, string a, int y, string b, int x, CancellationToken cancellationToken = default);

    [Post("/v1/items")]
    [Headers("x-probe: method")]
    Task<ProbeItem?> PostAsync([Body] ProbeItem item, bool draft, CancellationToken cancellationToken = default);

    [Put("/v1/items")]
    Task<ApiResponse<ProbeItem>> PutAsync([Body] IReadOnlyList<ProbeItem> items, CancellationToken cancellationToken = default);

    [Patch("/v1/items")]
    Task<int> PatchAsync(CancellationToken cancellationToken = default);

    [Delete("/v1/items/{id}")]
    Task DeleteAsync(string @id, CancellationToken cancellationToken = default);

    [Get("/v1/items")]
    IAsyncEnumerable<ProbeItem> ListAsync(int? @class, CancellationToken cancellationToken = default);

    [Get("/v1/items")]
    IAsyncEnumerable<int?> ListNumbersAsync(CancellationToken cancellationToken = default);
}
