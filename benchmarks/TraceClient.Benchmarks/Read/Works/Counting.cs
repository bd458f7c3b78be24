namespace TraceClient.Benchmarks.Read;

internal static class Counting
{
    public static async Task<int> CountAsync<T>(IAsyncEnumerable<T> elements)
    {
        var count = 0;
        await foreach (var element in elements)
            count++;
        return count;
    }
}
