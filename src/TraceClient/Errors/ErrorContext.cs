namespace TraceClient;

/// <summary>What every exception of one request has in common, so that it is written down once for all of their types.</summary>
internal sealed class ErrorContext
{
    public string? SourceName { get; set; }

    public string? Operation { get; set; }

    public Uri? RequestUri { get; set; }

    public bool IsTransient { get; set; }

    public string? RequestId { get; set; }

    public string? ErrorCode { get; set; }

    public string? ResponseBody { get; set; }
}
