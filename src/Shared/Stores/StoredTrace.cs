using System.Text.Json.Serialization.Metadata;

namespace TraceClient.Stores;

/// <summary>Represents what a store keeps of a trace: columns to search by, and JSON that has all of it.</summary>
internal sealed class StoredTrace
{
    private StoredTrace(ReplicatedTrace replicated)
    {
        Trace = replicated.Trace;
        Summary = SummaryOf(replicated);
        SearchText = StoreText.ToUpper($"{Summary.Name}\n{Summary.ServiceName}");
        Types = StoreText.TypesOf(Summary.SpanTypes!);
        HeaderJson = JsonSerializer.SerializeToUtf8Bytes(Trace with { Spans = [], Roots = [] }, StoreJson.Trace);
        SummaryJson = JsonSerializer.SerializeToUtf8Bytes(Summary, StoreJson.Summary);
        Words = string.Join(' ', FullTextQuery.WordsOf(Trace));
        Spans = [.. Trace.Spans.Select(span => new StoredSpan(span))];
    }

    /// <summary>Gets the trace.</summary>
    public Trace Trace { get; }

    /// <summary>Gets the summary.</summary>
    public TraceSummary Summary { get; }

    /// <summary>Gets the position in lists, which have the newest first; those without a time are last.</summary>
    public long Order => Summary.RecordedAt?.UnixNanoseconds ?? long.MinValue;

    /// <summary>Gets the name and the service as <see cref="TraceQuery.SearchText"/> compares them.</summary>
    public string SearchText { get; }

    /// <summary>Gets the types of the spans, each between two bars.</summary>
    public string Types { get; }

    /// <summary>Gets the JSON of the trace without its spans. That of the spans is inserted before its end.</summary>
    public byte[] HeaderJson { get; }

    /// <summary>Gets the JSON of the summary.</summary>
    public byte[] SummaryJson { get; }

    /// <summary>Gets the words of the trace itself, separated by spaces.</summary>
    public string Words { get; }

    /// <summary>Gets the spans.</summary>
    public IReadOnlyList<StoredSpan> Spans { get; }

    /// <summary>Returns what a store keeps of traces. All processors do it, before a transaction begins.</summary>
    /// <remarks>Of a trace that is there twice, the last one counts.</remarks>
    /// <exception cref="TraceValidationException">Two spans of a trace have one id, or a value cannot be JSON.</exception>
    public static async Task<StoredTrace[]> OfAsync(IReadOnlyList<ReplicatedTrace> traces, CancellationToken cancellationToken)
    {
        ReplicatedTrace[] last = [.. traces.Reverse().DistinctBy(replicated => replicated.Trace.Reference).Reverse()];
        var stored = new StoredTrace[last.Length];
        await Parallel.ForAsync(0, stored.Length, cancellationToken, (i, _) =>
        {
            stored[i] = Of(last[i]);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return stored;
    }

    private static StoredTrace Of(ReplicatedTrace replicated)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (!replicated.Trace.Spans.All(span => ids.Add(span.Id)))
            throw new TraceValidationException($"The trace {replicated.Trace.Reference} has two spans with one id.");
        try
        {
            return new StoredTrace(replicated);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // The message can have a part of the trace.
            throw new TraceValidationException(
                $"The trace {replicated.Trace.Reference} cannot be stored, since a value in it cannot be written as JSON: "
                    + "it is nested too deeply, or invalid.");
        }
    }

    /// <summary>Reads a trace from the JSON of its header and its spans.</summary>
    public static Trace Read(ReadOnlySpan<byte> header, IReadOnlyList<byte[]> spans)
    {
        // The header ends with an empty list of spans.
        var json = new byte[header.Length + spans.Sum(span => (long)span.Length + 1)];
        var at = header.Length - 2;
        header[..at].CopyTo(json);
        for (var i = 0; i < spans.Count; i++)
        {
            if (i > 0)
                json[at++] = (byte)',';
            spans[i].CopyTo(json, at);
            at += spans[i].Length;
        }

        header[^2..].CopyTo(json.AsSpan(at));
        return JsonSerializer.Deserialize(json.AsSpan(0, at + 2), StoreJson.Trace)!;
    }

    private static TraceSummary SummaryOf(ReplicatedTrace replicated)
    {
        var trace = replicated.Trace;
        return new TraceSummary
        {
            Reference = trace.Reference,
            Name = trace.Name,
            Status = trace.Status,
            RecordedAt = replicated.RecordedAt ?? trace.StartTime ?? trace.EndTime,
            StartTime = trace.StartTime,
            EndTime = trace.EndTime,
            Duration = trace.Duration,
            SessionId = trace.SessionId,
            ServiceName = trace.ServiceName,
            User = trace.User,
            SpanCount = trace.Spans.Count,
            ErrorCount = trace.Spans.Count(span => span.Status == SpanStatus.Error),
            SpanTypes = [.. trace.Spans.Select(span => span.Type).Distinct()],
            Model = trace.Spans.FirstOrDefault(span => span.Type == SpanType.Generation && span.GenAI?.Model is not null)?.GenAI?.Model,
            Usage = trace.Usage,
        };
    }
}

/// <summary>Represents what a store keeps of a span.</summary>
/// <param name="span">The span.</param>
internal sealed class StoredSpan(Span span)
{
    public Span Span => span;

    public byte[] Json { get; } = JsonSerializer.SerializeToUtf8Bytes(span, StoreJson.Span);

    /// <summary>Gets the words, separated by spaces.</summary>
    public string Words { get; } = string.Join(' ', FullTextQuery.WordsOf(span));
}

/// <summary>Reads and writes the JSON of a store.</summary>
internal static class StoreJson
{
    private static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = TraceJson.Resolver, MaxDepth = int.MaxValue };

    public static JsonTypeInfo<Trace> Trace { get; } = (JsonTypeInfo<Trace>)Options.GetTypeInfo(typeof(Trace));

    public static JsonTypeInfo<Span> Span { get; } = (JsonTypeInfo<Span>)Options.GetTypeInfo(typeof(Span));

    public static JsonTypeInfo<TraceSummary> Summary { get; } = (JsonTypeInfo<TraceSummary>)Options.GetTypeInfo(typeof(TraceSummary));

    /// <summary>Reads a summary; null if it is damaged.</summary>
    public static TraceSummary? ReadSummary(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Summary);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
