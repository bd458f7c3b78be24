using System.Text;

namespace TraceClient.Tests.Rest;

/// <summary>Whatever bytes come as an answer: the end is a value or a typed exception that gives no content away.</summary>
public sealed class HostileBodyTests
{
    private const string Secret = "ann@example.com";
    private const string Item = "{\"name\":\"" + Secret + "\",\"size\":1,\"child\":{\"name\":\"" + Secret + "\"},\"counts\":{\"" + Secret
        + "\":2}}";
    private const string List = "[" + Item + "," + Item + "]";

    private static readonly byte[] Interesting = "{}[]\",:\\ \n-0tfnx<"u8.ToArray().Concat(new byte[] { 0x00, 0xC3, 0xED, 0xFF }).ToArray();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_changed_body_ends_in_values_or_a_typed_exception(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var portion = random.Next(1, 40);
            await AssertTypedAsync(Change(Item, random), portion, static (api, token) => api.GetPartsAsync("7", token));
            await AssertTypedAsync(
                Change(List, random), portion, static (api, token) => api.ListAsync(null, token).ToListAsync(token).AsTask());
        }
    }

    [Fact]
    public async Task A_body_cut_anywhere_ends_in_a_typed_exception()
    {
        for (var length = 0; length < List.Length; length++)
        {
            var fault = await Bodies.ListFaultAsync(List[..length], portion: 5);
            Assert.Equal(length, fault.ByteOffset);
        }

        for (var length = 0; length < Item.Length; length++)
        {
            await Bodies.GetFaultAsync(Item[..length], portion: 5);
        }
    }

    [Fact]
    public async Task A_name_of_any_length_ends_in_a_short_message()
    {
        var fault = await Bodies.ListFaultAsync("[{\"" + new string('a', 300_000) + "\":{1}}]");

        Assert.InRange(fault.Message.Length, 1, 2_000);
    }

    [Fact]
    public async Task Whatever_a_stream_throws_is_a_transport_exception()
    {
        foreach (var broken in new Exception[] { new InvalidOperationException("x"), new System.Net.Sockets.SocketException(),
            new IOException("x"), new FormatException("x") })
        {
            Assert.IsType<TraceTransportException>(await ThrownAsync(broken, static (api, token) => api.GetPartsAsync("7", token)));
            Assert.IsType<TraceTransportException>(await ThrownAsync(broken, static (api, token) => api.GetPageAsync(token)));
            Assert.IsType<TraceTransportException>(
                await ThrownAsync(broken, static (api, token) => api.ListAsync(null, token).ToListAsync(token).AsTask()));
        }
    }

    private static byte[] Change(string body, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(body).ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = Interesting[random.Next(Interesting.Length)];
                    break;
                case 1:
                    bytes.Insert(at, Interesting[random.Next(Interesting.Length)]);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }

    private static async Task AssertTypedAsync(byte[] bytes, int portion, Func<IProbeApi, CancellationToken, Task> call)
    {
        await using var body = new PortionStream(bytes, portion);
        using var handler = new ProbeHandler(body);
        var thrown = await Xunit.Record.ExceptionAsync(() => call(handler.Client(), Token));
        if (thrown is not null)
        {
            var fault = Assert.IsType<TraceFormatException>(thrown);
            Assert.InRange(fault.ByteOffset ?? 0, 0, bytes.Length);
            Assert.DoesNotContain("example", fault + fault.BodyPreview + fault.JsonPath, StringComparison.Ordinal);
        }

        Assert.True(body.IsClosed);
    }

    private static async Task<Exception?> ThrownAsync(Exception broken, Func<IProbeApi, CancellationToken, Task> call)
    {
        await using var body = new BrokenStream(broken);
        using var handler = new ProbeHandler(body);
        return await Xunit.Record.ExceptionAsync(() => call(handler.Client(), Token));
    }

    /// <summary>Delivers the start of a body and then fails.</summary>
    private sealed class BrokenStream(Exception exception) : MemoryStream("[{\"name\":\"a"u8.ToArray())
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw exception;
    }
}
