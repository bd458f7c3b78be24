using TraceClient.Otlp.Tests.Exporting;

namespace TraceClient.Otlp.Tests.Bridging;

public sealed class ShardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Each_trace_is_in_one_share(int count)
    {
        TraceShard[] shards = [.. Enumerable.Range(1, count).Select(number => new TraceShard(number, count))];

        var shares = References().Select(reference => Assert.Single(shards, shard => shard.Contains(reference)).Number)
            .ToLookup(number => number);

        Assert.All(shards, shard => Assert.InRange(shares[shard.Number].Count(), 3000 / count * 0.8, 3000 / count * 1.2));
    }

    [Theory]
    [InlineData("kubiya", "4bf92f3577b34da6a3ce929d0e0e4736", "3/4")]
    [InlineData("kubiya", "4BF92F3577B34DA6A3CE929D0E0E4736", "3/4")]
    [InlineData("galtea", "4bf92f35-77b3-4da6-a3ce-929d0e0e4737", "4/4")]
    public void A_share_follows_from_the_id_as_a_number(string source, string id, string shard)
    {
        Assert.True(TraceShard.Parse(shard).Contains(new TraceReference(source, id)));
    }

    [Fact]
    public async Task The_shares_together_are_all_traces_and_none_twice()
    {
        await using var simulator = await Bridges.SimulatorAsync();
        await using var client = Bridges.ClientOf(simulator);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);
        var expected = await Bridges.SpansOfAsync(client);

        var results = await Task.WhenAll(Enumerable.Range(1, 3).Select(number => exporter.BridgeAsync(
            client, options: new OtlpBridgeOptions { Shard = new TraceShard(number, 3) }, cancellationToken: Bridges.Token)));

        Assert.Equal(expected, Bridges.ArrivedAt(collector).Order(StringComparer.Ordinal));
        Assert.All(results, result => Assert.Equal(result.Listed, result.Exported + result.OtherShards));
        Assert.All(results, result => Assert.NotEqual(0, result.Exported));
    }

    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("2/4", 2, 4)]
    [InlineData(" 4 / 4 ", 4, 4)]
    public void A_share_is_read_from_text(string text, int number, int count)
    {
        var shard = TraceShard.Parse(text);

        Assert.Equal((number, count), (shard.Number, shard.Count));
        Assert.Equal(shard, TraceShard.Parse(shard.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("-1/4")]
    [InlineData("1/0")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    [InlineData("1/99999999999")]
    public void What_is_no_share_is_refused(string text)
    {
        Assert.False(TraceShard.TryParse(text, out _));
        Assert.Contains("1/4 to 4/4", Assert.Throws<FormatException>(() => TraceShard.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_that_is_not_there_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TraceShard(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TraceShard(4, 3));
    }

    [Fact]
    public void By_default_a_share_is_the_whole()
    {
        Assert.Equal(new TraceShard(1, 1), default);
        Assert.All(References(), reference => Assert.True(default(TraceShard).Contains(reference)));
    }

    private static IEnumerable<TraceReference> References() =>
        Enumerable.Range(0, 3000).Select(i => new TraceReference("galtea", $"inferenceResult_{i}"));
}
