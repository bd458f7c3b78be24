namespace TraceClient.Analysis.Tests;

public sealed class QuantileSketchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_quantile_is_within_one_percent_of_the_true_one(int seed)
    {
        var random = new Random(seed);
        // From microseconds to days.
        TimeSpan[] durations =
            [.. Enumerable.Range(0, 20_000).Select(_ => TimeSpan.FromTicks((long)Math.Exp(random.NextDouble() * 28) + 10))];
        var sketch = Of(durations);
        Array.Sort(durations);

        foreach (var part in new[] { 0.001, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1 })
        {
            var exact = durations[(int)Math.Ceiling(part * durations.Length) - 1];
            var found = sketch.Quantile(part)!.Value;
            Assert.InRange(found / exact, 1 - QuantileSketch.RelativeError - 0.001, 1 + QuantileSketch.RelativeError + 0.001);
        }
    }

    [Fact]
    public void Equal_durations_give_exactly_theirs()
    {
        var sketch = Of([.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 100)]);

        Assert.Equal(TimeSpan.FromSeconds(1), sketch.Quantile(0.5));
        Assert.Equal(TimeSpan.FromSeconds(1), sketch.Quantile(0.99));
    }

    [Fact]
    public void The_shortest_and_the_longest_are_exact()
    {
        var sketch = Of([TimeSpan.FromMilliseconds(7), TimeSpan.FromMilliseconds(12345), TimeSpan.FromMilliseconds(3)]);

        Assert.Equal(TimeSpan.FromMilliseconds(3), sketch.Min);
        Assert.Equal(TimeSpan.FromMilliseconds(12345), sketch.Max);
    }

    [Fact]
    public void Durations_of_nothing_are_counted()
    {
        var sketch = Of([TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(1)]);

        Assert.Equal(3, sketch.Count);
        Assert.Equal(TimeSpan.Zero, sketch.Quantile(0.5));
        Assert.InRange(sketch.Quantile(0.99)!.Value, TimeSpan.FromSeconds(0.99), TimeSpan.FromSeconds(1.01));
    }

    [Fact]
    public void Without_durations_there_is_no_quantile() => Assert.Null(new QuantileSketch().Quantile(0.5));

    private static QuantileSketch Of(TimeSpan[] durations)
    {
        var sketch = new QuantileSketch();
        foreach (var duration in durations)
            sketch.Add(duration);
        return sketch;
    }
}
