namespace TraceClient.Otlp;

/// <summary>Counts what an export has sent.</summary>
internal sealed class ExportCounters
{
    private const int MostMessages = 100;

    private readonly List<string> _messages = [];
    private long _traces;
    private long _spans;
    private long _rejected;

    public long Batches { get; private set; }

    public void AddTrace() => _traces++;

    public void AddBatch(int spans, ExportResponse response)
    {
        Batches++;
        _spans += spans;
        _rejected = Math.Min(_rejected, long.MaxValue - response.RejectedSpans) + response.RejectedSpans;
        if (response.Message is { } message && _messages.Count < MostMessages && !_messages.Contains(message, StringComparer.Ordinal))
            _messages.Add(message);
    }

    public OtlpExportResult ToResult() =>
        new() { Traces = _traces, Spans = _spans, Batches = Batches, RejectedSpans = _rejected, Messages = [.. _messages] };
}
