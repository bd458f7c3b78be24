namespace TraceClient;

/// <summary>Provides extension methods for <see cref="ITraceClient"/>.</summary>
public static class TraceClientExtensions
{
    /// <summary>Gets a trace with all its spans.</summary>
    /// <param name="client">The client.</param>
    /// <param name="reference">The reference to the trace as text, such as <c>kubiya:4bf92f3577b34da6a3ce929d0e0e4736</c>.</param>
    /// <param name="cancellationToken">The token that cancels the request.</param>
    /// <returns>The trace.</returns>
    /// <exception cref="TraceNotFoundException">The source does not know the trace.</exception>
    /// <exception cref="TraceClientException">The source could not be read.</exception>
    /// <exception cref="ArgumentException"><paramref name="reference"/> is
    /// not a reference, or no source of its name is configured.</exception>
    public static Task<Trace> GetTraceAsync(this ITraceClient client, string reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(reference);
        return TraceReference.TryParse(reference, out var parsed)
            ? client.GetTraceAsync(parsed, cancellationToken)
            : throw new ArgumentException(TraceReference.ExpectedForm, nameof(reference));
    }
}
