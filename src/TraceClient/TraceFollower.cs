namespace TraceClient;

/// <summary>Reads one trace again and again and yields what is new.</summary>
internal sealed class TraceFollower(ITraceSource source, TraceReference reference, FollowOptions options, TimeProvider timeProvider)
{
    public async IAsyncEnumerable<TraceUpdate> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Trace? last = null;
        var lastNews = timeProvider.GetTimestamp();
        while (true)
        {
            var trace = await source.FindTraceAsync(reference.Id, cancellationToken).ConfigureAwait(false);
            if (trace is null && (last is not null || !options.WaitForTrace))
                throw SourceErrors.UnknownTrace(source.Name, reference.Id, "Follow");

            if (trace is not null && !trace.Equals(last))
            {
                lastNews = timeProvider.GetTimestamp();
                var update = NewsIn(trace, last);
                Instruments.ReadSpans(source.Name, update.AddedSpans.Count);
                yield return update;
            }

            last = trace;

            if (trace is { IsComplete: true } && timeProvider.GetElapsedTime(lastNews) >= options.QuietPeriod)
                yield break;
            await Task.Delay(options.PollInterval, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TraceUpdate NewsIn(Trace trace, Trace? last)
    {
        // Ids are unique in what the assembly makes; a source of the user's own may not use it.
        var known = (last?.Spans ?? []).ToLookup(span => span.Id, StringComparer.Ordinal);
        return new TraceUpdate(
            trace, [.. trace.Spans.Where(span => !known.Contains(span.Id))],
            [.. trace.Spans.Where(span => known.Contains(span.Id) && !known[span.Id].Contains(span))]);
    }
}
