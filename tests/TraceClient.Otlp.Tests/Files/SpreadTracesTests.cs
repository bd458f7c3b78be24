using FsCheck;
using FsCheck.Fluent;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>However spans are spread over lines and files, they make the same traces.</summary>
public sealed class SpreadTracesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Any_split_of_the_spans_over_files_gives_the_same_traces() => Prop.ForAll(RandomTraces.Seeds, seed =>
    {
        var random = new Random(seed);
        Trace[] traces = [.. Enumerable.Range(0, 3)
            .Select(i => RandomTraces.Make(seed / (i + 1)) with { Reference = new("kubiya", $"t{i}"), Warnings = [] })];
        using var folder = new TempFolder();
        string[] names = ["a.jsonl", "b.pb", "c.jsonl.gz", "d.jsonl"];
        var parts = names.ToDictionary(name => name, _ => new MemoryStream());
        foreach (var (trace, span) in traces.SelectMany(trace => trace.Spans.Select(span => (trace, span))).OrderBy(_ => random.Next()))
        {
            foreach (var name in names.Where(_ => random.Next(4) == 0).DefaultIfEmpty(names[random.Next(names.Length)]))
            {
                Complete(Data.CompleteWriter.WriteAsync(
                    parts[name], name == "b.pb"
                        ? OtlpFormat.Protobuf
                        : OtlpFormat.JsonLines, trace with { Spans = [], Roots = [] }, new[] { span }.ToAsyncEnumerable(), Token));
            }
        }

        foreach (var (name, data) in parts)
            folder.Write(name, data.ToArray());

        Complete(AssertSameAsync(folder.Path, traces));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_says_of_other_programs_traces_what_the_traces_say() => Prop.ForAll(RandomTraces.Seeds, seed =>
    {
        var random = new Random(seed);
        using var folder = new TempFolder();
        var lines = Enumerable.Range(0, random.Next(1, 30)).Select(i => Foreign(random, i)).OrderBy(_ => random.Next()).ToList();
        folder.Write("a.jsonl", string.Concat(lines.Where((_, i) => i % 2 == 0)));
        folder.Write("b.json", "[" + string.Join(",\n", lines.Where((_, i) => i % 2 == 1)) + "]");

        Complete(AssertListedAsync(folder.Path, lines));
    }).QuickCheckThrowOnFailure();

    // Properties are checked at once.
    private static void Complete(Task task) => task.GetAwaiter().GetResult();

    private static async Task AssertSameAsync(string path, Trace[] traces)
    {
        await using var client = await Archives.OpenAsync(path);
        foreach (var trace in traces)
        {
            var again = await client.GetTraceAsync(trace.Reference, Token);
            Assert.Equal(ById(trace), ById(again));
            Assert.Equal((trace.Name, trace.Status, trace.Attributes), (again.Name, again.Status, again.Attributes));
        }

        await Archives.AssertListMatchesTracesAsync(client);

        static IEnumerable<Span> ById(Trace trace) => trace.Spans.OrderBy(span => span.Id, StringComparer.Ordinal);
    }

    private static async Task AssertListedAsync(string path, List<string> lines)
    {
        await using var client = await Archives.OpenAsync(path);

        await Archives.AssertListMatchesTracesAsync(client);
        var expected = await Data.ReadAsync(string.Concat(lines));
        Assert.Equal(expected.Select(trace => trace.Reference.Id).Order(StringComparer.Ordinal),
            (await Archives.ListAsync(client)).Select(summary => summary.Id).Order(StringComparer.Ordinal));
        foreach (var trace in expected)
            Assert.Equal(trace, await client.GetTraceAsync(trace.Reference, Token));
    }

    /// <summary>A line with one span of one of three traces; some parents are missing, some come later, none is its own.</summary>
    private static string Foreign(Random random, int index)
    {
        var trace = index % 3;
        var parent = random.Next(3) == 0 ? "" : $"eee19b7ec3c1b1{(random.Next(4) == 0 ? 255 : random.Next(index + 1) / 3 * 3 + trace):x2}";
        var id = $"eee19b7ec3c1b1{index:x2}";
        var attributes = "";
        if (random.Next(3) == 0)
            attributes += $$$"""{"key":"session.id","value":{"stringValue":"s{{{random.Next(3)}}}"}},""";
        if (random.Next(3) == 0)
            attributes += $$$"""{"key":"enduser.id","value":{"stringValue":"u{{{random.Next(3)}}}"}},""";
        attributes += """{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}}""";
        return $$$"""
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop{{{random.Next(2)}}}"}}]},"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60{{{trace}}}","spanId":"{{{id}}}","parentSpanId":"{{{(parent == id ? "" : parent)}}}","name":"step {{{index}}}","startTimeUnixNano":"{{{1_790_000_000_000_000_000 + random.Next(5)}}}","endTimeUnixNano":"{{{1_790_000_000_000_000_000 + random.Next(9)}}}","attributes":[{{{attributes}}}],"status":{"code":{{{random.Next(3)}}}}}]}]}]}

            """;
    }
}
