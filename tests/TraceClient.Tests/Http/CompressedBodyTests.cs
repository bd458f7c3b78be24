using System.IO.Compression;
using System.Text;

namespace TraceClient.Tests.Http;

/// <summary>Small responses that are large after decompression, through the public client and a real socket.</summary>
public sealed class CompressedBodyTests
{
    private const int UnpackedBytes = 160 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_beyond_the_default_limit_is_refused()
    {
        await using var server = new RawServer(Response("{\"trace_id\":\"", "\"}"));
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<TraceFormatException>(() => client.GetTraceAsync(TraceReference.Parse("kubiya:t"), Token));

        Assert.Contains("larger than the limit of 134217728 bytes (Limits.MaxBodyBytes)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_element_beyond_the_default_limit_is_refused()
    {
        await using var server = new RawServer(Response("[{\"span_id\":\"", "\"}]"));
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<TraceFormatException>(
            () => client.StreamSpansAsync(TraceReference.Parse("kubiya:t"), Token).ToListAsync(Token).AsTask());

        Assert.Contains("more than the limit of 67108864 bytes (Limits.MaxElementBytes)", error.Message, StringComparison.Ordinal);
    }

    private static StandaloneTraceClient Client(RawServer server) => TraceClients.Create(options =>
    {
        options.Kubiya.Token = "t";
        options.Kubiya.BaseAddress = server.Address;
    });

    private static byte[] Response(string start, string end)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(start));
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'a');
            for (var written = 0; written < UnpackedBytes; written += block.Length)
                gzip.Write(block);
            gzip.Write(Encoding.UTF8.GetBytes(end));
        }

        return [.. Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n"),
                .. packed.ToArray()];
    }
}
