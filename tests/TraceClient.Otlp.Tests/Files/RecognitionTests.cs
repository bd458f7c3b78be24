using System.Text;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>What a file is, its first bytes tell, whatever stands around the data.</summary>
public sealed class RecognitionTests
{
    private const string Record =
        """{"id":"r1","sessionID":"s","type":1,"trace_id":"trace.0","plugin_instance":"dummy.0","records":"""
            + """[],"createdAt":"2026-11-20T08:00:00Z"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_response_of_a_dashboard_opens_as_an_archive()
    {
        var trace = RandomTraces.Make(3) with { Warnings = [] };
        using var folder = new TempFolder();
        folder.Write("saved.json", $$"""{"data":{{Encoding.UTF8.GetString(Data.Write(OtlpFormat.Json, trace))}},"totalCount":1}""");

        await using var client = await Archives.OpenAsync(folder.Path);

        Assert.Equal(trace.Reference, Assert.Single(await Archives.ListAsync(client)).Reference);
        Assert.Equal(trace.Spans.Count, (await client.GetTraceAsync(trace.Reference, Token)).Spans.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData(3_000_000)]
    public async Task White_space_in_front_of_the_data_is_passed_over(int length)
    {
        var trace = RandomTraces.Make(3);
        using var folder = new TempFolder();
        folder.Write("spans.json", new string(' ', length) + Encoding.UTF8.GetString(Data.Write(OtlpFormat.Json, trace)));
        folder.Write("records.jsonl", new string('\n', length) + Record);

        await using var client = await Archives.OpenAsync(folder.Path);

        Assert.Equal(
            new[] { "calyptia:s/trace.0/r1", trace.Reference.ToString() }.Order(StringComparer.Ordinal),
            (await Archives.ListAsync(client)).Select(summary => summary.Reference.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_trace_without_spans_is_listed_and_opens_without_spans()
    {
        var trace = TraceAssembler.Assemble(
            new Trace { Reference = new TraceReference("galtea", "turn-1"), Name = "turn", SessionId = "s", Status = TraceStatus.Ok }, []);
        using var folder = new TempFolder();
        folder.Write("turns.jsonl", OtlpFormat.JsonLines, trace);

        await using var client = await Archives.OpenAsync(folder.Path);

        var summary = Assert.Single(await Archives.ListAsync(client));
        Assert.Equal((trace.Reference, "turn", "s", 0), (summary.Reference, summary.Name, summary.SessionId, summary.SpanCount));
        Assert.Equal(trace, await client.GetTraceAsync(trace.Reference, Token));
        Assert.Empty(await client.StreamSpansAsync(trace.Reference, Token).ToListAsync(Token));
    }
}
