namespace TraceClient.Testing;

/// <summary>Go's <c>time.Duration</c> as text, such as <c>1h0m0s</c> or <c>3m12.345678s</c>; a value is whole nanoseconds.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, decimal Nanoseconds)[] Units =
        [("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
            ("h", 3_600_000_000_000)];

    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var rest = text.AsSpan();
        var isNegative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
            rest = rest[1..];
        if (rest.SequenceEqual("0"))
            return true;
        if (rest.IsEmpty)
            return false;
        var total = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0
                || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            rest = rest[digits..];
            var end = rest.IndexOfAny(NumberCharacters);
            var unit = (end < 0 ? rest : rest[..end]).ToString();
            var known = Array.Find(Units, pair => string.Equals(pair.Unit, unit, StringComparison.Ordinal));
            if (known.Unit is null)
                return false;
            total += number * known.Nanoseconds;
            rest = rest[unit.Length..];
            if (total > long.MaxValue)
                return false;
        }

        nanoseconds = (long)(isNegative ? -total : total);
        return true;
    }

    public static string Format(long nanoseconds)
    {
        if (nanoseconds == 0)
            return "0s";
        var text = new StringBuilder(nanoseconds < 0 ? "-" : "");
        var rest = Math.Abs((decimal)nanoseconds);
        if (rest < 1_000_000_000)
        {
            var (unit, size) = rest < 1_000 ? ("ns", 1m) : rest < 1_000_000 ? ("µs", 1_000m) : ("ms", 1_000_000m);
            return text.Append((rest / size).ToString("0.######", CultureInfo.InvariantCulture)).Append(unit).ToString();
        }

        var hours = Math.Floor(rest / 3_600_000_000_000m);
        var minutes = Math.Floor(rest / 60_000_000_000m) % 60;
        if (hours > 0)
            text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        if (hours > 0 || minutes > 0)
            text.Append(CultureInfo.InvariantCulture, $"{minutes}m");
        return text.Append((rest % 60_000_000_000m / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture)).Append('s')
            .ToString();
    }
}
