using TraceClient.Otlp.Tests;
using TraceClient.Replication.Tests;

namespace TraceClient.Stores.Tests;

/// <content>What is read back is what was written.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Every_trace_of_the_simulator_is_read_back_as_it_was()
    {
        await using var store = Open();
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        var result = await Replications.RunAsync(client, store);

        await using var copy = await store.CreateClientAsync(Token);
        var listed = 0;
        await foreach (var summary in client.ListTracesAsync(new TraceQuery(), Token))
        {
            if (summary is { Source: "kubiya", Name: "traces.list" or "traces.get" })
                continue;
            var (expected, actual) =
                (await client.GetTraceAsync(summary.Reference, Token), await copy.GetTraceAsync(summary.Reference, Token));
            AssertEqual(expected, actual);
            listed++;
        }

        Assert.Equal(result.Written, listed);
        Assert.Equal((listed, result.Spans), (await store.GetStatisticsAsync(Token)) is var statistics
            ? ((int)statistics.Traces, statistics.Spans)
            : default);
    }

    [Fact]
    public async Task Any_trace_that_the_model_can_hold_is_read_back_as_it_was()
    {
        await using var store = Open();
        var traces = new Dictionary<TraceReference, Trace>();
        for (var seed = 0; seed < 400; seed++)
        {
            var trace = RandomTraces.Make(seed);
            traces[trace.Reference] = trace;
        }

        await WriteAsync(store, [.. traces.Values]);
        await using var copy = await store.CreateClientAsync(Token);
        foreach (var (reference, trace) in traces)
            AssertEqual(trace, await copy.GetTraceAsync(reference, Token));
        Assert.Equal(traces.Count, (await ListAsync(copy, new TraceQuery())).Count);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("' OR 1 = 1; DROP TABLE trace --")]
    [InlineData("\"quoted\" \\ / $1 @source ?")]
    [InlineData("日本語 😀 ﷺ \u200f")]
    public async Task Odd_texts_are_kept_and_found(string text)
    {
        await using var store = Open();
        var trace = NewTrace("odd-1", span => span with
        {
            Name = text,
            StatusMessage = text,
            Attributes = AttributeMap.Empty.With(text, text).With("list", AttributeValue.From([text, double.NaN, 1L])),
            Records = [new Record { Kind = RecordKind.Log, Name = text, Body = JsonPayload.FromString(text) }],
        }) with
        {
            Name = text,
            SessionId = text,
            ServiceName = text,
            User = text,
        };
        await WriteAsync(store, trace, NewTrace("plain-1"));

        await using var copy = await store.CreateClientAsync(Token);
        AssertEqual(trace, await copy.GetTraceAsync(trace.Reference, Token));
        foreach (var query in new[]
        {
            new TraceQuery { Name = text }, new TraceQuery { SearchText = text }, new TraceQuery { SessionId = text },
            new TraceQuery { ServiceName = text }, new TraceQuery { User = text },
        })
            Assert.Equal("odd-1", Assert.Single(await ListAsync(copy, query)).Id);
    }

    [Theory]
    [InlineData("\"\\ud800 half\"")]
    [InlineData("\"\\u0000\"")]
    [InlineData("1e400")]
    [InlineData("-0.0")]
    [InlineData("{ \"b\" : 1.50 , \"a\" : 1, \"b\": 2 }")]
    public async Task Bodies_are_kept_byte_by_byte(string json)
    {
        await using var store = Open();
        var trace = NewTrace(
            "body-1", span => span with { Records = [new Record { Kind = RecordKind.Output, Body = JsonPayload.Parse(json) }] });
        await WriteAsync(store, trace);
        await using var copy = await store.CreateClientAsync(Token);
        Assert.Equal(json, (await copy.GetTraceAsync(trace.Reference, Token)).FindSpan("root")!.Records[0].Body.ToString());
    }

    [Fact]
    public async Task A_body_that_is_no_valid_utf8_or_deep_is_kept()
    {
        await using var store = Open();
        byte[] invalid = [(byte)'"', 0xff, 0xfe, (byte)'"'];
        Assert.True(JsonPayload.TryFromUtf8(invalid, out var body));
        var deep = JsonPayload.Parse(new string('[', 5000) + new string(']', 5000));
        var trace = NewTrace("body-1", span => span with
        {
            Records = [new Record { Kind = RecordKind.Log, Body = body }, new Record { Kind = RecordKind.Log, Body = deep }],
        });
        await WriteAsync(store, trace);
        await using var copy = await store.CreateClientAsync(Token);
        AssertEqual(trace, await copy.GetTraceAsync(trace.Reference, Token));
    }

    [Fact]
    public async Task Ids_that_differ_in_characters_that_are_not_valid_are_kept_apart()
    {
        await using var store = Open();
        string[] ids = ["a\ud800", "a\ud801", "a\udc00", "a\ue000", "a\ue000\ue001", "a\ufffd", "A\ufffd"];
        var traces = ids.Select(id => TraceAssembler.Assemble(
            new Trace { Reference = new TraceReference("listed", id), Name = id, ServiceName = $"{new string('x', 600)}\0{id}" },
            [.. ids.Append("\0").Select(span => new Span { Id = span, Name = span })])).ToList();
        await WriteAsync(store, [.. traces]);
        await using var client = await store.CreateClientAsync(Token);
        foreach (var trace in traces)
        {
            AssertEqual(trace, await client.GetTraceAsync(trace.Reference, Token));
            Assert.Equal(trace.Id, Assert.Single(await ListAsync(client, new TraceQuery { Name = trace.Name })).Id);
            var query = new TraceQuery { SearchText = $"\0{trace.Id}" };
            Assert.Contains(trace.Id, (await ListAsync(client, query)).Select(summary => summary.Id));
        }

        Assert.Equal(
            ids.Append("\0").Order(StringComparer.Ordinal),
            (await store.GetSpanStatisticsAsync(cancellationToken: Token)).Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_trace_that_is_nested_too_deeply_is_refused_alone()
    {
        await using var store = Open();
        var deep = AttributeValue.From("x");
        for (var i = 0; i < 1500; i++)
            deep = AttributeValue.From([deep]);
        var trace = NewTrace("deep", span => span with { Attributes = AttributeMap.Empty.With("x", deep) });

        var error = await Assert.ThrowsAsync<TraceValidationException>(() => WriteAsync(store, NewTrace("other"), trace));

        Assert.Contains("listed:deep", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await store.GetStatisticsAsync(Token)).Traces);
    }

    [Fact]
    public async Task A_trace_with_many_spans_and_a_large_body_is_kept_and_streamed_in_order()
    {
        await using var store = Open();
        var start = TraceTimestamp.FromDateTimeOffset(Now);
        var spans = Enumerable.Range(0, 5000).Select(i => new Span
        {
            Id = $"{i}",
            ParentId = i == 0 ? null : $"{i / 3}",
            Name = $"step {i % 7}",
            StartTime = new TraceTimestamp(start.UnixNanoseconds + i),
            Records = i == 4000
                ? [new Record { Kind = RecordKind.Input, Body = JsonPayload.FromString(new string('x', 5_000_000)) }]
                : [],
        });
        var trace = TraceAssembler.Assemble(new Trace { Reference = new("listed", "large-1"), Name = "large" }, spans);
        await WriteAsync(store, trace);
        await using var copy = await store.CreateClientAsync(Token);
        AssertEqual(trace, await copy.GetTraceAsync(trace.Reference, Token));
        var streamed = new List<Span>();
        await foreach (var span in copy.StreamSpansAsync(trace.Reference, Token))
            streamed.Add(span);
        Assert.Equal(trace.Spans, streamed);
    }
}
