namespace TraceClient.Benchmarks.Read;

internal class KubiyaPeerHeader
{
    public string? Id { get; set; }

    public string? TraceId { get; set; }

    public string? OrganizationId { get; set; }

    public string? Name { get; set; }

    public string? ServiceName { get; set; }

    public string? Status { get; set; }

    public string? ExecutionId { get; set; }

    public string? ExecutionType { get; set; }

    public string? UserId { get; set; }

    public string? UserEmail { get; set; }

    public string? UserName { get; set; }

    public string? UserAvatar { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long? DurationMs { get; set; }

    public int? SpanCount { get; set; }

    public int? ErrorCount { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }
}

internal sealed class KubiyaPeerDetail : KubiyaPeerHeader
{
    public List<KubiyaPeerSpan>? Spans { get; set; }
}

internal sealed class KubiyaPeerPage
{
    public List<KubiyaPeerHeader>? Items { get; set; }

    public long Total { get; set; }

    public int Page { get; set; }

    public int PageSize { get; set; }

    public int TotalPages { get; set; }

    public bool HasNext { get; set; }

    public bool HasPrevious { get; set; }
}

internal sealed class KubiyaPeerStats
{
    public long TotalTraces { get; set; }

    public long SuccessCount { get; set; }

    public long ErrorCount { get; set; }

    public long RunningCount { get; set; }

    public double ErrorRate { get; set; }

    public double? AvgDurationMs { get; set; }

    public long TotalSpans { get; set; }

    public DateTimeOffset? PeriodStart { get; set; }

    public DateTimeOffset? PeriodEnd { get; set; }
}
