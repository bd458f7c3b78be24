using System.Globalization;
using System.Text.RegularExpressions;

namespace TraceClient.Tool.Tests;

/// <summary>Tests the contrast of the hues, also for people with color vision deficiency.</summary>
public sealed partial class TypeColorTests
{
    // Hundredths of Oklab; 2 is about the just noticeable difference.
    private const double LeastDistance = 8;

    // The minimum contrast of WCAG level AA for a bar and for text.
    private const double LeastContrast = 3;
    private const double LeastTextContrast = 4.5;

    // Linear red, green and blue without one kind of cones: Machado, Oliveira and Fernandes, 2009.
    private static readonly Dictionary<string, double[]> Views = new(StringComparer.Ordinal)
    {
        ["all cones"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["no red cones"] = [.152286, 1.052583, -.204868, .114503, .786281, .099216, -.003882, -.048116, 1.051998],
        ["no green cones"] = [.367322, .860646, -.227968, .280085, .672501, .047413, -.01182, .04294, .968881],
    };

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Hues_stay_apart_without_red_or_green_cones(string theme)
    {
        var hues = Hues(theme);
        Assert.Equal(7, hues.Count);

        var close =
            from view in Views
            from left in hues
            from right in hues
            where string.CompareOrdinal(left.Key, right.Key) < 0
            where Distance(Seen(left.Value, view.Value), Seen(right.Value, view.Value)) < LeastDistance
            select $"{left.Key} and {right.Key} with {view.Key}";

        Assert.Empty(close);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Hues_stand_out_from_the_background(string theme)
    {
        var background = Linear(Declared("--background", theme));

        var faint = Hues(theme).Where(hue => Contrast(Linear(hue.Value), background) < LeastContrast).Select(hue => hue.Key);

        Assert.Empty(faint);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Durations_can_be_read_on_their_bars(string theme)
    {
        var background = Declared("--background", theme);

        var poor = Hue().Matches(Style()).SelectMany(hue => new[]
        {
            (Name: hue.Groups["name"].Value, Contrast: Contrast(Linear(hue.Groups["on" + theme].Value), Linear(hue.Groups[theme].Value))),
            // A span that is shown only as the ancestor of another one.
            (Name: hue.Groups["name"].Value + " of context",
                Contrast: Contrast(Linear(Declared("--text", theme)), Linear(Mixed(hue.Groups[theme].Value, .3, background)))),
        }).Where(text => text.Contrast < LeastTextContrast);

        Assert.Empty(poor);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Texts_can_be_read_on_all_their_backgrounds(string theme)
    {
        string ColorOf(string name) => Declared(name, theme);
        var plain = new[] { "--background", "--surface", "--raised", "--line", "--hover" };
        var poor =
            from text in new (string Name, string[] On)[]
            {
                ("--text", [.. plain, "--mark", "--accent-soft", "--ok-soft", "--error-soft"]),
                ("--text-soft", [.. plain, "--accent-soft", "--ok-soft", "--error-soft"]),
                ("--accent", ["--background", "--surface", "--raised", "--accent-soft"]),
                ("--error", ["--background", "--surface", "--raised", "--error-soft"]),
                ("--ok", ["--background", "--ok-soft"]),
                ("--warning", ["--background", "--warning-soft"]),
                ("--background", ["--text"]),
            }
            from background in text.On
            where Contrast(Linear(ColorOf(text.Name)), Linear(ColorOf(background))) < LeastTextContrast
            select $"{text.Name} on {background}";
        var poorInRows =
            from text in new[] { "--text", "--text-soft", "--error", "--warning" }
            from row in new[] { ("hover", "--text", .04), ("found", "--mark", .28), ("selected", "--accent", .13) }
            where Contrast(
                Linear(ColorOf(text)), Linear(Mixed(ColorOf(row.Item2), row.Item3, ColorOf("--background")))) < LeastTextContrast
            select $"{text} in a row that is {row.Item1}";

        Assert.Empty(poor.Concat(poorInRows));
    }

    private static Dictionary<string, string> Hues(string theme) =>
        Hue().Matches(Style())
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups[theme].Value, StringComparer.Ordinal);

    private static string Declared(string name, string theme) =>
        Variable().Matches(Style()).First(match => match.Groups["name"].Value == name).Groups[theme].Value;

    private static string Style() => PageTemplate.Trace.Style;

    /// <summary>A share of a colour on another one.</summary>
    private static string Mixed(string colour, double share, string on) => Convert.ToHexString(
        [.. Convert.FromHexString(colour)
            .Zip(Convert.FromHexString(on), (over, under) => (byte)Math.Round((share * over) + ((1 - share) * under)))]);

    private static double[] Linear(string hex) =>
    [
        .. Enumerable.Range(0, 3)
            .Select(i => int.Parse(hex.AsSpan(i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(part => part <= .04045 ? part / 12.92 : Math.Pow((part + .055) / 1.055, 2.4)),
    ];

    private static double[] Seen(string hex, double[] view)
    {
        var colour = Linear(hex);
        double[] seen =
            [.. Enumerable.Range(0, 3).Select(i => Math.Clamp(Enumerable.Range(0, 3).Sum(j => view[(3 * i) + j] * colour[j]), 0, 1))];
        return Oklab(seen);
    }

    private static double[] Oklab(double[] rgb)
    {
        var l = Math.Cbrt((.4122214708 * rgb[0]) + (.5363325363 * rgb[1]) + (.0514459929 * rgb[2]));
        var m = Math.Cbrt((.2119034982 * rgb[0]) + (.6806995451 * rgb[1]) + (.1073969566 * rgb[2]));
        var s = Math.Cbrt((.0883024619 * rgb[0]) + (.2817188376 * rgb[1]) + (.6299787005 * rgb[2]));
        return
        [
            (.2104542553 * l) + (.793617785 * m) - (.0040720468 * s),
            (1.9779984951 * l) - (2.428592205 * m) + (.4505937099 * s),
            (.0259040371 * l) + (.7827717662 * m) - (.808675766 * s),
        ];
    }

    private static double Distance(double[] left, double[] right) => 100 * Math.Sqrt(left.Zip(right, (a, b) => (a - b) * (a - b)).Sum());

    private static double Contrast(double[] left, double[] right)
    {
        var (a, b) = (Luminance(left), Luminance(right));
        return (Math.Max(a, b) + .05) / (Math.Min(a, b) + .05);
    }

    private static double Luminance(double[] rgb) => (.2126 * rgb[0]) + (.7152 * rgb[1]) + (.0722 * rgb[2]);

    [GeneratedRegex(@"\.hue-(?<name>\w+) \{ --hue: light-dark\(#(?<light>\w{6}), #(?<dark>\w{6})\); "
        + @"--on-hue: light-dark\(#(?<onlight>\w{6}), #(?<ondark>\w{6})\)")]
    private static partial Regex Hue();

    [GeneratedRegex(@"(?<name>--[a-z-]+): light-dark\(#(?<light>\w{6}), #(?<dark>\w{6})\)")]
    private static partial Regex Variable();
}
