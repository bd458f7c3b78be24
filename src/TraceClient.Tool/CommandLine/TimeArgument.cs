using System.CommandLine.Parsing;

namespace TraceClient.Tool;

/// <summary>A moment as people type it: <c>2h</c> for two hours ago, <c>2026-11-24</c>, <c>2026-11-24T15:04:05Z</c>.</summary>
internal static class TimeArgument
{
    public static DateTimeOffset? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (TryParse(text, TimeProvider.System.GetLocalNow(), out var time))
            return time;
        argument.AddError(
            $"'{TerminalText.OneLine(text)}' is no time: write 90s, 30m, 2h, 7d, a date (2026-11-24) or a time (2026-11-24T15:04:05Z).");
        return null;
    }

    /// <summary>A length of time: <c>2s</c>, <c>500ms</c>.</summary>
    public static TimeSpan? ParseSpan(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (TryParseSpan(text, out var span))
            return span;
        argument.AddError($"'{TerminalText.OneLine(text)}' is no length of time: write 500ms, 2s, 10m or 1h.");
        return null;
    }

    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        if (TryParseSpan(text, out var ago) && ago <= now - DateTimeOffset.MinValue)
        {
            time = now - ago;
            return true;
        }

        // What says no offset is meant as the clock on the wall says.
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AllowWhiteSpaces, out time)
            && text.Contains('-', StringComparison.Ordinal);
    }

    /// <summary>A length of time: a number and <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c> or <c>w</c>.</summary>
    public static bool TryParseSpan(string text, out TimeSpan span)
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
