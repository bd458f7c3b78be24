namespace TraceClient.Tool;

/// <summary>What went wrong, put into words where it is known best.</summary>
internal sealed class ReportedException(ErrorReport report) : Exception(report.Message)
{
    public ErrorReport Report { get; } = report;
}
