using System.Net;
using System.Text;

namespace TraceClient.Tests.Rest;

/// <summary>Responses that are one value.</summary>
public sealed class ValueReadingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task A_value_is_read_from_any_portions(int portion)
    {
        var item = await Bodies.GetAsync("\uFEFF {\"name\":\"n\u00E9\",\n \"size\": 3, \"unknown\": [1]}\n ", portion);

        Assert.Equal(new ProbeItem { Name = "né", Size = 3 }, item);
    }

    [Fact]
    public async Task The_body_is_closed_after_reading()
    {
        using var body = Bodies.Portions("{\"name\":\"n\"}");
        using var handler = new ProbeHandler(body);

        await handler.Client().GetPartsAsync("7", Token);

        Assert.True(body.IsClosed);
    }

    [Theory]
    [InlineData("{\"name\":\"n\",}", "malformed", 12L)]
    [InlineData("{\"name\":\"n\"} x", "malformed", 13L)]
    [InlineData("{\"name\":\"n\"", "ends before", 11L)]
    [InlineData("{\"name\":\"n", "ends before", 10L)]
    [InlineData("[]", "a JSON array where a JSON object is required", 0L)]
    [InlineData("\"text\"", "a string where a JSON object is required", 0L)]
    [InlineData("12 ", "a number where a JSON object is required", 0L)]
    [InlineData("null", "null where a JSON object is required", 0L)]
    public async Task A_broken_body_is_described_without_its_values(string body, string description, long offset)
    {
        var fault = await Bodies.GetFaultAsync(body);

        Assert.Contains(description, fault.Message, StringComparison.Ordinal);
        Assert.Equal(offset, fault.ByteOffset);
        Assert.Null(fault.InnerException);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><title>Sign in</title>", "an HTML login page (\"Sign in\")")]
    [InlineData("  \n<html>", "an HTML page")]
    [InlineData("Bad gateway", "not JSON")]
    [InlineData("", "empty")]
    public async Task A_body_that_is_no_json_is_named(string body, string description)
    {
        var fault = await Bodies.GetFaultAsync(body);

        Assert.Contains(description, fault.Message, StringComparison.Ordinal);
        Assert.Null(fault.JsonPath);
    }

    [Fact]
    public async Task A_fault_names_source_operation_and_address_without_its_query()
    {
        using var handler = new ProbeHandler(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("[") };
            response.Headers.Add("X-Request-ID", "r-1");
            return response;
        });

        var fault = await Assert.ThrowsAsync<TraceFormatException>(() =>
            handler.Client("http://localhost/base").PostAsync(new ProbeItem { Name = "a" }, draft: true, Token));

        Assert.Equal("probe", fault.SourceName);
        Assert.Equal("Post", fault.Operation);
        Assert.Equal("http://localhost/base/v1/items", fault.RequestUri!.AbsoluteUri);
        Assert.Equal("r-1", fault.RequestId);
        Assert.False(fault.IsTransient);
    }

    [Fact]
    public async Task Nesting_beyond_the_limit_is_named()
    {
        var body = string.Concat(Enumerable.Repeat("{\"name\":\"n\",\"child\":", 40));

        var fault = await Bodies.GetFaultAsync(body);

        Assert.Contains("limit of 32", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_not_read_on()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"name\":\"" + new string('a', 100_000) + "\"}");
        using var body = new PortionStream(bytes, 1_000);
        using var handler = new ProbeHandler(body);

        var fault = await Assert.ThrowsAsync<TraceFormatException>(
            () => handler.Client(with: options => options.Limits.MaxBodyBytes = 5_000).GetPartsAsync("7", Token));

        Assert.Contains("limit of 5000 bytes", fault.Message, StringComparison.Ordinal);
        Assert.InRange(body.Delivered, 5_001, 6_000);
        Assert.True(body.IsClosed);
    }

    [Fact]
    public async Task A_fault_after_many_lines_is_located_exactly()
    {
        var body = "{\"name\":\"n\"," + new string('\n', 200_000) + "\"size\":fals}";

        var fault = await Bodies.GetFaultAsync(body);

        Assert.Equal(body.Length - 1, fault.ByteOffset);
    }

    [Fact]
    public async Task Null_and_no_body_are_values_where_the_source_allows_them()
    {
        using var nothing = new ProbeHandler("");
        using var isNull = new ProbeHandler("null");

        Assert.Null(await nothing.Client(optional: "Post").PostAsync(new ProbeItem { Name = "a" }, draft: false, Token));
        Assert.Null(await isNull.Client(optional: "Post").PostAsync(new ProbeItem { Name = "a" }, draft: false, Token));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "")]
    [InlineData(HttpStatusCode.OK, "null")]
    [InlineData(HttpStatusCode.NoContent, "")]
    [InlineData(HttpStatusCode.ResetContent, "")]
    public async Task A_method_that_promises_a_value_never_gives_null(HttpStatusCode status, string body)
    {
        using var handler = new ProbeHandler(_ => Answer(status, body));
        var api = handler.Client();

        await Assert.ThrowsAsync<TraceFormatException>(() => api.GetPartsAsync("7", Token));
        await Assert.ThrowsAsync<TraceFormatException>(() => api.PostAsync(new ProbeItem { Name = "a" }, draft: false, Token));
        await Assert.ThrowsAsync<TraceFormatException>(() => api.GetPageAsync(Token));
        await Assert.ThrowsAsync<TraceFormatException>(async () => await api.ListAsync(null, Token).ToListAsync(Token));
        await api.DeleteAsync("7", Token);
    }

    [Fact]
    public async Task A_list_that_may_be_null_must_be_written_as_null()
    {
        using var nothing = new ProbeHandler("");
        using var noContent = new ProbeHandler(_ => Answer(HttpStatusCode.NoContent, ""));
        using var isNull = new ProbeHandler("null");

        using var page = await isNull.Client(optional: "GetPage").GetPageAsync(Token);

        Assert.Null(page.Content);
        await Assert.ThrowsAsync<TraceFormatException>(() => nothing.Client(optional: "GetPage").GetPageAsync(Token));
        await Assert.ThrowsAsync<TraceFormatException>(() => noContent.Client(optional: "GetPage").GetPageAsync(Token));
    }

    [Fact]
    public async Task A_page_that_breaks_off_is_no_page_without_content()
    {
        using var broken = new ProbeHandler("[{\"name\":\"a\"},{\"name\":");
        using var wrong = new ProbeHandler("[{\"name\":\"a\"},{\"name\":{]}]");

        await Assert.ThrowsAsync<TraceFormatException>(() => broken.Client().GetPageAsync(Token));
        await Assert.ThrowsAsync<TraceFormatException>(() => wrong.Client().GetPageAsync(Token));
    }

    [Fact]
    public async Task Null_elements_of_a_page_are_skipped_with_a_warning()
    {
        using var handler = new ProbeHandler("[null,{\"name\":\"a\"},null,null,{\"name\":\"b\"}]");

        using var page = await handler.Client().GetPageAsync(Token);

        Assert.Equal(["a", "b"], page.Content!.Select(item => item.Name));
        var (_, level, text) = Assert.Single(handler.Log.Entries);
        Assert.Equal((Microsoft.Extensions.Logging.LogLevel.Warning,
            "probe: 3 elements of a list of ProbeItem were skipped: they are null or of another kind."), (level, text));
    }

    [Fact]
    public async Task A_page_with_very_many_null_elements_is_read_in_one_pass()
    {
        var body = "[" + string.Join(",", Enumerable.Repeat("null,{\"name\":\"a\"}", 100_000)) + "]";
        using var handler = new ProbeHandler(body);

        using var page = await handler.Client(with: options => options.Limits.MaxBodyBytes = 1 << 24).GetPageAsync(Token);

        Assert.Equal(100_000, page.Content!.Count);
    }

    [Fact]
    public async Task A_response_carries_content_status_and_headers()
    {
        using var handler = new ProbeHandler(_ => Answer(HttpStatusCode.Created, "{\"name\":\"n\"}"));

        using var response = await handler.Client().PutAsync([], Token);

        Assert.Equal(new ProbeItem { Name = "n" }, response.Content);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("</next>; rel=\"next\"", Assert.Single(response.Headers!.GetValues("Link")));
    }

    [Fact]
    public async Task A_response_without_a_body_has_no_content()
    {
        using var handler = new ProbeHandler(_ => Answer(HttpStatusCode.NoContent, ""));

        using var response = await handler.Client(optional: "Put").PutAsync([], Token);

        Assert.Null(response.Content);
        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task An_error_status_is_an_api_exception()
    {
        using var handler = new ProbeHandler(_ => Answer(HttpStatusCode.NotFound, "{}"));
        var api = handler.Client();

        var faults = new[]
        {
            await Assert.ThrowsAsync<TraceNotFoundException>(() => api.GetPlainAsync(Token)),
            await Assert.ThrowsAsync<TraceNotFoundException>(() => api.GetPartsAsync("7", Token)),
            await Assert.ThrowsAsync<TraceNotFoundException>(async () => await api.ListAsync(null, Token).FirstAsync(Token)),
        };

        Assert.All(faults, static fault => Assert.Equal(HttpStatusCode.NotFound, fault.StatusCode));
        Assert.Equal(["GetPlain", "GetParts", "List"], faults.Select(static fault => fault.Operation));
    }

    [Fact]
    public async Task Exceptions_of_a_handler_pass_unchanged()
    {
        var thrown = new TraceTransportException("no connection");
        using var handler = new ProbeHandler(_ => throw thrown);
        var api = handler.Client();

        Assert.Same(thrown, await Assert.ThrowsAsync<TraceTransportException>(() => api.GetPartsAsync("7", Token)));
        Assert.Same(thrown, await Assert.ThrowsAsync<TraceTransportException>(() => api.PutAsync([], Token)));
        Assert.Same(
            thrown, await Assert.ThrowsAsync<TraceTransportException>(async () => await api.ListAsync(null, Token).FirstAsync(Token)));
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        response.Headers.Add("Link", "</next>; rel=\"next\"");
        return response;
    }
}
