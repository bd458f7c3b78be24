using TraceClient.Otlp.Tests.Exporting;
using TraceClient.Tests.Leaks;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>It measures the memory of the process, so that nothing else may run beside it.</summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "slow")]
public sealed class LargeArchiveTests : IDisposable
{
    private const int Count = 100_000;
    private const int PayloadBytes = 2_000;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_of_100_000_traces_is_indexed_without_being_held()
    {
        var payload = new string('x', PayloadBytes);
        var path = _folder.PathOf("large.jsonl");
        await using (var file = File.Create(path))
            await Data.CompleteWriter.WriteAsync(
                file, OtlpFormat.JsonLines, Enumerable.Range(0, Count).Select(Make).ToAsyncEnumerable(), Token);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var archive = await TraceArchive.OpenAsync([path], cancellationToken: Token);

        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        await using var client = archive.CreateClient();
        var listed = await Archives.ListAsync(client);
        Assert.Equal(Count, listed.Count);
        Assert.Equal($"t{Count - 1}", listed[0].Id);
        Assert.True(held < (long)Count * PayloadBytes, $"{held} bytes are held of a file of {new FileInfo(path).Length}");
        Assert.Equal(Make(Count / 2), await client.GetTraceAsync(listed[(Count / 2) - 1].Reference, Token));

        Trace Make(int i) => TraceAssembler.Assemble(
            new Trace { Reference = new("kubiya", $"t{i}"), Name = "a trace of many", SessionId = $"session {i / 10}" },
            [new Span { Id = $"s{i}", Name = "step", StartTime = new(1_790_000_000_000_000_000 + i),
                Attributes = AttributeMap.Empty.With("payload", payload) }]);
    }

    [Fact]
    public async Task A_trace_of_a_compressed_file_costs_no_more_than_one_of_another()
    {
        Trace[] traces = [.. Enumerable.Range(0, 2_000).Select(i => Exports.Make($"t{i}", spans: 3))];
        await using var plain = await Archives.OpenAsync(_folder.Write("plain.jsonl", OtlpFormat.JsonLines, traces));
        await using var packed = await Archives.OpenAsync(_folder.Write("packed.jsonl.gz", OtlpFormat.JsonLines, traces));

        var (ofPlain, ofPacked) = (await AllocatedByReadsAsync(plain, traces), await AllocatedByReadsAsync(packed, traces));

        Assert.True(ofPacked < 2 * ofPlain,
            $"{ofPacked} bytes were allocated for traces of the compressed file, {ofPlain} for the same of the other");
    }

    [Fact]
    public async Task A_session_of_Calyptia_is_read_once_for_all_of_its_traces()
    {
        var tap = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia", "v2.0.14-d-two-inputs-same-prefix.jsonl"), Token);
        await using var client = await Archives.OpenAsync(_folder.Write("tap.jsonl", tap));
        var listed = await Archives.ListAsync(client);
        var first = await AllocatedByReadsAsync(client, listed[..1].Select(summary => summary.Reference));

        var others = await AllocatedByReadsAsync(client, listed.Skip(1).Take(5).Select(summary => summary.Reference));

        Assert.True(others < 2 * first, $"{others} bytes were allocated for five traces, {first} for the first one");
    }

    private static Task<long> AllocatedByReadsAsync(ITraceClient client, Trace[] traces) =>
        AllocatedByReadsAsync(client, traces.Where((_, i) => i % 50 == 7).Select(trace => trace.Reference));

    private static async Task<long> AllocatedByReadsAsync(ITraceClient client, IEnumerable<TraceReference> references)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (var reference in references)
            Assert.NotNull(await client.FindTraceAsync(reference, Token));
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
