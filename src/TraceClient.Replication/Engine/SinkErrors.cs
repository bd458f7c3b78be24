namespace TraceClient.Replication;

/// <summary>Converts the exceptions of a sink. A sink of the user's own may throw anything.</summary>
internal static class SinkErrors
{
    /// <summary>Calls a sink.</summary>
    /// <exception cref="TraceClientException">The sink failed.</exception>
    public static async Task<T> WrapAsync<T>(ITraceSink sink, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (exception is TraceClientException)
                throw;
            throw new TraceClientException($"The sink {sink.Target} failed with an unexpected {exception.GetType().Name}.", exception);
        }
    }

    /// <inheritdoc cref="WrapAsync{T}"/>
    public static Task WrapAsync(ITraceSink sink, Func<Task> call, CancellationToken cancellationToken) => WrapAsync(
        sink,
        async () =>
        {
            await call().ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
