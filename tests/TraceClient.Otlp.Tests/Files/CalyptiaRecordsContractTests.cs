using System.Net.Http.Headers;
using TraceClient.Testing;
using TraceClient.Tests.Contract;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>The contract, asked of answers of Calyptia's API that somebody saved, a file a session.</summary>
public sealed class CalyptiaRecordsContractTests : FileContract
{
    private protected override ContractSubject Subject { get; } = new CalyptiaSubject();

    private protected override async Task SaveAsync(TraceSimulator simulator, StandaloneTraceClient online, TempFolder folder)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", simulator.Tokens.Calyptia);
        foreach (var session in simulator.Calyptia.SessionIds)
        {
            var address = new Uri($"{simulator.CalyptiaAddress}/v1/trace_sessions/{session}/records?last=10000");
            folder.Write($"{session}.json", await http.GetByteArrayAsync(address, Token));
        }
    }
}
