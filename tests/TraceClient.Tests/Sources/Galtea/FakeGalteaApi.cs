using System.Runtime.CompilerServices;
using Refit;
using TraceClient.Galtea;

namespace TraceClient.Tests.Sources.Galtea;

/// <summary>Galtea in memory: filters, sorts and pages as the service does, and can be told to misbehave.</summary>
internal sealed class FakeGalteaApi : IGalteaApi
{
    public List<GalteaTrace> Rows { get; init; } = [];

    public List<GalteaInferenceResult> Results { get; init; } = [];

    public List<RowsCall> RowsCalls { get; } = [];

    public List<ResultsCall> ResultsCalls { get; } = [];

    /// <summary>The most elements of a page, whatever is asked for.</summary>
    public int MaxLimit { get; init; } = int.MaxValue;

    public bool IgnoresOffset { get; init; }

    public bool IgnoresSort { get; init; }

    public bool IgnoresFilters { get; init; }

    /// <summary>Called after each page of results: what arrives while a list is read.</summary>
    public Action? AfterResultsPage { get; init; }

    /// <summary>Maps the number of a call for rows, from 1, and its offset to the offset that is answered.</summary>
    public Func<int, int, int>? RowsOffset { get; init; }

    public bool Pinged { get; private set; }

    public async IAsyncEnumerable<GalteaTrace> ListTracesAsync(
        IReadOnlyList<string>? ids = null,
        IReadOnlyList<string>? inferenceResultIds = null,
        IReadOnlyList<string>? sessionIds = null,
        IReadOnlyList<string>? types = null,
        IReadOnlyList<string>? names = null,
        DateTimeOffset? fromStartTime = null,
        DateTimeOffset? toStartTime = null,
        IReadOnlyList<string>? sort = null,
        int? offset = null,
        int? limit = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        Assert.Null(ids);
        RowsCalls.Add(new RowsCall(inferenceResultIds ?? [], sort ?? [], offset ?? 0, limit ?? 0));
        var found = Rows.Where(row => IgnoresFilters || inferenceResultIds!.Contains(row.InferenceResultId));
        var from = RowsOffset?.Invoke(RowsCalls.Count, offset ?? 0) ?? offset ?? 0;
        foreach (var row in Page(found, row => row.CreatedAt, sort, from, limit))
            yield return row;
    }

    public async IAsyncEnumerable<GalteaInferenceResult> ListInferenceResultsAsync(
        IReadOnlyList<string>? ids = null,
        IReadOnlyList<string>? sessionIds = null,
        IReadOnlyList<string>? evaluationIds = null,
        DateTimeOffset? fromCreatedAt = null,
        DateTimeOffset? toCreatedAt = null,
        IReadOnlyList<string>? sort = null,
        int? offset = null,
        int? limit = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        ResultsCalls.Add(new ResultsCall(sessionIds, fromCreatedAt, toCreatedAt, sort ?? [], offset ?? 0, limit ?? 0));
        var found = Results.Where(result => IgnoresFilters
            || ((sessionIds?.Contains(result.SessionId) ?? true)
                && !(result.CreatedAt.Value < (TraceTimestamp?)fromCreatedAt)
                && !(result.CreatedAt.Value > (TraceTimestamp?)toCreatedAt)));
        foreach (var result in Page(found, result => result.CreatedAt, sort, offset ?? 0, limit))
            yield return result;
        AfterResultsPage?.Invoke();
    }

    public Task<GalteaInferenceResult> GetInferenceResultAsync(string id, CancellationToken cancellationToken = default) =>
        Results.Find(result => result.Id == id) is { } found
            ? Task.FromResult(found)
            : Task.FromException<GalteaInferenceResult>(new TraceNotFoundException("There is no such inference result."));

    public Task<GalteaUser> GetUserAsync(CancellationToken cancellationToken = default)
    {
        Pinged = true;
        return Task.FromResult(new GalteaUser());
    }

    public Task<GalteaTrace> GetTraceAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ApiResponse<GalteaTrace>> CreateTraceAsync(GalteaNewTrace trace, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<ApiResponse<IReadOnlyList<GalteaTrace>>> CreateTracesAsync(
        GalteaTraceBatch batch, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task DeleteTraceAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task DeleteTracesAsync(GalteaTraceDeletion deletion, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<GalteaSession> ListSessionsAsync(
        IReadOnlyList<string>? ids = null,
        IReadOnlyList<string>? customIds = null,
        IReadOnlyList<string>? productIds = null,
        IReadOnlyList<string>? versionIds = null,
        IReadOnlyList<string>? testIds = null,
        IReadOnlyList<string>? testCaseIds = null,
        DateTimeOffset? fromCreatedAt = null,
        DateTimeOffset? toCreatedAt = null,
        IReadOnlyList<string>? sort = null,
        int? offset = null,
        int? limit = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GalteaSession> GetSessionAsync(string id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<GalteaVersion> ListVersionsAsync(
        IReadOnlyList<string>? ids = null,
        IReadOnlyList<string>? productIds = null,
        IReadOnlyList<string>? names = null,
        IReadOnlyList<string>? sort = null,
        int? offset = null,
        int? limit = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GalteaVersion> GetVersionAsync(string id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<GalteaProduct> ListProductsAsync(
        IReadOnlyList<string>? ids = null,
        IReadOnlyList<string>? names = null,
        string? name = null,
        IReadOnlyList<string>? sort = null,
        int? offset = null,
        int? limit = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GalteaProduct> GetProductAsync(string id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private List<T> Page<T>(IEnumerable<T> found, Func<T, SourceTime> createdAt, IReadOnlyList<string>? sort, int offset, int? limit)
    {
        if (!IgnoresSort)
        {
            found = string.Join(',', sort!) switch
            {
                "createdAt,asc" => found.OrderBy(element => createdAt(element).Value?.UnixNanoseconds),
                "createdAt,desc" => found.OrderByDescending(element => createdAt(element).Value?.UnixNanoseconds),
                var other => throw new InvalidOperationException(other),
            };
        }

        return [.. found.Skip(IgnoresOffset ? 0 : offset).Take(Math.Min(limit ?? 100, MaxLimit))];
    }

    internal sealed record RowsCall(IReadOnlyList<string> InferenceResultIds, IReadOnlyList<string> Sort, int Offset, int Limit);

    internal sealed record ResultsCall(
        IReadOnlyList<string>? SessionIds,
        DateTimeOffset? From,
        DateTimeOffset? To,
        IReadOnlyList<string> Sort,
        int Offset,
        int Limit);
}
