namespace TraceClient.Otlp.Tests;

public sealed class StreamingTests
{
    private const int Count = 50_000;
    private const int Enough = 600_000;

    private static readonly Trace Header = new() { Reference = new TraceReference("galtea", "large"), Name = "large" };

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.JsonLines)]
    [InlineData(OtlpFormat.Protobuf)]
    public async Task Spans_are_written_while_they_come(OtlpFormat format)
    {
        var output = new MeasuredStream();

        await new OtlpWriter().WriteAsync(output, format, Header, Spans().ToAsyncEnumerable(), TestContext.Current.CancellationToken);

        Assert.True(output.Length > 10 * Enough);
        Assert.InRange(output.LargestWrite, 1, Enough);
    }

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.JsonLines)]
    [InlineData(OtlpFormat.Protobuf)]
    public async Task The_first_span_is_there_when_little_was_read(OtlpFormat format)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var data = new MemoryStream();
        await new OtlpWriter().WriteAsync(data, format, Header, Spans().ToAsyncEnumerable(), cancellationToken);
        data.Position = 0;

        await using var spans = new OtlpReader().ReadSpansAsync(data, cancellationToken).GetAsyncEnumerator(cancellationToken);

        Assert.True(await spans.MoveNextAsync());
        Assert.Equal("s0", spans.Current.Span.Id);
        Assert.InRange(data.Position, 1, Enough);
        for (var i = 1; i < Count; i++)
            Assert.True(await spans.MoveNextAsync());
        Assert.False(await spans.MoveNextAsync());
    }

    [Fact]
    public async Task Reading_and_writing_can_be_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new OtlpWriter().WriteAsync(new MemoryStream(), OtlpFormat.Json, Header, Spans().ToAsyncEnumerable(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await new OtlpReader().ReadTracesAsync(new MemoryStream("{}"u8.ToArray()), cancelled).ToListAsync(cancelled));
    }

    private static IEnumerable<Span> Spans() => Enumerable.Range(0, Count)
        .Select(i =>
            new Span { Id = $"s{i}", ParentId = i == 0 ? null : "s0", Name = "a step of the large trace", StartTime = new(i + 1) });

    private sealed class MeasuredStream : MemoryStream
    {
        public int LargestWrite { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            LargestWrite = Math.Max(LargestWrite, buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
