namespace TraceClient.Testing;

/// <summary>Provides assertions on traces.</summary>
public static class TraceAssertionExtensions
{
    /// <summary>Returns the assertions on a trace.</summary>
    /// <param name="trace">The trace.</param>
    public static TraceAssertions Should(this Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return new TraceAssertions(trace);
    }
}
