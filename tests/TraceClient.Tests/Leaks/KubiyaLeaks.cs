using TraceClient.Testing;
using TraceClient.Tests.Contract;

namespace TraceClient.Tests.Leaks;

internal sealed class KubiyaLeaks : LeakSubject
{
    public override ContractSubject Contract { get; } = new KubiyaSubject();

    public override string Token => "kub/9QxVb7Lm2Rk+TzR4wPn8sYd3Hf6JgC1v==";

    public override string AddTrace(TraceSimulator simulator)
    {
        var id = simulator.Kubiya.AddTraceJson($$"""
            {"name":"POST /users/{{Planted.EMail}}","status":"success","user_id":"u1","user_email":"{{Planted.EMail}}","user_name":"{{Planted.EMail}}","{{Planted.Key}}":"{{Planted.Phrase}}"}
            """);
        simulator.Kubiya.AddSpanJson(id, $$$$"""
            {"span_id":"00f067aa0ba902b7","name":"GET /{{{{Planted.EMail}}}}","status_code":"ERROR","status_message":"{{{{Planted.Phrase}}}}","{{{{Planted.Key}}}}":"{{{{Planted.Phrase}}}}",
             "attributes":{"user":"{{{{Planted.EMail}}}}","{{{{Planted.Key}}}}":"{{{{Planted.Phrase}}}}","list":["{{{{Planted.Phrase}}}}"]},"resource_attributes":{"owner":"{{{{Planted.EMail}}}}"},
             "events":[{"name":"mail to {{{{Planted.EMail}}}}","timestamp":"{{{{Planted.Phrase}}}}","attributes":{"{{{{Planted.Key}}}}":"{{{{Planted.Phrase}}}}"}}],
             "links":[{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","attributes":{"{{{{Planted.Key}}}}":"{{{{Planted.Phrase}}}}"}}]}
            """);
        return id;
    }

    public override IEnumerable<Func<CancellationToken, Task<object?>>> Calls(
        StandaloneTraceClient client, TraceSimulator simulator, string traceId) =>
    [
        async token =>
            await client.Kubiya.ListTracesAsync(pageSize: 20, search: Planted.EMail, userId: Planted.Phrase, cancellationToken: token),
        async token => await client.Kubiya.ListTracesAsync(pageSize: 20, cancellationToken: token),
        async token => await client.Kubiya.GetStatsAsync(cancellationToken: token),
        async token => await client.Kubiya.GetTraceAsync(traceId, flat: false, token),
        async token => await client.Kubiya.ListSpansAsync(traceId, flat: true, token).ToListAsync(token),
        async token => (await client.Kubiya.GetStorageStatsAsync(token)) as object,
        async token => await client.Kubiya.DeleteTraceAsync(new string('0', 32), token),
    ];
}
