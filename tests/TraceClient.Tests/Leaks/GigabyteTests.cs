using System.Text;

namespace TraceClient.Tests.Leaks;

/// <summary>Memory is the other thing that must not leak: a list of any size passes through.</summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "slow")]
public sealed class GigabyteTests
{
    private const long Bytes = 1L << 30;
    private const long MostGrowth = 64L << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SourceNames.Kubiya, "[", "]")]
    [InlineData(SourceNames.Galtea, "[", "]")]
    [InlineData(SourceNames.Galtea, """{"total":1,"data":[""", """],"page":1}""")]
    public async Task A_list_of_1_gigabyte_passes_in_constant_memory(string name, string start, string end)
    {
        var isKubiya = name == SourceNames.Kubiya;
        using var body = new EndlessArray(start, Element(isKubiya), end, Bytes);
        await using var client = TraceClients.Create(options =>
        {
            TraceSourceOptions source = isKubiya ? options.Kubiya : options.Galtea;
            (source.Token, source.PrimaryHandler) = ("some-token", () => new OneBody(body));
        });
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (count, most) = (0L, 0L);

        var spans = isKubiya
            ? client.StreamSpansAsync(new TraceReference(name, "0af7651916cd43dd8448eb211c80319c"), Token).Select(span => span.Id)
            : client.Galtea.ListTracesAsync(cancellationToken: Token).Select(row => row.Id!);
        await foreach (var id in spans)
        {
            Assert.NotEmpty(id);
            if (++count % 8192 == 0)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.True(body.Length >= Bytes, $"{body.Length} bytes were read");
        Assert.Equal(body.Elements, count);
        Assert.InRange(most, long.MinValue, MostGrowth);
    }

    private static byte[] Element(bool isKubiya)
    {
        var text = new string('x', 8000);
        return Encoding.UTF8.GetBytes(isKubiya
            ? """{"span_id":"00f067aa0ba902b7","name":"n","start_time_unix_nano":"""
                + $$"""1795345199123456789,"attributes":{"text":"{{text}}","n":[1,2,3]},"events":[],"links":[],"children":[]}"""
            : $$"""{"id":"row","inferenceResultId":"r","name":"n","inputData":{"text":"{{text}}"},"createdAt":"2026-11-22T11:00:00Z"}""");
    }
}
