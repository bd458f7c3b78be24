using System.Globalization;

namespace TraceClient.Http;

/// <summary>The wait that a service asks for: in seconds, or up to a date by the given clock.</summary>
internal static class RetryAfterHeader
{
    private const string Name = "Retry-After";

    /// <summary>The wait, never negative; null when the service names none that can be read.</summary>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider timeProvider)
    {
        if (response.Headers.RetryAfter is { } header)
        {
            if (header.Delta is { } delta)
                return delta;
            if (header.Date is { } date)
                return NotNegative(date - timeProvider.GetUtcNow());
        }

        // Some gateways write fractions of a second, which the header's grammar does not know.
        return response.Headers.NonValidated.TryGetValues(Name, out var values)
            && double.TryParse(values.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= TimeSpan.MaxValue.TotalSeconds / 2
                ? TimeSpan.FromSeconds(seconds)
                : null;
    }

    private static TimeSpan NotNegative(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
}
