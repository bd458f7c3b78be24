using System.Text;
using TraceClient.Http;

namespace TraceClient.Tests.Http;

public sealed class ErrorBodyReaderTests
{
    [Theory]
    [InlineData("""{"detail":"Invalid status: done."}""", "Invalid status: done.", null)]
    [InlineData("""{"detail":{"error":"Unauthorized","message":"Authorization header is required","hint":"h"}}""",
        "Authorization header is required", "Unauthorized")]
    [InlineData(
        """{"error":{"id":"6f7a","code":"RESOURCE_NOT_FOUND","message":"Trace not found"}}""", "Trace not found", "RESOURCE_NOT_FOUND")]
    [InlineData("""{"error":"trace session not found"}""", "trace session not found", null)]
    [InlineData("""{"error":"invalid trace lifespan","detail":"must be positive"}""", "invalid trace lifespan: must be positive", null)]
    [InlineData("""{"error":"quota exceeded","quotaLimit":5,"quotaRemaining":0}""", "quota exceeded (quota 5, remaining 0)", null)]
    [InlineData("""{"error":"quota exceeded","quotaLimit":5}""", "quota exceeded (quota 5, remaining unknown)", null)]
    [InlineData("""{"message":"Something went wrong"}""", "Something went wrong", null)]
    [InlineData("""{"error":"Unauthorized","message":"no"}""", "no", "Unauthorized")]
    [InlineData("""{"error":"invalid_client"}""", "invalid_client", "invalid_client")]
    [InlineData("""{"error":"invalid_client","error_description":"no such client"}""", "no such client", "invalid_client")]
    [InlineData("""{"message":"same","detail":"same","code":42}""", "same", "42")]
    [InlineData("""{"quotaLimit":5,"quotaRemaining":0}""", "(quota 5, remaining 0)", null)]
    [InlineData("""{"title":"One or more validation errors","status":400}""", "One or more validation errors", null)]
    [InlineData("\"only text\"", "only text", null)]
    [InlineData("upstream connect error", "upstream connect error", null)]
    [InlineData("{\"message\":", "{\"message\":", null)]
    [InlineData("[]", null, null)]
    [InlineData("{}", null, null)]
    [InlineData("17", null, null)]
    [InlineData("  \r\n", null, null)]
    [InlineData("", null, null)]
    [InlineData("""{"message":null,"error":["x"],"detail":7}""", "7", null)]
    public void A_documented_shape_is_read(string body, string? message, string? code)
    {
        var error = ErrorBodyReader.Read(Encoding.UTF8.GetBytes(body), text => text);

        Assert.Equal(message, error.Message);
        Assert.Equal(code, error.Code);
        Assert.False(error.IsHtml);
    }

    [Theory]
    [InlineData("""[{"loc":["query","sort"],"msg":"bad"}]""", "query.sort", "bad")]
    [InlineData("""{"detail":[{"loc":"name","msg":"bad"}]}""", "name", "bad")]
    [InlineData("""{"detail":[{"field":"name","message":"bad"}]}""", "name", "bad")]
    [InlineData("""{"detail":[{"msg":"bad"},{"type":"no text"},7]}""", "body", "bad")]
    [InlineData("""{"detail":["bad"]}""", "body", "bad")]
    [InlineData("""{"title":"t","errors":{"page_size":["bad",3]}}""", "page_size", "bad")]
    [InlineData("""{"title":"t","errors":{"page_size":"bad","other":1}}""", "page_size", "bad")]
    public void Faults_of_fields_are_found(string body, string field, string message)
    {
        var error = ErrorBodyReader.Read(Encoding.UTF8.GetBytes(body), text => text);

        Assert.NotNull(error.Errors);
        Assert.Equal([message], Assert.Single(error.Errors, found => found.Key == field));
        Assert.Single(error.Errors);
    }

    [Theory]
    [InlineData("<html><title>Sign in</title></html>", "an HTML login page (\"Sign in\")")]
    [InlineData("\n  <!DOCTYPE html><html><head><title>\n 502   Bad\nGateway </title>", "an HTML page (\"502 Bad Gateway\")")]
    [InlineData("<html><form><input type=\"password\"></form></html>", "an HTML login page")]
    [InlineData("<html><title> </title></html>", "an HTML page")]
    [InlineData("<title>Blocked: jane@example.com</title>", "an HTML page (\"Blocked: ***\")")]
    public void A_page_is_named(string body, string message)
    {
        var error = ErrorBodyReader.Read(Encoding.UTF8.GetBytes(body), text => text);

        Assert.True(error.IsHtml);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm()
    {
        var error = ErrorBodyReader.Read((byte[])[.. Encoding.UTF8.Preamble, .. """{"message":"m"}"""u8], text => text);

        Assert.Equal("m", error.Message);
    }

    [Theory]
    [InlineData("""{"message":"\ud800"}""")]
    [InlineData("""{"\ud800":"x","errors":{"\udc00":"y"}}""")]
    public void A_string_that_is_no_text_does_no_harm(string body)
    {
        var error = ErrorBodyReader.Read(Encoding.UTF8.GetBytes(body), text => text);

        Assert.False(error.IsHtml);
    }

    [Fact]
    public void Any_bytes_give_some_answer()
    {
        var random = new Random(17);
        for (var i = 0; i < 500; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                bytes = [.. "{\"detail\":\""u8, .. bytes, .. "\"}"u8];

            Assert.NotNull(ErrorBodyReader.Read(bytes, text => text));
        }
    }
}
