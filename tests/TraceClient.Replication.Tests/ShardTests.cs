namespace TraceClient.Replication.Tests;

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
    [InlineData("kubiya", "4bf92f3577b34da6a3ce929d0e0e4736", "6/7")]
    [InlineData("galtea", "4bf92f3577b34da6a3ce929d0e0e4736", "5/7")]
    [InlineData("galtea", "inferenceResult_1", "7/7")]
    [InlineData("calyptia", "session-\u00e9:0", "3/7")]
    public void A_share_follows_from_the_reference_in_every_version(string source, string id, string shard)
    {
        Assert.True(TraceShard.Parse(shard).Contains(new TraceReference(source, id)));
    }

    [Fact]
    public async Task The_shares_together_are_all_traces_and_none_twice()
    {
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        MemorySink[] sinks = [new(), new(), new()];
        var expected = await Replications.SpansOfAsync(client);

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(
            i => Replications.RunAsync(client, sinks[i], new ReplicationOptions { Shard = new TraceShard(i + 1, 3) })));

        Assert.Equal(expected, sinks.SelectMany(sink => sink.SpanIds).Order(StringComparer.Ordinal));
        Assert.All(results, result => Assert.Equal(result.Listed, result.Written + result.OtherShards));
        Assert.All(results, result => Assert.NotEqual(0, result.Written));
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
