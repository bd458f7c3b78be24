using System.Text;
using System.Text.Json;
using TraceClient.Galtea;

namespace TraceClient.Tests.Sources.Galtea;

public class GalteaEnvelopeStreamTests
{
    [Theory]
    [InlineData("""{"data":[{"id":"a"}],"total":1,"page":1,"limit":100}""", """[{"id":"a"}]""")]
    [InlineData("""{"total":1,"meta":{"data":[9]},"data":[1,2]}""", "[1,2]")]
    [InlineData("""{"data":[]}""", "[]")]
    [InlineData("""{ "page" : 1 , "data" : [ [1], {"x":"]}"} ] }""", """[ [1], {"x":"]}"} ]""")]
    [InlineData("""{"note":"\"data\":[0]","data":["a\"]b","\\"],"after":"]"}""", """["a\"]b","\\"]""")]
    [InlineData("""{"list":["data",[1]],"data":[7]}""", "[7]")]
    [InlineData("""{"x":"data","y":[1],"data":[8]}""", "[8]")]
    [InlineData("""{"database":[1],"dat":[2],"data":[3]}""", "[3]")]
    [InlineData("""[{"data":[1]}]""", """[{"data":[1]}]""")]
    [InlineData("[]", "[]")]
    [InlineData("\uFEFF  {\"data\":[5]}", "[5]")]
    public async Task A_list_is_a_bare_array_whatever_it_comes_in(string body, string expected)
    {
        Assert.Equal(expected, await ReadAsync(body));
    }

    [Theory]
    [InlineData("""{"error":"nothing here"}""")]
    [InlineData("""{"data":{"items":[1]}}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("")]
    [InlineData("<html>")]
    public async Task What_is_no_list_is_left_for_the_reader_to_refuse(string body)
    {
        Assert.Equal(body, await ReadAsync(body));
    }

    [Fact]
    public async Task The_published_variant_reads_like_the_bare_array()
    {
        var wrapped = await ReadAsync(Encoding.UTF8.GetString(GalteaSamples.Bytes("sessions.wrapped-variant.json")));

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(GalteaSamples.Bytes("get-sessions.200.json")), JsonElement.Parse(wrapped)));
    }

    [Fact]
    public async Task An_object_without_a_list_keeps_only_its_start_however_long_it_is()
    {
        var passed = await ReadAsync($$"""{"text":"{{new string('x', 1_000_000)}}"}""");

        Assert.StartsWith("""{"text":"xxx""", passed, StringComparison.Ordinal);
        Assert.InRange(passed.Length, 64, 4_096);
    }

    [Fact]
    public async Task Disposing_it_disposes_the_body_behind_it()
    {
        var body = new OneByteAtATime("""{"data":[1]}"""u8.ToArray());

        await new GalteaEnvelopeStream(body).DisposeAsync();

        Assert.True(body.IsDisposed);
    }

    private static async Task<string> ReadAsync(string body)
    {
        await using var list = new GalteaEnvelopeStream(new OneByteAtATime(Encoding.UTF8.GetBytes(body)));
        using var read = new MemoryStream();
        await list.CopyToAsync(read, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(read.ToArray());
    }

    /// <summary>A body that arrives in the smallest pieces there are.</summary>
    private sealed class OneByteAtATime(byte[] bytes) : MemoryStream(bytes)
    {
        public bool IsDisposed { get; private set; }

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
