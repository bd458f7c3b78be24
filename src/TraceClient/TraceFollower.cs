using System.Runtime.CompilerServices;
using TraceClient.Telemetry;

namespace TraceClient;

/// <summary>Reads one trace again and again and tells what is new.</summary>
internal sealed class TraceFollower(ITraceSource source, TraceReference reference, FollowOptions options, TimeProvider timeProvider)
{
    private Trace? _last;

    public async IAsyncEnumerable<TraceUpdate> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var operation = TraceClientOperation.Start("Follow", source.Name);
        var lastNews = timeProvider.GetTimestamp();
        while (true)
        {
            var trace = await source.FindTraceAsync(reference.Id, cancellationToken).ConfigureAwait(false);
            if (trace is null && (_last is not null || !options.WaitForTrace))
                throw MergedTraceClient.NotFound(reference);

            if (trace is not null && NewsIn(trace) is { } update)
            {
                lastNews = timeProvider.GetTimestamp();
                operation.CountSpans(update.AddedSpans.Count);
                yield return update;
            }

            if (trace is { IsComplete: true } && timeProvider.GetElapsedTime(lastNews) >= options.QuietPeriod)
                yield break;
            await Task.Delay(options.PollInterval, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private TraceUpdate? NewsIn(Trace trace)
    {
        var known = _last?.Spans.ToDictionary(span => span.Id, StringComparer.Ordinal) ?? [];
        var update = new TraceUpdate(
            trace,
            [.. trace.Spans.Where(span => !known.ContainsKey(span.Id))],
            [.. trace.Spans.Where(span => known.TryGetValue(span.Id, out var before) && !before.Equals(span))]);
        var isNews = _last is null || !_last.Equals(trace);
        _last = trace;
        return isNews ? update : null;
    }
}
