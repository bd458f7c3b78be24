using System.Text;
using TraceClient.Rest.Generator.Tests.Probe;

namespace TraceClient.Rest.Generator.Tests;

/// <summary>What is sent, row by row as Refit 15 sends it.</summary>
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
    [InlineData("http://x.test/base", "/base/v1/x")]
    [InlineData("http://x.test/base/", "/base/v1/x")]
    [InlineData("http://x.test", "/v1/x")]
    [InlineData("http://x.test/", "/v1/x")]
    [InlineData("http://x.test/a/b%20c/", "/a/b%20c/v1/x")]
    public async Task The_base_address_keeps_its_path(string baseAddress, string expected)
    {
        await _handler.Client(baseAddress).GetPlainAsync(Token);

        Assert.Equal(expected, _handler.Target);
    }

    [Theory]
    [InlineData(true, null, "?flat=True")]
    [InlineData(false, true, "?flat=False&maybe=True")]
    public async Task A_bool_is_written_with_a_capital(bool flat, bool? maybe, string expected)
    {
        await Api.GetFlagAsync(flat, maybe, Token);

        Assert.Equal("/base/v1/x" + expected, _handler.Target);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "?full%20name=")]
    [InlineData("a b&c=d", "?full%20name=a%20b%26c%3Dd")]
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
    public async Task Lists_of_numbers_enums_and_times_follow_each_other()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        await Api.GetListsAsync([1, 2], [ProbeKind.Renamed, null, ProbeKind.Plain], [at], Token);

        Assert.Equal("/base/v1/x?numbers=1&numbers=2&kinds=b_b&kinds=Plain&times=2026-01-02T03%3A04%3A05.0000000%2B00%3A00", _handler.Target);
    }

    [Fact]
    public async Task A_time_is_written_in_its_format_and_escaped()
    {
        await Api.GetTimeAsync(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)), Token);

        Assert.Equal("/base/v1/x?at=2026-01-02T03%3A04%3A05.6780000%2B02%3A00", _handler.Target);
    }

    [Theory]
    [InlineData(ProbeKind.Plain, "?kind=Plain")]
    [InlineData(ProbeKind.Renamed, "?kind=b_b")]
    [InlineData(ProbeKind.Spaced, "?kind=with%20space")]
    [InlineData((ProbeKind)9, "?kind=9")]
    [InlineData(null, "")]
    public async Task An_enum_is_written_by_its_name_on_the_wire(ProbeKind? kind, string expected)
    {
        await Api.GetKindAsync(kind, Token);

        Assert.Equal("/base/v1/x" + expected, _handler.Target);
    }

    [Fact]
    public async Task Numbers_are_written_in_the_invariant_culture()
    {
        await Api.GetNumbersAsync(1.5, -2.50m, long.MinValue, '&', TimeSpan.FromSeconds(90), new DateOnly(2026, 1, 2), Token);

        Assert.Equal("/base/v1/x?d=1.5&m=-2.50&l=-9223372036854775808&c=%26&t=00%3A01%3A30&o=01%2F02%2F2026", _handler.Target);
    }

    [Fact]
    public async Task A_long_number_is_written_in_full()
    {
        await Api.GetPreciseAsync(0.5, Token);

        Assert.Equal("/base/v1/x?d=0.5" + new string('0', 69), _handler.Target);
    }

    [Fact]
    public async Task Segments_take_the_same_types_as_pairs()
    {
        var id = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");

        await Api.GetSegmentsAsync(7, new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), ProbeKind.Spaced, true, id, Token);

        Assert.Equal("/base/v1/7/2026-01-02/with%20space/True/0f8fad5b-d9cb-469f-a165-70867728950e", _handler.Target);
    }

    [Fact]
    public async Task Pairs_come_in_the_order_of_the_parameters()
    {
        await Api.GetOrderAsync(1, "a", 2, "b", 3, Token);

        Assert.Equal("/base/v1/b/a?z=1&y=2&x=3", _handler.Target);
    }

    [Theory]
    [InlineData(null, "?fixed=1")]
    [InlineData("n", "?fixed=1&name=n")]
    public async Task Pairs_follow_those_that_the_path_has(string? name, string expected)
    {
        await Api.GetFixedAsync(name, Token);

        Assert.Equal("/base/v1/x" + expected, _handler.Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(null)]
    public void A_segment_that_would_change_the_resource_is_refused(string? id)
    {
        Assert.ThrowsAny<ArgumentException>(() => { _ = Api.DeleteAsync(id!, Token); });

        Assert.Empty(_handler.Requests);
    }

    [Fact]
    public void A_missing_segment_is_refused() =>
        Assert.Throws<ArgumentNullException>("maybe", () => { _ = Api.GetSegmentsAsync(1, default, default, false, null, Token); });

    [Fact]
    public async Task A_body_is_json_of_the_context_with_a_known_length()
    {
        await Api.PostAsync(new ProbeItem { Name = "é", Size = 3 }, draft: true, Token);

        var request = Assert.Single(_handler.Requests);
        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("/base/v1/items?draft=True", request.RequestUri!.PathAndQuery);
        Assert.Equal("{\"name\":\"\\u00E9\",\"size\":3,\"note\":null,\"child\":null,\"code\":null,\"counts\":null}", Encoding.UTF8.GetString(Assert.Single(_handler.Bodies)!));
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
    public void A_body_that_is_null_is_refused() =>
        Assert.Throws<ArgumentNullException>("item", () => { _ = Api.PostAsync(null!, draft: false, Token); });

    [Fact]
    public async Task Headers_of_a_method_win_over_those_of_the_interface()
    {
        await Api.PostAsync(new ProbeItem { Name = "a" }, draft: false, Token);
        await Api.GetPlainAsync(Token);

        Assert.Equal("method", Assert.Single(_handler.Requests[0].Headers.GetValues("X-Probe")));
        Assert.Equal("interface", Assert.Single(_handler.Requests[1].Headers.GetValues("X-Probe")));
        Assert.All(_handler.Requests, static request => Assert.Equal("application/json", request.Headers.Accept.ToString()));
    }

    [Fact]
    public async Task A_request_names_its_operation()
    {
        await Api.GetPartsAsync("a", Token);

        Assert.True(Assert.Single(_handler.Requests).Options.TryGetValue(RestRequestOptions.Operation, out var operation));
        Assert.Equal("GetParts", operation);
    }

    [Fact]
    public async Task Each_method_sends_its_verb()
    {
        var handler = new ProbeHandler("1");
        await handler.Client().PatchAsync(Token);
        await handler.Client().DeleteAsync("a", Token);

        Assert.Equal([HttpMethod.Patch, HttpMethod.Delete], handler.Requests.Select(static request => request.Method));
    }

    [Fact]
    public void A_client_without_a_base_address_is_refused()
    {
        using var client = new HttpClient();
        var settings = new RestSettings
        {
            SourceName = "probe",
            SerializerOptions = ProbeJsonContext.Default.Options,
            MaxBodyBytes = 1,
            MaxElementBytes = 1,
        };

        Assert.Throws<ArgumentException>(() => new ProbeApiRestClient(client, settings));
    }
}
