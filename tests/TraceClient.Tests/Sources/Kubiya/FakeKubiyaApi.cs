using TraceClient.Kubiya;

namespace TraceClient.Tests.Sources.Kubiya;

/// <summary>Kubiya in memory: filters by time, status and errors, and pages, as the service does, and can be told to misbehave.</summary>
internal sealed class FakeKubiyaApi : IKubiyaApi
{
    /// <summary>What is stored, newest first.</summary>
    public List<KubiyaTraceHeader> Headers { get; init; } = [];

    public KubiyaTraceDetail? Detail { get; init; }

    public List<ListCall> ListCalls { get; } = [];

    public List<(string Id, bool? Flat)> TraceCalls { get; } = [];

    /// <summary>Called after each page: what arrives while a list is read.</summary>
    public Action? AfterPage { get; init; }

    /// <summary>Answers in the place of the service.</summary>
    public Func<ListCall, KubiyaTracePage>? Answer { get; init; }

    public Task<KubiyaTracePage> ListTracesAsync(
        int? page = null,
        int? pageSize = null,
        string? sort = null,
        string? status = null,
        DateTimeOffset? timeFrom = null,
        DateTimeOffset? timeTo = null,
        string? search = null,
        string? executionId = null,
        string? serviceName = null,
        string? userId = null,
        bool? hasErrors = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = new ListCall(page, pageSize, sort, status, timeFrom, timeTo, search, executionId, serviceName, userId, hasErrors);
        lock (ListCalls)
            ListCalls.Add(call);
        var answer = Answer?.Invoke(call) ?? Page(call);
        AfterPage?.Invoke();
        return Task.FromResult(answer);
    }

    public Task<KubiyaTraceDetail> GetTraceAsync(string traceId, bool? flat = null, CancellationToken cancellationToken = default)
    {
        TraceCalls.Add((traceId, flat));
        return Detail is null
            ? Task.FromException<KubiyaTraceDetail>(new TraceNotFoundException("There is no such trace."))
            : Task.FromResult(Detail);
    }

    public IAsyncEnumerable<KubiyaSpan> ListSpansAsync(string traceId, bool? flat = null, CancellationToken cancellationToken = default)
    {
        TraceCalls.Add((traceId, flat));
        return (Detail?.Spans ?? throw new TraceNotFoundException("There is no such trace.")).ToAsyncEnumerable();
    }

    public Task<KubiyaTraceStats> GetStatsAsync(
        DateTimeOffset? timeFrom = null, DateTimeOffset? timeTo = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<KubiyaTraceDeletion> DeleteTraceAsync(string traceId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<JsonPayload> GetStorageStatsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private KubiyaTracePage Page(ListCall call)
    {
        var (page, size) = (call.Page ?? 1, call.PageSize ?? 20);
        List<KubiyaTraceHeader> found =
            [.. Headers.Where(header => (call.TimeTo is not { } to || !(header.StartedAt.Value?.ToDateTimeOffset() > to))
            && (call.Status is null || call.Status == header.Status)
            && (call.HasErrors is not { } hasErrors || hasErrors == header.ErrorCount > 0))];
        return new KubiyaTracePage
        {
            Items = [.. found.Skip((page - 1) * size).Take(size)],
            Total = found.Count,
            Page = page,
            PageSize = size,
            HasNext = page * size < found.Count,
        };
    }

    internal sealed record ListCall(
        int? Page,
        int? PageSize,
        string? Sort,
        string? Status,
        DateTimeOffset? TimeFrom,
        DateTimeOffset? TimeTo,
        string? Search,
        string? ExecutionId,
        string? ServiceName,
        string? UserId,
        bool? HasErrors);
}
