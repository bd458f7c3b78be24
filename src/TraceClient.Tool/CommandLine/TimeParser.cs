using System.CommandLine.Parsing;

namespace TraceClient.Tool;

/// <summary>Parses times (<c>2h</c> for two hours ago, <c>2026-11-24</c>, <c>2026-11-24T15:04:05Z</c>) and durations.</summary>
internal static class TimeParser
{
    // A timer can wait for 49 days.
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(30);

    public static DateTimeOffset? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        var isUtc = argument.GetResult(GlobalOptions.Utc) is { Implicit: false };
        var zone = isUtc ? DateTimeStyles.AssumeUniversal : DateTimeStyles.AssumeLocal;
        if (TryParse(text, TimeProvider.System.GetLocalNow(), out var time, zone))
            return time;
        argument.AddError(InvalidValue.Describe(argument, "2h, 2026-11-20 or 2026-11-20T08:00Z"));
        return null;
    }

    /// <summary>Parses a duration, such as <c>2s</c> or <c>500ms</c>.</summary>
    public static TimeSpan? ParseDuration(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (TryParseDuration(text, out var span) && span <= MaxDuration)
            return span;
        argument.AddError(InvalidValue.Describe(argument, "500ms, 2s, 10m or 1h, up to 30d"));
        return null;
    }

    public static bool TryParse(
        string text, DateTimeOffset now, out DateTimeOffset time, DateTimeStyles zone = DateTimeStyles.AssumeLocal)
    {
        if (TryParseDuration(text, out var ago) && ago <= now - DateTimeOffset.MinValue)
        {
            time = now - ago;
            return true;
        }

        // A time without an offset is local, or UTC with --utc.
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, zone | DateTimeStyles.AllowWhiteSpaces, out time)
            && text.Contains('-', StringComparison.Ordinal);
    }

    /// <summary>Parses a duration: a number and <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c> or <c>w</c>.</summary>
    public static bool TryParseDuration(string text, out TimeSpan span)
    {
        span = default;
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        double? unit = text.AsSpan(digits.Length) switch
        {
            "ms" => 0.001,
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            "w" => 604800,
            _ => null,
        };
        if (unit is not { } seconds
            || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * seconds > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return false;
        }

        span = TimeSpan.FromSeconds(number * seconds);
        return true;
    }
}
