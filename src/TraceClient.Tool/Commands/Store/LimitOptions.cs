using System.CommandLine;
using TraceClient.Replication;

namespace TraceClient.Tool;

/// <summary>The options that limit the age and the size of a store.</summary>
internal sealed class LimitOptions
{
    private readonly Option<TimeSpan?> _maxAge = new("--max-age")
    {
        Description = "Delete traces that are older than this age, such as 30d.",
        HelpName = "AGE",
        CustomParser = argument =>
        {
            if (TimeParser.TryParseDuration(argument.Tokens[0].Value, out var age) && age > TimeSpan.Zero)
                return age;
            argument.AddError(InvalidValue.Describe(argument, "12h, 30d or 8w"));
            return null;
        },
    };

    private readonly Option<long?> _maxSize = new("--max-size")
    {
        Description = "Delete the oldest traces until the store has at most this size, such as 500MB or 2GB.",
        HelpName = "SIZE",
        CustomParser = argument =>
        {
            if (ByteSize.TryParse(argument.Tokens[0].Value, out var bytes) && bytes > 0)
                return bytes;
            argument.AddError(InvalidValue.Describe(argument, "500KB, 200MB or 2GB"));
            return null;
        },
    };

    public static LimitOptions AddTo(Command command)
    {
        var options = new LimitOptions();
        command.Options.Add(options._maxAge);
        command.Options.Add(options._maxSize);
        return options;
    }

    /// <summary>Returns the limits; null for none.</summary>
    public TraceStoreLimits? Of(ParseResult parsed)
    {
        var limits = new TraceStoreLimits { MaxAge = parsed.GetValue(_maxAge), MaxBytes = parsed.GetValue(_maxSize) };
        return limits == new TraceStoreLimits() ? null : limits;
    }
}

/// <summary>Parses and formats sizes, such as <c>2GB</c>.</summary>
internal static class ByteSize
{
    private static readonly (string Name, long Factor)[] Units =
    [
        ("KIB", 1L << 10), ("MIB", 1L << 20), ("GIB", 1L << 30), ("TIB", 1L << 40),
        ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1), ("", 1),
    ];

    /// <summary>Parses a number with a unit: B, KB, MB, GB or TB (1000), KiB, MiB, GiB or TiB (1024). Without a unit it is bytes.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var upper = text.Trim().ToUpperInvariant();
        var (name, factor) = Units.First(unit => upper.EndsWith(unit.Name, StringComparison.Ordinal));
        if (!decimal.TryParse(upper.AsSpan(0, upper.Length - name.Length).TrimEnd(), NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var number) || number > (decimal)long.MaxValue / factor)
            return false;
        bytes = (long)(number * factor);
        return true;
    }

    /// <summary>Formats a size, such as <c>12.3 MB</c>.</summary>
    public static string Format(long bytes)
    {
        var (name, factor) = Units.Where(unit => unit.Name is "B" or "KB" or "MB" or "GB" or "TB")
            .OrderByDescending(unit => unit.Factor).First(unit => bytes >= unit.Factor || unit.Factor == 1);
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)bytes / factor:0.#} {name}");
    }
}
