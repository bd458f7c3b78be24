namespace TraceClient.Benchmarks.Read;

/// <summary>What doing a work once took.</summary>
internal readonly record struct Sample(double Milliseconds, double Bytes)
{
    /// <summary>The median of the times, and that of the bytes.</summary>
    public static Sample Median(IReadOnlyCollection<Sample> samples) =>
        new(Median(samples.Select(sample => sample.Milliseconds)), Median(samples.Select(sample => sample.Bytes)));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
