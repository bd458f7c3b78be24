using FsCheck;
using FsCheck.Fluent;

namespace TraceClient.Otlp.Tests;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.JsonLines)]
    [InlineData(OtlpFormat.Protobuf)]
    public void Any_trace_is_the_same_after_it_was_written_and_read(OtlpFormat format) => Prop.ForAll(RandomTraces.Seeds, seed =>
    {
        var trace = RandomTraces.Make(seed);

        var again = Assert.Single(Read(Data.Write(format, trace)));

        AssertSame(trace, again);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Both_forms_have_the_same_spans() => Prop.ForAll(RandomTraces.Seeds, seed =>
    {
        Trace[] traces = [RandomTraces.Make(seed), RandomTraces.Make(seed / 2)];

        var fromJson = Read(Data.Write(new OtlpWriter(), OtlpFormat.Json, traces));
        var fromProtobuf = Read(Data.Write(new OtlpWriter(), OtlpFormat.Protobuf, traces));

        Assert.Equal(fromJson, fromProtobuf);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.Protobuf)]
    public void What_was_read_is_written_to_the_same_bytes(OtlpFormat format) => Prop.ForAll(RandomTraces.Seeds, seed =>
    {
        // The order of attributes can differ the first time: members of OTLP come behind the others.
        var once = Read(Data.Write(format, RandomTraces.Make(seed)));
        var bytes = Data.Write(format, [.. once]);

        Assert.Equal(Data.Write(format, [.. once]), bytes);
        Assert.Equal(bytes, Data.Write(format, [.. Read(bytes)]));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.Protobuf)]
    public async Task Nothing_but_content_is_lost_by_default(OtlpFormat format)
    {
        var trace = RandomTraces.Make(7);

        var again = Assert.Single(await Data.ReadAsync(Data.Write(new OtlpWriter(), format, trace)));

        Assert.Equal(trace.Spans.Select(span => span.Id), again.Spans.Select(span => span.Id));
        Assert.All(again.Spans.SelectMany(span => span.Records), record => Assert.True(record.Body.IsNull));
    }

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.JsonLines)]
    [InlineData(OtlpFormat.Protobuf)]
    public async Task A_stream_of_spans_becomes_the_trace_that_they_make(OtlpFormat format)
    {
        var trace = RandomTraces.Make(21) with { Warnings = [] };
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = new MemoryStream();

        await Data.CompleteWriter.WriteAsync(
            output, format, trace with { Spans = [], Roots = [] }, trace.Spans.ToAsyncEnumerable(), cancellationToken);

        var again = Assert.Single(await Data.ReadAsync(output.ToArray()));
        Assert.Equal(
            trace.Spans.OrderBy(span => span.Id, StringComparer.Ordinal), again.Spans.OrderBy(span => span.Id, StringComparer.Ordinal));
        Assert.Equal(trace.Attributes, again.Attributes);
    }

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.JsonLines)]
    [InlineData(OtlpFormat.Protobuf)]
    public async Task A_stream_gets_the_bytes_that_memory_gets(OtlpFormat format)
    {
        Trace[] traces = [RandomTraces.Make(1), RandomTraces.Make(2), RandomTraces.Make(3)];
        var output = new MemoryStream();

        await Data.CompleteWriter.WriteAsync(output, format, traces.ToAsyncEnumerable(), TestContext.Current.CancellationToken);

        Assert.Equal(Data.Write(format, traces), output.ToArray());
    }

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.Protobuf)]
    public async Task A_large_trace_is_read_as_it_was(OtlpFormat format)
    {
        var spans = Enumerable.Range(0, 20_000)
            .Select(i => new Span { Id = $"s{i}", ParentId = i == 0 ? null : $"s{i / 2}", Name = "step", StartTime = new(i + 1) });
        var trace = TraceAssembler.Assemble(new Trace { Reference = new TraceReference("galtea", "large"), Name = "large" }, spans);

        var again = Assert.Single(await Data.ReadAsync(Data.Write(format, trace)));

        AssertSame(trace, again);
    }

    private static List<Trace> Read(byte[] data) => Data.ReadAsync(data).AsTask().GetAwaiter().GetResult();

    private static void AssertSame(Trace expected, Trace actual)
    {
        Assert.Equal(expected.Spans, actual.Spans);
        Assert.Equal(expected, actual);
        Assert.Equal(expected.Roots.Select(span => span.Id), actual.Roots.Select(span => span.Id));
        Assert.Equal(
            expected.Warnings.Select(warning => (warning.SpanId, warning.Code, warning.Message)).Order(),
            actual.Warnings.Select(warning => (warning.SpanId, warning.Code, warning.Message)).Order());
    }
}
