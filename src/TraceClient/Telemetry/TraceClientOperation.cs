using System.Diagnostics;

namespace TraceClient.Telemetry;

/// <summary>One operation of the facade, as an activity and in the counters.</summary>
internal readonly struct TraceClientOperation : IDisposable
{
    private readonly string _sourceName;
    private readonly Activity? _activity;

    private TraceClientOperation(string sourceName, Activity? activity)
    {
        _sourceName = sourceName;
        _activity = activity;
    }

    public static TraceClientOperation Start(string name, string sourceName) => new(sourceName, Instruments.StartOperation(sourceName, name));

    /// <summary>Enumerates a stream as one operation, which fails when the stream does.</summary>
    public static async IAsyncEnumerable<T> StreamAsync<T>(
        string name, string sourceName, IAsyncEnumerable<T> stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var operation = Start(name, sourceName);
        var enumerator = stream.GetAsyncEnumerator(cancellationToken);
        await using var _ = enumerator.ConfigureAwait(false);
        while (await operation.MoveNextAsync(enumerator).ConfigureAwait(false))
            yield return enumerator.Current;
    }

    public void CountSpans(int count) => Instruments.ReadSpans(_sourceName, count);

    public void Fail(Exception exception) => Instruments.Fail(_activity, exception);

    public void Dispose() => _activity?.Dispose();

    private async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> enumerator)
    {
        // After a yield the caller's activity is the current one: without this, only the first page's requests would stand below ours.
        if (_activity is not null)
            Activity.Current = _activity;
        try
        {
            return await enumerator.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);
            throw;
        }
    }
}
