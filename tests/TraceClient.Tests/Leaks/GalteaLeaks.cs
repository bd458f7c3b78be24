using TraceClient.Galtea;
using TraceClient.Testing;
using TraceClient.Tests.Contract;

namespace TraceClient.Tests.Leaks;

internal sealed class GalteaLeaks : LeakSubject
{
    private static readonly JsonPayload Payload = JsonPayload.Parse($$"""{"{{Planted.Key}}":"{{Planted.Phrase}}"}""");

    public override ContractSubject Contract { get; } = new GalteaSubject();

    public override string Token => "gsk_9QxVb7Lm2RkTzR4wPn8sYd3Hf6JgC1v";

    public override string AddTrace(TraceSimulator simulator)
    {
        var id = simulator.Galtea.AddInferenceResultJson($$"""
            {"status":"GENERATED","input":"{{Planted.Phrase}}","actualOutput":"{{Planted.EMail}}","{{Planted.Key}}":"{{Planted.Phrase}}"}
            """);
        simulator.Galtea.AddSpanJson($$"""
            {"inferenceResultId":"{{id}}","name":"mail {{Planted.EMail}}","type":"TOOL","description":"{{Planted.Phrase}}","error":"{{Planted.Phrase}}","{{Planted.Key}}":"{{Planted.Phrase}}",
             "inputData":{"{{Planted.Key}}":"{{Planted.Phrase}}"},"outputData":"{{Planted.Phrase}}","metadata":{"{{Planted.Key}}":"{{Planted.EMail}}"},"startTime":"{{Planted.Phrase}}"}
            """);
        return id;
    }

    public override IEnumerable<Func<CancellationToken, Task<object?>>> Calls(
        StandaloneTraceClient client, TraceSimulator simulator, string traceId)
    {
        var row = new GalteaNewTrace
        {
            InferenceResultId = traceId,
            Name = Planted.EMail,
            Description = Planted.Phrase,
            InputData = Payload,
            OutputData = Payload,
            Metadata = Payload,
            Error = Planted.Phrase
        };
        var batch = new GalteaTraceBatch { Traces = [row] };
        return
        [
            async token => await client.Galtea.ListTracesAsync(inferenceResultIds: [traceId], cancellationToken: token).ToListAsync(token),
            async token =>
                await client.Galtea.ListTracesAsync(names: [Planted.EMail, Planted.Phrase], cancellationToken: token).ToListAsync(token),
            async token => await client.Galtea.GetTraceAsync(simulator.Galtea.SpanIds(traceId).First(), token),
            async token => new object[] { row, await client.Galtea.CreateTraceAsync(row, token) },
            async token => new object[] { batch, await client.Galtea.CreateTracesAsync(batch, token) },
            async token => await client.Galtea.ListInferenceResultsAsync(ids: [traceId], cancellationToken: token).ToListAsync(token),
            async token => await client.Galtea.ListSessionsAsync(cancellationToken: token).ToListAsync(token),
            async token => await client.Galtea.ListVersionsAsync(cancellationToken: token).ToListAsync(token),
            async token => await client.Galtea.ListProductsAsync(cancellationToken: token).ToListAsync(token),
            async token => await client.Galtea.GetUserAsync(token),
        ];
    }
}
