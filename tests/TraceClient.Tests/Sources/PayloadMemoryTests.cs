using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using TraceClient.Galtea;
using TraceClient.Tests.Http;

namespace TraceClient.Tests.Sources;

/// <summary>What a span keeps in memory of the response that it came in.</summary>
public sealed class PayloadMemoryTests
{
    private const int Megabyte = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_span_of_a_list_of_100_megabytes_keeps_less_than_one_alive()
    {
        await using var body = new RepeatedRows(100 * Megabyte);
        using var handler =
            new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) }));
        var api = Chains.Api<IGalteaApi>(new GalteaRegistration(), handler);
        var largest = 0L;
        var count = 0;

        await foreach (var row in api.ListTracesAsync(cancellationToken: Token))
        {
            var span = GalteaSpanMapper.ToSpan(row);
            var kept = new[] { row.Metadata.Utf8, row.Error.Utf8 }.Concat(span.Records.Select(record => record.Body.Utf8)).Select(ArrayOf)
                .Distinct().Sum(array => (long)array.Length);
            largest = Math.Max(largest, kept);
            count++;
        }

        Assert.Equal(body.Rows, count);
        Assert.InRange(largest, 1, Megabyte - 1);
    }

    [Fact]
    public void Small_payloads_share_a_block_and_large_ones_have_an_array_of_their_own()
    {
        var memory = new TraceClient.Http.WireMemory();
        var large = Encoding.UTF8.GetBytes('"' + new string('a', 20_000) + '"');

        var (first, second, alone) = (memory.Keep("[1]"u8), memory.Keep("[2]"u8), memory.Keep(large));

        Assert.Same(ArrayOf(first.Utf8), ArrayOf(second.Utf8));
        Assert.Equal(("[1]", "[2]"), (first.ToString(), second.ToString()));
        Assert.Equal(large.Length, ArrayOf(alone.Utf8).Length);
        Assert.InRange(Enumerable.Range(0, 100_000).Max(_ => ArrayOf(memory.Keep("{\"a\":\"some text\"}"u8).Utf8).Length), 1, 64 * 1024);
    }

    private static byte[] ArrayOf(ReadOnlyMemory<byte> memory)
    {
        Assert.True(MemoryMarshal.TryGetArray(memory, out var segment));
        return segment.Array!;
    }

    /// <summary>A list of rows, some with a large payload, that is never in memory as a whole.</summary>
    private sealed class RepeatedRows(int bytes) : MemoryStream
    {
        private readonly Queue<byte[]> _parts = [];
        private ReadOnlyMemory<byte> _rest = "["u8.ToArray();
        private int _sent;

        public int Rows { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_rest.IsEmpty && _sent < bytes)
                Next();
            else if (_rest.IsEmpty && _parts.TryDequeue(out var end))
                _rest = end;
            var count = Math.Min(buffer.Length, _rest.Length);
            _rest[..count].CopyTo(buffer);
            _rest = _rest[count..];
            _sent += count;
            return ValueTask.FromResult(count);
        }

        private void Next()
        {
            var text = new string('x', Rows % 50 == 0 ? 300_000 : 2_000);
            _rest = Encoding.UTF8.GetBytes((Rows > 0 ? "," : "")
                + $$"""{"id":"row-{{Rows}}","inputData":{"text":"{{text}}"},"outputData":[{{Rows}}],"metadata":{"n":{{Rows}} } }""");
            if (Rows++ == 0)
                _parts.Enqueue("]"u8.ToArray());
        }
    }
}
