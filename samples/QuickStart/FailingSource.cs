using TraceClient;
using TraceClient.Testing;

namespace QuickStart;

/// <summary>What a list looks like when one source cannot be read: the others are listed, and the failure is told.</summary>
internal static class FailingSource
{
    public static async Task ShowAsync(TraceSimulator simulator, Screen screen, CancellationToken cancellationToken)
    {
        await using var client = TraceClients.Create(options =>
        {
            simulator.Configure(options);
            options.Galtea.Token = "a-token-that-has-expired";
        });

        screen.Heading("The same with a token of Galtea that is not valid");
        var query = new TraceQuery { Limit = 3 };
        try
        {
            await foreach (var trace in client.ListTracesAsync(query, cancellationToken))
                screen.Line($"  {screen.Accent($"{trace.Source,-10}")}{trace.Name}");
        }
        catch (PartialTraceListException partial)
        {
            foreach (var failure in partial.Failures)
                screen.Line($"  {screen.Accent($"{failure.SourceName,-10}")}{screen.Bad(failure.Exception.Message)}");
        }
    }
}
