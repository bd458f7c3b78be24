namespace TraceClient.Galtea;

/// <summary>Galtea's endpoints around traces, as they are on the wire.</summary>
/// <remarks>
/// Methods throw <see cref="TraceClientException"/>s. A list can be enumerated once. Lists are sent as they arrive, one element at a time,
/// from the service's bare array or from its envelope <c>{data, total, page, limit}</c>. They have no total and no cursor: advance
/// <c>offset</c> by the elements received until a page is empty. The service's default and greatest <c>limit</c> are not
/// published. Where a list of ids would make an address longer than 2,000 characters, split it: a firewall refuses longer ones.
/// A sort order is one value, <c>createdAt,asc</c>, or two, <c>createdAt</c> and <c>asc</c>.
/// </remarks>
public interface IGalteaApi
{
    /// <summary>Rows of turns, that is: spans.</summary>
    /// <param name="ids">Rows by id, strictly: when one is missing the whole call is
    /// <see cref="TraceNotFoundException"/>. Never combine it with another filter.</param>
    /// <param name="inferenceResultIds">Turns.</param>
    /// <param name="sessionIds">Sessions.</param>
    /// <param name="types">Types, as in <see cref="GalteaTrace.Type"/>.</param>
    /// <param name="names">Names of steps.</param>
    /// <param name="fromStartTime">The earliest start, inclusive; in UTC.</param>
    /// <param name="toStartTime">The latest start, inclusive; in UTC.</param>
    /// <param name="sort"><c>createdAt</c> or <c>startTime</c>, with <c>asc</c>
    /// or <c>desc</c>; the service's own order is not published.</param>
    /// <param name="offset">The rows to leave out at the beginning.</param>
    /// <param name="limit">The most rows.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/traces")]
    IAsyncEnumerable<GalteaTrace> ListTracesAsync(
        IReadOnlyList<string>? ids = null, IReadOnlyList<string>? inferenceResultIds = null, IReadOnlyList<string>? sessionIds = null,
        IReadOnlyList<string>? types = null, IReadOnlyList<string>? names = null, DateTimeOffset? fromStartTime = null,
        DateTimeOffset? toStartTime = null, IReadOnlyList<string>? sort = null, int? offset = null, int? limit = null,
        CancellationToken cancellationToken = default);

    /// <summary>Gets one row.</summary>
    /// <param name="id">The row's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/traces/{id}")]
    Task<GalteaTrace> GetTraceAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Writes a row. Rows cannot be changed afterwards.</summary>
    /// <param name="trace">The row.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The row as it is stored; without content where the service sends none.</returns>
    [Post("/traces")]
    Task<ApiResponse<GalteaTrace>> CreateTraceAsync([Body] GalteaNewTrace trace, CancellationToken cancellationToken = default);

    /// <summary>Writes rows. Some can be refused and others stored: compare the response with what was sent.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The rows that were stored; without content where the service sends none.</returns>
    [Post("/traces/batch")]
    Task<ApiResponse<IReadOnlyList<GalteaTrace>>> CreateTracesAsync(
        [Body] GalteaTraceBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Deletes a row: lists leave it out from then on.</summary>
    /// <param name="id">The row's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Delete("/traces/{id}")]
    Task DeleteTraceAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Deletes rows: lists leave them out from then on.</summary>
    /// <param name="deletion">The rows' ids.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Delete("/traces/batch")]
    Task DeleteTracesAsync([Body] GalteaTraceDeletion deletion, CancellationToken cancellationToken = default);

    /// <summary>Turns.</summary>
    /// <param name="ids">Turns by id.</param>
    /// <param name="sessionIds">Sessions.</param>
    /// <param name="evaluationIds">Evaluations.</param>
    /// <param name="fromCreatedAt">The earliest creation, inclusive; in UTC.</param>
    /// <param name="toCreatedAt">The latest creation, inclusive; in UTC.</param>
    /// <param name="sort"><c>createdAt</c> with <c>asc</c> or <c>desc</c>.</param>
    /// <param name="offset">The turns to leave out at the beginning.</param>
    /// <param name="limit">The most turns.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/inferenceResults")]
    IAsyncEnumerable<GalteaInferenceResult> ListInferenceResultsAsync(
        IReadOnlyList<string>? ids = null, IReadOnlyList<string>? sessionIds = null, IReadOnlyList<string>? evaluationIds = null,
        DateTimeOffset? fromCreatedAt = null, DateTimeOffset? toCreatedAt = null, IReadOnlyList<string>? sort = null, int? offset = null,
        int? limit = null, CancellationToken cancellationToken = default);

    /// <summary>Gets one turn.</summary>
    /// <param name="id">The turn's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/inferenceResults/{id}")]
    Task<GalteaInferenceResult> GetInferenceResultAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Sessions.</summary>
    /// <param name="ids">Sessions by id.</param>
    /// <param name="customIds">Sessions by the id that the user's own system gave.</param>
    /// <param name="productIds">Products.</param>
    /// <param name="versionIds">Versions.</param>
    /// <param name="testIds">Tests.</param>
    /// <param name="testCaseIds">Test cases.</param>
    /// <param name="fromCreatedAt">The earliest creation, inclusive; in UTC.</param>
    /// <param name="toCreatedAt">The latest creation, inclusive; in UTC.</param>
    /// <param name="sort"><c>createdAt</c> with <c>asc</c> or <c>desc</c>.</param>
    /// <param name="offset">The sessions to leave out at the beginning.</param>
    /// <param name="limit">The most sessions.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/sessions")]
    IAsyncEnumerable<GalteaSession> ListSessionsAsync(
        IReadOnlyList<string>? ids = null, IReadOnlyList<string>? customIds = null, IReadOnlyList<string>? productIds = null,
        IReadOnlyList<string>? versionIds = null, IReadOnlyList<string>? testIds = null, IReadOnlyList<string>? testCaseIds = null,
        DateTimeOffset? fromCreatedAt = null, DateTimeOffset? toCreatedAt = null, IReadOnlyList<string>? sort = null, int? offset = null,
        int? limit = null, CancellationToken cancellationToken = default);

    /// <summary>Gets one session.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/sessions/{id}")]
    Task<GalteaSession> GetSessionAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Versions of products.</summary>
    /// <param name="ids">Versions by id.</param>
    /// <param name="productIds">Products.</param>
    /// <param name="names">Names of versions.</param>
    /// <param name="sort"><c>createdAt</c> with <c>asc</c> or <c>desc</c>.</param>
    /// <param name="offset">The versions to leave out at the beginning.</param>
    /// <param name="limit">The most versions.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/versions")]
    IAsyncEnumerable<GalteaVersion> ListVersionsAsync(
        IReadOnlyList<string>? ids = null, IReadOnlyList<string>? productIds = null, IReadOnlyList<string>? names = null,
        IReadOnlyList<string>? sort = null, int? offset = null, int? limit = null, CancellationToken cancellationToken = default);

    /// <summary>Gets one version.</summary>
    /// <param name="id">The version's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/versions/{id}")]
    Task<GalteaVersion> GetVersionAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Products.</summary>
    /// <param name="ids">Products by id.</param>
    /// <param name="names">Names of products.</param>
    /// <param name="name">A product's name.</param>
    /// <param name="sort"><c>createdAt</c> with <c>asc</c> or <c>desc</c>.</param>
    /// <param name="offset">The products to leave out at the beginning.</param>
    /// <param name="limit">The most products.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/products")]
    IAsyncEnumerable<GalteaProduct> ListProductsAsync(
        IReadOnlyList<string>? ids = null, IReadOnlyList<string>? names = null, string? name = null, IReadOnlyList<string>? sort = null,
        int? offset = null, int? limit = null, CancellationToken cancellationToken = default);

    /// <summary>Gets one product.</summary>
    /// <param name="id">The product's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/products/{id}")]
    Task<GalteaProduct> GetProductAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Gets the user that the token belongs to. It is the cheapest check of a token.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/auth/user")]
    Task<GalteaUser> GetUserAsync(CancellationToken cancellationToken = default);
}
