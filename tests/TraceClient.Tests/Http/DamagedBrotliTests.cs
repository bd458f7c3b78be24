using System.IO.Compression;
using System.Net;
using System.Text;

namespace TraceClient.Tests.Http;

/// <summary>Bodies with Brotli that are cut or damaged, through the public client and a real socket.</summary>
public sealed class DamagedBrotliTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => ["cut", "damaged", "no brotli"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_single_value_is_a_transport_error(string kind)
    {
        await using var server = Server(HttpStatusCode.OK, kind);
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<TraceTransportException>(
            () => client.GetTraceAsync(TraceReference.Parse("kubiya:0af7651916cd43dd8448eb211c80319c"), Token));

        Assert.Contains("the connection was lost or the data damaged", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_list_ends_with_a_transport_error(string kind)
    {
        await using var server = Server(HttpStatusCode.OK, kind);
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<TraceTransportException>(async () =>
        {
            await foreach (var _ in client.ListTracesAsync(new TraceQuery(), Token))
            {
            }
        });

        Assert.Contains("the connection was lost or the data damaged", error.Message, StringComparison.Ordinal);
    }

    // The stream ends as if nothing was missing: what is missing is the rest of the JSON.
    [Fact]
    public async Task A_value_that_was_packed_in_part_is_a_format_error()
    {
        await using var server = Server(HttpStatusCode.OK, "incomplete");
        using var client = Client(server);

        await Assert.ThrowsAsync<TraceFormatException>(
            () => client.GetTraceAsync(TraceReference.Parse("kubiya:0af7651916cd43dd8448eb211c80319c"), Token));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_error_body_leaves_the_error_of_the_status(string kind)
    {
        await using var server = Server(HttpStatusCode.Conflict, kind);
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<TraceConflictException>(
            () => client.GetTraceAsync(TraceReference.Parse("kubiya:0af7651916cd43dd8448eb211c80319c"), Token));

        if (kind == "cut")
            Assert.StartsWith("{\"message\":\"it went wrong", error.ResponseBody, StringComparison.Ordinal);
    }

    private static StandaloneTraceClient Client(RawServer server) => TraceClients.Create(options =>
    {
        options.Kubiya.Token = "kubiya-token-0123456789";
        options.Kubiya.BaseAddress = server.Address;
        options.Kubiya.Resilience.MaxRetries = 0;
    });

    private static RawServer Server(HttpStatusCode status, string kind)
    {
        var body = Body(kind);
        var length = kind == "cut" ? body.Length + 1 : body.Length;
        return new RawServer(
            [.. Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {(int)status} X\r\nContent-Type: application/json\r\nContent-Encoding: br\r\nContent-Length: {length}\r\n\r\n"),
                    .. body]);
    }

    private static byte[] Body(string kind)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write("{\"message\":\"it went wrong"u8);
            brotli.Flush();
            brotli.Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 4000).Select(i => $"{i * 7919 % 99991:x}"))));
        }

        var whole = packed.ToArray();
        if (kind == "damaged")
            whole.AsSpan(whole.Length / 2, 64).Fill(0xFF);
        return kind switch
        {
            "cut" or "incomplete" => whole[..(whole.Length / 2)],
            "damaged" => whole,
            _ => [.. Enumerable.Repeat((byte)0xFF, 64)],
        };
    }
}
