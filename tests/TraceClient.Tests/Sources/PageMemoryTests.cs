namespace TraceClient.Tests.Sources;

public class PageMemoryTests
{
    [Fact]
    public void An_id_that_came_pages_ago_is_not_new()
    {
        var memory = new PageDeduplicator("s", "things");
        Assert.True(memory.IsNew("a"));
        memory.Turn();
        Assert.True(memory.IsNew("b"));
        memory.Turn();

        Assert.False(memory.IsNew("a"));
        Assert.Equal(0, memory.NewOnPage);
    }

    [Fact]
    public void The_last_two_pages_stay_known_however_large_they_are()
    {
        var memory = new PageDeduplicator("s", "things");
        for (var page = 0; page < 2; page++)
        {
            memory.Turn();
            for (var i = 0; i < 15_000; i++)
                memory.IsNew($"{page}-{i}");
        }

        memory.Turn();

        Assert.False(memory.IsNew("0-0"));
        Assert.False(memory.IsNew("1-14999"));
    }

    [Fact]
    public void Ids_of_long_ago_are_forgotten_so_that_memory_has_an_end()
    {
        var memory = new PageDeduplicator("s", "things");
        for (var i = 0; i < 20_000; i++)
        {
            memory.IsNew("id" + i);
            memory.Turn();
        }

        Assert.True(memory.IsNew("id0"));
        Assert.False(memory.IsNew("id19000"));
    }

    [Fact]
    public void A_page_without_ids_is_not_a_repeated_one()
    {
        var memory = new PageDeduplicator("s", "things");
        memory.IsNew("a");
        memory.Turn();

        memory.ThrowIfRepeated();

        Assert.False(memory.IsNew("a"));
        Assert.Throws<TraceFormatException>(memory.ThrowIfRepeated);
    }
}
