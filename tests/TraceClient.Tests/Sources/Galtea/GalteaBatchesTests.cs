using TraceClient.Galtea;

namespace TraceClient.Tests.Sources.Galtea;

public class GalteaBatchesTests
{
    [Fact]
    public void Ids_that_fit_stay_together()
    {
        Assert.Equal(["a", "b"], Assert.Single(GalteaBatches.Split(["a", "b"], "ids", reserved: 100)));
    }

    [Fact]
    public void No_ids_are_no_batch()
    {
        Assert.Empty(GalteaBatches.Split([], "ids", reserved: 100));
    }

    [Fact]
    public void A_batch_ends_before_the_address_reaches_2000_characters()
    {
        // Each pair is "&ids=" and 5 characters; 1,999 - 989 leaves room for 101 of them.
        var batches = GalteaBatches.Split([.. Enumerable.Range(10_000, 150).Select(i => $"{i}")], "ids", reserved: 989).ToList();

        Assert.Equal([101, 49], batches.Select(batch => batch.Count));
    }

    [Fact]
    public void Escaped_characters_count_as_they_are_sent()
    {
        var batches = GalteaBatches.Split([.. Enumerable.Repeat("é", 30)], "ids", reserved: 1_899).ToList();

        Assert.Equal(9, batches[0].Count);
    }

    [Fact]
    public void An_id_that_is_too_long_alone_is_sent_alone()
    {
        var batches = GalteaBatches.Split(["a", new string('x', 3_000), "b"], "ids", reserved: 100).ToList();

        Assert.Equal([1, 1, 1], batches.Select(batch => batch.Count));
    }
}
