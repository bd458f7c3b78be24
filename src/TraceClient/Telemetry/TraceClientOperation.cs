using System.Diagnostics;

namespace TraceClient.Telemetry;

/// <summary>One operation of the facade, as an activity and in the counters.</summary>
internal readonly struct TraceClientOperation(string name, string sourceName) : IDisposable
{
    // Null when nobody listens.
    private readonly Activity? _activity = Instruments.Activities.StartActivity($"{sourceName} {name}", ActivityKind.Client)
        ?.SetTag(Instruments.SourceTag, sourceName).SetTag(Instruments.OperationTag, name);

    /// <summary>Enumerates a stream as one operation, which fails when the stream does.</summary>
    public static async IAsyncEnumerable<T> StreamAsync<T>(
        string name, string sourceName, IAsyncEnumerable<T> stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var operation = new TraceClientOperation(name, sourceName);
        var enumerator = stream.GetAsyncEnumerator(cancellationToken);
        await using var _ = enumerator.ConfigureAwait(false);
        while (await operation.MoveNextAsync(enumerator).ConfigureAwait(false))
            yield return enumerator.Current;
    }

    /// <summary>Marks the operation as failed: with the type and the status, and no text, which could hold what was requested.</summary>
    public void Fail(Exception exception) => _activity?.SetStatus(ActivityStatusCode.Error)
        .SetTag(Instruments.ErrorTypeTag, exception.GetType().FullName)
        .SetTag(Instruments.StatusCodeTag, (int?)(exception as TraceApiException)?.StatusCode);

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
