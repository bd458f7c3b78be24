using TraceClient.Tests.Leaks;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>It measures the memory of the process, so that nothing else may run beside it.</summary>
[Collection(AloneCollection.Name)]
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
            await Data.CompleteWriter.WriteAsync(file, OtlpFormat.JsonLines, Enumerable.Range(0, Count).Select(Make).ToAsyncEnumerable(), Token);
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
            [new Span { Id = $"s{i}", Name = "step", StartTime = new(1_790_000_000_000_000_000 + i), Attributes = AttributeMap.Empty.With("payload", payload) }]);
    }
}
