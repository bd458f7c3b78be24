namespace TraceClient.Tool;

/// <summary>Traces as comma-separated values.</summary>
internal sealed class SummaryCsv(TextWriter writer) : SummaryOutput
{
    private readonly CsvOutput _csv = new(writer);
    private bool _hasHeadings;

    public override void Write(TraceSummary trace)
    {
        WriteHeadings();
        _csv.Row(
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
    }

    public override void Finish() => WriteHeadings();

    private void WriteHeadings()
    {
        if (!_hasHeadings)
            _csv.Row("reference", "source", "id", "name", "status", "recordedAt", "startTime", "endTime", "durationMs", "sessionId",
                "serviceName", "user", "spanCount", "errorCount");
        _hasHeadings = true;
    }
}
