using System.Globalization;

namespace TraceClient.Benchmarks.Read;

/// <summary>The options of <c>read</c>.</summary>
/// <param name="Rounds">How many rounds are measured.</param>
/// <param name="Only">A part of the names of the works to measure; null for all.</param>
internal sealed record ReadOptions(int Rounds, string? Only)
{
    public const string Usage = "read [--rounds N] [--only TEXT], with 9 rounds or more";

    private const int LeastRounds = 9;
    private const int DefaultRounds = 15;

    /// <summary>Reads the options; null when they are wrong.</summary>
    public static ReadOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new ReadOptions(DefaultRounds, Only: null);
        while (args.Length > 0)
        {
            switch (args)
            {
                case ["--rounds", var text, ..]
                    when int.TryParse(text, CultureInfo.InvariantCulture, out var rounds) && rounds >= LeastRounds:
                    options = options with { Rounds = rounds };
                    break;
                case ["--only", var text, ..]:
                    options = options with { Only = text };
                    break;
                default:
                    return null;
            }

            args = args[2..];
        }

        return options;
    }
}
