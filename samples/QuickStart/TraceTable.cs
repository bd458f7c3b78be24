using System.Globalization;
using TraceClient;

namespace QuickStart;

/// <summary>A list of traces as lines of a table.</summary>
internal static class TraceTable
{
    public static async Task WriteAsync(TraceList list, Screen screen)
    {
        screen.Line(screen.Dim($"  {"source",-10}{"name",-34}{"status",-9}{"start",-21}{"duration",10}{"spans",7}"));
        await foreach (var trace in list)
        {
            var start = trace.StartTime ?? trace.RecordedAt;
            screen.Line(
                $"  {screen.Accent($"{trace.Source,-10}")}{Format.Cut(trace.Name, 32),-34}{Format.Status(trace.Status, screen)}"
                + $"{start?.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),-21}"
                + $"{Format.Duration(trace.Duration),10}{trace.SpanCount,7}");
        }

        foreach (var failure in list.Failures)
            screen.Line($"  {screen.Accent($"{failure.SourceName,-10}")}{screen.Bad(failure.Exception.Message)}");
    }
}
