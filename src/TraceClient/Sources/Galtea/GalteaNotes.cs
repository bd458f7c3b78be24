namespace TraceClient.Galtea;

/// <summary>Reads times and durations; one that cannot be read stays as an attribute, with a warning.</summary>
internal static class GalteaNotes
{
    public const string Prefix = "galtea.";

    /// <summary>Beyond this a time plus a duration leaves the range of <see cref="TraceTimestamp"/>.</summary>
    private const double MaxMilliseconds = long.MaxValue / 1e6;

    /// <summary>The time; null, and a warning, when it cannot be read.</summary>
    public static TraceTimestamp? Read(this ExtensionAttributes notes, string name, GalteaTime? time)
    {
        if (time is { Value: null } unreadable)
            notes.AddUnreadable(name, unreadable.Text);
        return time?.Value;
    }

    /// <summary>The duration; null, and a warning, when it is negative or longer than any time can reach.</summary>
    public static TimeSpan? ReadMilliseconds(this ExtensionAttributes notes, string name, double? milliseconds)
    {
        if (milliseconds is not { } value)
            return null;
        if (value is >= 0 and < MaxMilliseconds)
            return TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerMillisecond));

        notes.AddUnreadable(name, value);
        return null;
    }
}
