namespace TraceClient;

/// <summary>The findings of one assembly, by span.</summary>
internal sealed class SpanWarnings
{
    private readonly Dictionary<string, List<TraceWarning>> _bySpan = new(StringComparer.Ordinal);

    public void Add(string spanId, string code, string message)
    {
        if (!_bySpan.TryGetValue(spanId, out var list))
            _bySpan.Add(spanId, list = []);

        // A span that comes a thousand times is one finding.
        if (!list.Exists(warning => warning.Code == code))
            list.Add(new TraceWarning(code, message, spanId));
    }

    public IReadOnlyList<TraceWarning>? Of(string spanId) => _bySpan.GetValueOrDefault(spanId);
}
