using System.Text;

namespace TraceClient.Tests.Rest;

/// <summary>Responses that are a list, read element by element.</summary>
public sealed class ListReadingTests
{
    private const string TwoItems = "\uFEFF [ {\"name\":\"a]\\\"},[\",\"child\":{\"name\":\"b\"}} ,\n{\"name\":\"\u00E9\\\\\"}\t] \n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public async Task Elements_are_read_from_any_portions(int portion)
    {
        var items = await Bodies.ListAsync(TwoItems, portion);

        Assert.Equal([new ProbeItem { Name = "a]\"},[", Child = new ProbeItem { Name = "b" } }, new ProbeItem { Name = "é\\" }], items);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(" [ \n ] ")]
    public async Task An_empty_list_has_no_elements(string body) => Assert.Empty(await Bodies.ListAsync(body, 1));

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task Null_elements_are_skipped_with_one_warning(int portion)
    {
        using var handler = new ProbeHandler(Bodies.Portions("[null,{\"name\":\"a\"} , null,{\"name\":\"b\"},null]", portion));

        var items = await handler.Client().ListAsync(null, Token).ToListAsync(Token);

        Assert.Equal(["a", "b"], items.Select(item => item.Name));
        Assert.Equal("probe: 3 elements of a list of ProbeItem were skipped: they are null or of another kind.",
            Assert.Single(handler.Log.Entries).Text);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"secret\"")]
    [InlineData("[{\"name\":\"c\"}]")]
    public async Task An_element_of_another_kind_costs_that_element(string element)
    {
        foreach (var portion in new[] { 1, int.MaxValue })
        {
            using var handler = new ProbeHandler(Bodies.Portions($"[{{\"name\":\"a\"}},{element},{{\"name\":\"b\"}}]", portion));

            Assert.Equal(["a", "b"], (await handler.Client().ListAsync(null, Token).ToListAsync(Token)).Select(item => item.Name));
            Assert.Equal("probe: 1 elements of a list of ProbeItem were skipped: they are null or of another kind.",
                Assert.Single(handler.Log.Entries).Text);
        }
    }

    [Theory]
    [InlineData("\"secret\"", null)]
    [InlineData("{}", null)]
    [InlineData("true", null)]
    [InlineData("1e400", null)]
    [InlineData("2147483648", null)]
    [InlineData("\"3\"", 3)]
    [InlineData("3.0", 3)]
    [InlineData("12.5", 12)]
    public async Task A_member_of_another_kind_costs_that_member(string size, int? expected)
    {
        var items = await Bodies.ListAsync($"[{{\"size\":{size},\"name\":\"b\"}}]");

        Assert.Equal([new ProbeItem { Name = "b", Size = expected }], items);
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_enumeration()
    {
        using var handler = new ProbeHandler("[]");
        var list = handler.Client().ListAsync(3, Token);
        Assert.Empty(handler.Requests);

        await list.ToListAsync(Token);

        Assert.Equal("?limit=3", Assert.Single(handler.Requests).RequestUri!.Query);
    }

    [Fact]
    public async Task A_list_can_be_enumerated_once()
    {
        using var handler = new ProbeHandler("[]");
        var list = handler.Client().ListAsync(3, Token);
        await list.ToListAsync(Token);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await list.ToListAsync(Token));

        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task An_element_is_yielded_before_the_next_one_arrives()
    {
        using var body = Bodies.Portions("[{\"name\":\"a\"},{\"name\":\"b\"}]", 13);
        using var handler = new ProbeHandler(body);

        await foreach (var item in handler.Client().ListAsync(null, Token))
        {
            Assert.Equal("a", item.Name);
            Assert.Equal(13, body.Delivered);
            break;
        }

        Assert.True(body.IsClosed);
    }

    [Fact]
    public async Task Cancellation_ends_a_list_between_elements_that_are_there_already()
    {
        using var handler = new ProbeHandler("[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]");
        using var ofMethod = new CancellationTokenSource();
        using var ofEnumeration = new CancellationTokenSource();

        await AssertStopsAsync(handler.Client().ListAsync(null, ofMethod.Token), ofMethod);
        await AssertStopsAsync(handler.Client().ListAsync(null, Token).WithCancellation(ofEnumeration.Token), ofEnumeration);
    }

    [Theory]
    [InlineData("[{\"name\":\"a\"} {\"name\":\"b\"}]", "$[1]", 14L, "malformed")]
    [InlineData("[{\"name\":\"a\"},]", "$[1]", 14L, "malformed")]
    [InlineData("[,{\"name\":\"a\"}]", "$[0]", 1L, "malformed")]
    [InlineData("[{\"name\":\"a\"}}", "$[1]", 13L, "malformed")]
    [InlineData("[{\"name\":bare}]", "$[0]", 9L, "malformed")]
    [InlineData("[{\"name\":\"a\"]]", "$[0]", 12L, "malformed")]
    [InlineData("[] []", "$", 3L, "goes on after the end")]
    [InlineData("[{\"name\":\"a\"}", "$", 13L, "ends before")]
    [InlineData("[{\"name\":\"a", "$[0]", 11L, "ends before")]
    [InlineData("[", "$", 1L, "ends before")]
    [InlineData("[{\"name\":oops", "$[0]", 9L, "malformed")]
    [InlineData("{\"data\":[]}", "$", 0L, "a JSON object where a JSON array")]
    [InlineData(" null", "$", 1L, "null where a JSON array")]
    [InlineData("<html>", null, 0L, "HTML page")]
    [InlineData("", null, 0L, "empty")]
    [InlineData("oops", null, 0L, "not JSON")]
    public async Task A_broken_list_is_located_and_described(string body, string? path, long offset, string description)
    {
        foreach (var portion in new[] { 1, int.MaxValue })
        {
            var fault = await Bodies.ListFaultAsync(body, portion);

            Assert.Contains(description, fault.Message, StringComparison.Ordinal);
            Assert.Equal((path, offset), (fault.JsonPath, fault.ByteOffset));
            Assert.DoesNotContain("secret", fault.ToString() + fault.BodyPreview, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Elements_before_a_fault_are_yielded()
    {
        using var handler = new ProbeHandler("[{\"name\":\"a\"},{\"name\":oops}]");
        var items = new List<string>();

        await Assert.ThrowsAsync<TraceFormatException>(async () =>
        {
            await foreach (var item in handler.Client().ListAsync(null, Token))
            {
                items.Add(item.Name!);
            }
        });

        Assert.Equal(["a"], items);
    }

    [Fact]
    public async Task An_element_beyond_the_limit_is_not_read_on()
    {
        var bytes = Encoding.UTF8.GetBytes("[{\"name\":\"a\"},{\"name\":\"" + new string('a', 200_000) + "\"}]");
        using var body = new PortionStream(bytes, 1_000);
        using var handler = new ProbeHandler(body);

        var fault = await Assert.ThrowsAsync<TraceFormatException>(async () =>
            await handler.Client(with: options => options.Limits.MaxElementBytes = 50_000).ListAsync(null, Token).ToListAsync(Token));

        Assert.Contains("limit of 50000 bytes", fault.Message, StringComparison.Ordinal);
        Assert.Equal(("$[1]", 14L), (fault.JsonPath, fault.ByteOffset));
        Assert.InRange(body.Delivered, 50_000, 52_000);
    }

    [Fact]
    public async Task A_limited_list_may_be_larger_than_an_element()
    {
        var body = "[" + string.Join(",", Enumerable.Repeat("{\"name\":\"abc\"}", 1_000)) + "]";

        Assert.Equal(1_000, (await Bodies.ListAsync(body, 100, maxElementBytes: 14)).Count);
    }

    [Fact]
    public async Task A_broken_element_without_an_end_is_called_broken_and_not_large()
    {
        var body = "[{\"name\":oops " + new string(' ', 5_000) + "]";

        var fault = await Bodies.ListFaultAsync(body, maxElementBytes: 1_000);

        Assert.Contains("malformed", fault.Message, StringComparison.Ordinal);
        Assert.Equal(9, fault.ByteOffset);
    }

    [Fact]
    public async Task Nesting_beyond_the_limit_is_named()
    {
        var body = "[" + string.Concat(Enumerable.Repeat("{\"name\":\"n\",\"child\":", 40)) + "1" + new string('}', 40) + "]";

        Assert.Contains("limit of 32", (await Bodies.ListFaultAsync(body)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_element_in_very_many_portions_is_read_in_one_pass()
    {
        var name = string.Concat(Enumerable.Repeat("]\"\\,", 1 << 20));
        var body = "[{\"name\":\"" + name.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal) + "\"}]";

        var item = Assert.Single(await Bodies.ListAsync(body, portion: 100, maxElementBytes: 1 << 24));

        Assert.Equal(name, item.Name);
    }

    [Fact]
    public async Task The_buffer_does_not_grow_with_the_list()
    {
        var element = "{\"name\":\"" + new string('a', 900) + "\",\"size\":1},\n";
        var bytes = Encoding.UTF8.GetBytes("[" + string.Concat(Enumerable.Repeat(element, 20_000)) + "{\"name\":\"z\"}]");
        await using var body = new PortionStream(bytes, 4_000);
        using var handler = new ProbeHandler(body);

        var count = await handler.Client(with: options => options.Limits.MaxElementBytes = 10_000).ListAsync(null, Token).CountAsync(Token);

        Assert.Equal(20_001, count);
        Assert.InRange(body.LargestBuffer, 1, 64 * 1024);
    }

    private static async Task AssertStopsAsync(IAsyncEnumerable<ProbeItem> list, CancellationTokenSource source) =>
        await AssertStopsAsync(list.WithCancellation(CancellationToken.None), source);

    private static async Task AssertStopsAsync(
        System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable<ProbeItem> list, CancellationTokenSource source)
    {
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in list)
            {
                seen++;
                await source.CancelAsync();
            }
        });
        Assert.Equal(1, seen);
    }
}
