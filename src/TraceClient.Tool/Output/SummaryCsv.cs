using System.Globalization;

namespace TraceClient.Tool;

/// <summary>Traces as comma-separated values.</summary>
internal sealed class SummaryCsv : SummaryOutput
{
    private readonly CsvOutput _csv;

    public SummaryCsv(TextWriter writer)
    {
        _csv = new CsvOutput(writer);
        _csv.Row("reference", "source", "id", "name", "status", "recordedAt", "startTime", "endTime", "durationMs", "sessionId", "serviceName", "user", "spanCount", "errorCount");
    }

    public override void Write(TraceSummary trace) => _csv.Row(
        trace.Reference.ToString(),
        trace.Source,
        trace.Id,
        trace.Name,
        trace.Status.ToString(),
        trace.RecordedAt?.ToString(),
        trace.StartTime?.ToString(),
        trace.EndTime?.ToString(),
        trace.Duration?.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
        trace.SessionId,
        trace.ServiceName,
        trace.User,
        trace.SpanCount?.ToString(CultureInfo.InvariantCulture),
        trace.ErrorCount?.ToString(CultureInfo.InvariantCulture));

    public override void Finish()
    {
        // Each line is whole.
    }
}
