using System.Runtime.CompilerServices;

namespace TraceClient.Calyptia;

/// <summary>Reads trace records that were saved: answers of the API and the output of Fluent Bit's Tap.</summary>
/// <remarks>
/// Taken are an array of records as the API sends it, the envelope <c>{"items":[…]}</c> of the vendor's command line, and Tap's events, one a
/// line, in arrays, or run together without anything between them. A Tap event has no ids: its record id is its place among the events of
/// the data, from 1, and its session id <c>tap-</c> and a hash of the first event, so that the same data have the same ids each time, and keep
/// them while more is appended.
/// </remarks>
public static class CalyptiaFileReader
{
    private const int DefaultMaxElementBytes = 64 << 20;

    /// <summary>Reads records one by one, in the order of the data.</summary>
    /// <param name="input">UTF-8, not compressed; bodies may hold bytes that are none. It stays open.</param>
    /// <param name="maxElementBytes">How many bytes a record, or an envelope with all its records, may have.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TraceFormatException">The data are cut off, hold something else than records, or a record is too large.</exception>
    public static async IAsyncEnumerable<CalyptiaTraceRecord> ReadRecordsAsync(
        Stream input, int maxElementBytes = DefaultMaxElementBytes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxElementBytes);
        using var elements = new CalyptiaFileElements(input, maxElementBytes);
        var tap = new CalyptiaTap();
        while (await elements.NextAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var (record, json) in CalyptiaFileRecords.Of(elements.Current, elements.Offset))
                yield return tap.Complete(record, json.Span);
        }
    }

    /// <summary>Makes traces of records: what <see cref="ITraceClient"/> gives for the same records of the service.</summary>
    /// <param name="records">Records of any number of sessions; one that comes twice counts once.</param>
    /// <param name="chunkGap">See <see cref="CalyptiaOptions.ChunkGap"/>, whose default this has.</param>
    /// <returns>The traces, by session and by the time at which their first records were taken in.</returns>
    public static IReadOnlyList<Trace> ToTraces(IEnumerable<CalyptiaTraceRecord> records, TimeSpan? chunkGap = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        var gap = chunkGap ?? new CalyptiaOptions().ChunkGap;
        return
        [
            .. records
                .DistinctBy(record => (record.SessionId, record.Id))
                .GroupBy(record => record.SessionId ?? "", StringComparer.Ordinal)
                .SelectMany(session => TracesOf(session.Key, [.. session], gap)),
        ];
    }

    private static IEnumerable<Trace> TracesOf(string sessionId, List<CalyptiaTraceRecord> records, TimeSpan gap)
    {
        var session = new CalyptiaTraceSession { Id = sessionId };
        return EventsOf(sessionId, records)
            .GroupBy(step => step.TraceId, StringComparer.Ordinal)
            .SelectMany(steps => CalyptiaChunks.Split([.. steps.Order(CalyptiaEvent.OldestFirst)], gap))
            .OrderBy(chunk => chunk.First, CalyptiaEvent.OldestFirst)
            .Select(chunk => CalyptiaTraceMapper.ToTrace(chunk, session, pipelineName: null, now: default));
    }

    // As the service lists them: newest first. Tap writes the oldest first, and so may a file that someone has put together.
    private static List<CalyptiaEvent> EventsOf(string sessionId, List<CalyptiaTraceRecord> records)
    {
        var times = records.Select(record => record.CreatedAt.Timestamp).OfType<TraceTimestamp>();
        var (first, last) = (times.FirstOrDefault(), times.LastOrDefault());
        if (first < last || (first == last && CalyptiaTap.IsSession(sessionId)))
            records.Reverse();

        var later = times.LastOrDefault();
        var events = new List<CalyptiaEvent>(records.Count);
        foreach (var record in records)
        {
            var next = CalyptiaEvent.From(record, events.Count, later, keepRecord: true);
            later = next.Time;
            events.Add(next);
        }

        return events;
    }
}
