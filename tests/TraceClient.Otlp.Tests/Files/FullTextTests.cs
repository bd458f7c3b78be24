namespace TraceClient.Otlp.Tests.Files;

/// <summary>Full-text search in files.</summary>
public sealed class FullTextTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(56);

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("checkout", "a")]
    [InlineData("REFUND", "a")]
    [InlineData("order-47*", "a", "b")]
    [InlineData("order 4711", "a")]
    [InlineData("shipped", "b")]
    [InlineData("broken pipe", "c")]
    [InlineData("warehouse", "c")]
    [InlineData("refund shipped")]
    [InlineData("nowhere")]
    public async Task Words_are_found_in_names_attributes_messages_resources_and_bodies(string words, params string[] ids)
    {
        _folder.Write("a.jsonl", OtlpFormat.JsonLines, A, B);
        _folder.Write("c.pb.gz", OtlpFormat.Protobuf, C);
        await using var client = await Archives.OpenAsync(_folder.Path);

        Assert.Equal(ids, await IdsAsync(client, new TraceQuery { FullText = words }));
    }

    [Theory]
    [InlineData(0, 30, "c", "b", "a")]
    [InlineData(1, 30, "c", "b")]
    [InlineData(0, 1, "b", "a")]
    [InlineData(3, 4)]
    public async Task A_range_of_times_narrows_the_search(int from, int to, params string[] ids)
    {
        _folder.Write("a.jsonl", OtlpFormat.JsonLines, A, B, C);
        await using var client = await Archives.OpenAsync(_folder.Path);

        var query = new TraceQuery { FullText = "step", From = Start.AddMinutes(from), To = Start.AddMinutes(to) };

        Assert.Equal(ids, await IdsAsync(client, query, ordered: false));
    }

    [Fact]
    public async Task Other_filters_and_the_limit_apply_too()
    {
        _folder.Write("a.jsonl", OtlpFormat.JsonLines, A, B, C, C with { Reference = new TraceReference("galtea", "d") });
        await using var client = await Archives.OpenAsync(_folder.Path);
        var query = new TraceQuery { FullText = "step" };

        Assert.Equal(["c", "d"], await IdsAsync(client, query with { ErrorsOnly = true }));
        Assert.Equal(["b"], await IdsAsync(client, query with { Name = "B" }));
        Assert.Equal(["a"], await IdsAsync(client, query with { SpanType = SpanType.Tool }));
        Assert.Equal(["d"], await IdsAsync(client, query with { Sources = ["galtea"] }));
        Assert.Equal(["b", "c"], await IdsAsync(client, query with { Sources = ["kubiya"], Limit = 2 }));
        Assert.Empty(await IdsAsync(client, query with { Name = "none" }));
    }

    [Fact]
    public async Task A_file_that_grows_is_searched_again()
    {
        _folder.Write("a.jsonl", OtlpFormat.JsonLines, A);
        await using var client = await Archives.OpenAsync(_folder.Path);
        var query = new TraceQuery { FullText = "shipped" };
        Assert.Empty(await IdsAsync(client, query));

        _folder.Append("a.jsonl", Data.Write(OtlpFormat.JsonLines, B));

        Assert.Equal(["b"], await IdsAsync(client, query));
    }

    [Fact]
    public async Task A_trace_whose_spans_are_in_several_files_is_found_by_each()
    {
        foreach (var span in C.Spans)
            _folder.Write($"{span.Id}.jsonl", OtlpFormat.JsonLines, C with { Spans = [span], Roots = [span] });
        await using var client = await Archives.OpenAsync(_folder.Path);

        Assert.Equal(["c"], await IdsAsync(client, new TraceQuery { FullText = "pipe" }));
        Assert.Equal(["c"], await IdsAsync(client, new TraceQuery { FullText = "warehouse" }));
    }

    [Fact]
    public async Task A_file_that_goes_while_it_is_searched_does_not_hide_the_others()
    {
        _folder.Write("a.jsonl", OtlpFormat.JsonLines, A);
        _folder.Write("b.jsonl", OtlpFormat.JsonLines, B);
        _folder.Write("c.jsonl", OtlpFormat.JsonLines, C);
        await using var client = await Archives.OpenAsync(_folder.Path);
        var listed = new List<string>();

        var error = await Assert.ThrowsAsync<TraceTransportException>(async () =>
        {
            await foreach (var summary in client.ListTracesAsync(new TraceQuery { FullText = "step" }, Token))
            {
                listed.Add(summary.Id);
                File.Delete(_folder.PathOf("b.jsonl"));
            }
        });

        Assert.Equal(["c", "a"], listed);
        Assert.Contains("b.jsonl", error.Message, StringComparison.Ordinal);
        Assert.Equal("kubiya", error.SourceName);
    }

    [Fact]
    public async Task A_cancelled_search_ends()
    {
        _folder.Write("a.jsonl", OtlpFormat.JsonLines, A, B, C);
        await using var client = await Archives.OpenAsync(_folder.Path);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.ListTracesAsync(new TraceQuery { FullText = "step" }, stop.Token))
                await stop.CancelAsync();
        });
    }

    [Fact]
    public async Task Records_of_calyptia_are_searched()
    {
        _folder.Write(
            "tap.jsonl",
            """{"trace_id":"trace.1","plugin_instance":"dummy.0","type":1,"records":[{"log":"pay by card"}],"start_time":1}""");
        await using var client = await Archives.OpenAsync(_folder.Path);

        Assert.Single(await IdsAsync(client, new TraceQuery { FullText = "CARD" }));
        Assert.Empty(await IdsAsync(client, new TraceQuery { FullText = "cash" }));
    }

    private static Trace A { get; } = Make("a", 0, new Span
    {
        Id = "1",
        Name = "step checkout",
        Type = SpanType.Tool,
        Attributes = AttributeMap.Empty.With("note", "refund of order-4711"),
    });

    private static Trace B { get; } = Make("b", 1, new Span
    {
        Id = "1",
        Name = "step",
        Records = [new Record { Kind = RecordKind.Output, Body = JsonPayload.Parse("""{"state":["shipped","order-4799"]}""") }],
    });

    private static Trace C { get; } = Make(
        "c", 2,
        new Span { Id = "1", Name = "step", Status = SpanStatus.Error, StatusMessage = "Broken pipe" },
        new Span { Id = "2", ParentId = "1", Name = "inner", Resource = AttributeMap.Empty.With("place", "warehouse") }) with
    {
        Status = TraceStatus.Error,
    };

    private static Trace Make(string id, int minute, params Span[] spans) => TraceAssembler.Assemble(
        new Trace
        {
            Reference = new TraceReference("kubiya", id),
            Name = id.ToUpperInvariant(),
            Status = TraceStatus.Ok,
            IsComplete = true,
        },
        [.. spans.Select(span => span with { StartTime = Start.AddMinutes(minute), EndTime = Start.AddMinutes(minute) })]);

    private static async Task<IEnumerable<string>> IdsAsync(ITraceClient client, TraceQuery query, bool ordered = true)
    {
        var ids = (await Archives.ListAsync(client, query)).Select(summary => summary.Id);
        return ordered ? ids.Order(StringComparer.Ordinal) : ids;
    }
}
