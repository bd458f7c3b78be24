using System.Globalization;

namespace TraceClient.Benchmarks.Read;

/// <summary>The results as a table of Markdown.</summary>
internal static class ReadTable
{
    /// <summary>How far above its aim a ratio may be: two runs differ by as much.</summary>
    private const double Tolerance = 1.05;

    public const string Head = """
        | work | peer | time: peer, ours | ratio | bytes: peer, ours | ratio | aim | met |
        |---|---|---:|---:|---:|---:|---:|---|
        """;

    public static string Row(Work work, Sample peer, Sample ours)
    {
        var (time, bytes) = (ours.Milliseconds / peer.Milliseconds, ours.Bytes / peer.Bytes);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {work.Name} | {Code(work.Peer)} | {Time(peer)}, {Time(ours)} | {time:F2} | {Size(peer)}, {Size(ours)} | {bytes:F2} | ≤ "
                + $"{work.Aim:F1} | {Met(time <= work.Aim * Tolerance, bytes <= work.Aim * Tolerance)} |");
    }

    private static string Met(bool time, bool bytes) => (time, bytes) switch
    {
        (true, true) => "yes",
        (true, false) => "time only",
        (false, true) => "bytes only",
        _ => "no",
    };

    /// <summary>Markdown would take type parameters for HTML.</summary>
    private static string Code(string text) => text.Replace("<", "\\<", StringComparison.Ordinal);

    private static string Time(Sample sample) => sample.Milliseconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{sample.Milliseconds * 1_000:F1} µs")
        : string.Create(CultureInfo.InvariantCulture, $"{sample.Milliseconds:F1} ms");

    private static string Size(Sample sample) => sample.Bytes < 100_000
        ? string.Create(CultureInfo.InvariantCulture, $"{sample.Bytes:N0} B")
        : string.Create(CultureInfo.InvariantCulture, $"{sample.Bytes / 1e6:F2} MB");
}
