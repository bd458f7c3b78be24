namespace TraceClient.Http;

/// <summary>The wait that a service requests: in seconds, or up to a date by the given clock.</summary>
internal static class RetryAfterHeader
{
    // Half of what a TimeSpan holds: a wait can be added to another time.
    private static readonly double MostSeconds = TimeSpan.MaxValue.TotalSeconds / 2;

    /// <summary>Gets the wait, never negative; null when the header is
    /// missing, or is neither a date nor a valid number of seconds.</summary>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider timeProvider) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => new TimeSpan(Math.Max(0, (date - timeProvider.GetUtcNow()).Ticks)),

        // Some gateways write fractions of a second, which the header's grammar does not know.
        _ => response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            && double.TryParse(values.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= 0 && seconds <= MostSeconds ? TimeSpan.FromSeconds(seconds) : null,
    };
}
