using System.Text;
using TraceClient.Http;

namespace TraceClient.Tests.Rest;

/// <summary>What is sent, byte by byte.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly ProbeHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IProbeApi Api => _handler.Client();

    [Fact]
    public async Task A_path_argument_is_escaped_as_one_segment()
    {
        await Api.GetPartsAsync("a/b c?é%+~:@!$&'()*,;=", Token);

        Assert.Equal("/base/v1/items/a%2Fb%20c%3F%C3%A9%25%2B~%3A%40%21%24%26%27%28%29%2A%2C%3B%3D/parts", _handler.Target);
    }

    [Theory]
    [InlineData("http://localhost/base", "/base/v1/x")]
    [InlineData("http://localhost/base/", "/base/v1/x")]
    [InlineData("http://localhost", "/v1/x")]
    [InlineData("http://localhost/", "/v1/x")]
    [InlineData("http://localhost/a/b%20c/", "/a/b%20c/v1/x")]
    public async Task The_base_address_keeps_its_path(string baseAddress, string expected)
    {
        await _handler.Client(baseAddress).GetPlainAsync(Token);

        Assert.Equal(expected, _handler.Target);
    }

    [Theory]
    [InlineData(true, null, "?flat=true")]
    [InlineData(false, true, "?flat=false&maybe=true")]
    public async Task A_bool_is_written_as_in_json(bool flat, bool? maybe, string expected)
    {
        await Api.GetFlagAsync(flat, maybe, Token);

        Assert.Equal("/base/v1/x" + expected, _handler.Target);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "?full_name=")]
    [InlineData("a b&c=d", "?full_name=a%20b%26c%3Dd")]
    public async Task Null_is_left_out_and_an_empty_string_is_not(string? name, string expected)
    {
        await Api.GetNameAsync(name, Token);

        Assert.Equal("/base/v1/x" + expected, _handler.Target);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(new string[0], "")]
    [InlineData(new[] { "" }, "?ids=")]
    [InlineData(new[] { "a b", "c&d", "e+f,g" }, "?ids=a%20b&ids=c%26d&ids=e%2Bf%2Cg")]
    [InlineData(new[] { "a", null, "b" }, "?ids=a&ids=b")]
    public async Task A_list_is_one_pair_per_element(string?[]? ids, string expected)
    {
        await Api.GetListAsync(ids, Token);

        Assert.Equal("/base/v1/x" + expected, _handler.Target);
    }

    [Fact]
    public async Task A_time_is_written_in_its_format_and_escaped()
    {
        await Api.GetTimeAsync(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)), Token);

        Assert.Equal("/base/v1/x?at=2026-01-02T03%3A04%3A05.6780000%2B02%3A00", _handler.Target);
    }

    [Fact]
    public async Task Pairs_come_in_the_order_of_the_parameters()
    {
        await Api.GetOrderAsync(1, "a", 2, "b", 3, Token);

        Assert.Equal("/base/v1/b/a?z=1&y=2&x=3", _handler.Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(null)]
    public async Task A_segment_that_would_change_the_resource_is_refused(string? id)
    {
        foreach (var address in new[] { "http://localhost/base/", "http://localhost", "http://localhost/v1/items/a/v1/items/" })
        {
            var atTheEnd = await Assert.ThrowsAnyAsync<ArgumentException>(() => _handler.Client(address).DeleteAsync(id!, Token));
            var within = await Assert.ThrowsAnyAsync<ArgumentException>(() => _handler.Client(address).GetPartsAsync(id!, Token));
            Assert.Equal(("id", "id"), (atTheEnd.ParamName, within.ParamName));
        }

        Assert.Empty(_handler.Requests);
    }

    [Fact]
    public async Task A_body_is_json_of_the_context_with_a_known_length()
    {
        await Api.PostAsync(new ProbeItem { Name = "é", Size = 3 }, draft: true, Token);

        var request = Assert.Single(_handler.Requests);
        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("/base/v1/items?draft=true", request.RequestUri!.PathAndQuery);
        Assert.Equal(
            "{\"name\":\"\\u00E9\",\"size\":3,\"note\":null,\"child\":null}", Encoding.UTF8.GetString(Assert.Single(_handler.Bodies)!));
        Assert.Equal("application/json; charset=utf-8", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal(_handler.Bodies[0]!.Length, request.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_body_can_be_a_list()
    {
        await Api.PutAsync([new ProbeItem { Name = "a" }], Token);

        Assert.StartsWith("[{\"name\":\"a\"", Encoding.UTF8.GetString(Assert.Single(_handler.Bodies)!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_null_is_refused() =>
        await Assert.ThrowsAsync<ArgumentNullException>("item", () => Api.PostAsync(null!, draft: false, Token));

    [Fact]
    public async Task A_request_names_its_operation()
    {
        await Api.GetPartsAsync("a", Token);

        Assert.Equal("GetParts", RequestDescription.OperationOf(Assert.Single(_handler.Requests)));
    }

    [Fact]
    public async Task Each_method_sends_its_verb()
    {
        var handler = new ProbeHandler();
        await handler.Client().PatchAsync(Token);
        await handler.Client().DeleteAsync("a", Token);

        Assert.Equal([HttpMethod.Patch, HttpMethod.Delete], handler.Requests.Select(static request => request.Method));
    }
}
