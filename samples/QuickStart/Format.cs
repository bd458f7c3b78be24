using System.Globalization;
using TraceClient;

namespace QuickStart;

/// <summary>Values as a person reads them.</summary>
internal static class Format
{
    public static string Cut(string text, int length) => text.Length <= length ? text : $"{text[..(length - 1)]}…";

    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "-",
        { Ticks: 0 } => "0 ms",
        { TotalMilliseconds: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0} µs"),
        { TotalSeconds: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms"),
        { TotalMinutes: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s"),
        { } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
    };

    public static string Status(TraceStatus status, Screen screen)
    {
        var text = $"{(status == TraceStatus.Unset ? "-" : status.ToString()),-9}";
        return status switch
        {
            TraceStatus.Ok => screen.Good(text),
            TraceStatus.Error => screen.Bad(text),
            TraceStatus.Running => screen.Warn(text),
            _ => screen.Dim(text),
        };
    }
}
