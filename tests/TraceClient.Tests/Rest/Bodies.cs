using System.Text;

namespace TraceClient.Tests.Rest;

/// <summary>Calls a probe client whose response has a body.</summary>
internal static class Bodies
{
    public static PortionStream Portions(string body, int portion = int.MaxValue) => new(Encoding.UTF8.GetBytes(body), portion);

    public static async Task<List<ProbeItem>> ListAsync(string body, int portion = int.MaxValue, long maxElementBytes = 1 << 20)
    {
        using var handler = new ProbeHandler(Portions(body, portion));
        return await handler.Client(with: options => options.Limits.MaxElementBytes = maxElementBytes)
            .ListAsync(null, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<ProbeItem> GetAsync(string body, int portion = int.MaxValue, long maxBodyBytes = 1 << 20)
    {
        using var handler = new ProbeHandler(Portions(body, portion));
        return await handler.Client(with: options => options.Limits.MaxBodyBytes = maxBodyBytes)
            .GetPartsAsync("7", TestContext.Current.CancellationToken);
    }

    public static Task<TraceFormatException> ListFaultAsync(string body, int portion = int.MaxValue, long maxElementBytes = 1 << 20) =>
        Assert.ThrowsAsync<TraceFormatException>(() => ListAsync(body, portion, maxElementBytes));

    public static Task<TraceFormatException> GetFaultAsync(string body, int portion = int.MaxValue, long maxBodyBytes = 1 << 20) =>
        Assert.ThrowsAsync<TraceFormatException>(() => GetAsync(body, portion, maxBodyBytes));
}
