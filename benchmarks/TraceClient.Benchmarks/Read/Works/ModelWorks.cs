using System.Globalization;
using System.Text;
using System.Text.Json;
using TraceClient.Calyptia;

namespace TraceClient.Benchmarks.Read;

/// <summary>What is done in memory: the assembly of spans, model calls, the JSON of the model, saved Tap output.</summary>
internal static class ModelWorks
{
    private const int Spans = 5_000;
    private const int Chunks = 2_000;
    private const string Messages =
        """[{"role":"system","parts":[{"type":"text","content":"You help customers of a shop."}]},"""
        + """{"role":"user","parts":[{"type":"text","content":"Where is my order?"}]},"""
        + """{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"lookup_order","arguments":{"order":17}}]},"""
        + """{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":{"state":"shipped"}}]}]""";

    private static readonly (int Type, string Plugin)[] Steps =
        [(1, "tail.0"), (2, "grep.0"), (2, "modify.1"), (3, "tail.0"), (4, "http.0")];

    public static IEnumerable<Work> Of()
    {
        var traces = SimulatedTraces.Take(Spans);
        yield return Assembly();
        yield return GenAI();
        yield return Writing(traces);
        yield return Reading(
            [.. traces.Select(trace => JsonSerializer.SerializeToUtf8Bytes(trace))], traces.Sum(trace => trace.Spans.Count));
        yield return Tap();
    }

    private static Work Assembly()
    {
        Span[] spans = [.. Enumerable.Range(0, Spans).Select(place => new Span
        {
            Id = place.ToString("x16", CultureInfo.InvariantCulture),
            ParentId = place == 0 ? null : ((place - 1) / 4).ToString("x16", CultureInfo.InvariantCulture),
            Name = "step",
            StartTime = TraceTimestamp.FromUnixSeconds(1_795_341_600 + place),
            EndTime = TraceTimestamp.FromUnixSeconds(1_795_341_700 + place),
        }).Reverse()];
        var header = new Trace { Reference = new("kubiya", "t"), Name = "run" };
        return new Work
        {
            Name = "5,000 spans in any order → a tree",
            Peer = "a sort, a dictionary and lists of children, without any check",
            Aim = 3.0,
            Repetitions = 10,
            Count = Spans,
            PeerCount = Spans,
            RunAsync = () => Task.FromResult(TraceAssembler.Assemble(header, spans).Spans.Count),
            RunPeerAsync = () => Task.FromResult(PlainTree(spans)),
        };
    }

    private static int PlainTree(Span[] spans)
    {
        var sorted = spans.OrderBy(span => span.StartTime).ToArray();
        var children = new Dictionary<string, List<Span>>(StringComparer.Ordinal);
        foreach (var span in sorted)
        {
            if (!children.TryGetValue(span.ParentId ?? "", out var list))
                children.Add(span.ParentId ?? "", list = []);
            list.Add(span);
        }

        // The spans are immutable, so that each is copied with its children.
        return sorted.Select(span => span with { Children = children.GetValueOrDefault(span.Id) ?? [] })
            .Count(span => span.Children is not null);
    }

    private static Work GenAI()
    {
        var attributes = AttributeMap.From(JsonPayload.Parse($$"""
            {
              "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.provider.name": "openai",
              "gen_ai.usage.input_tokens": 420, "gen_ai.usage.output_tokens": 17,
              "gen_ai.input.messages": {{JsonSerializer.Serialize(Messages)}}
            }
            """));
        return new Work
        {
            Name = "a model call with 4 messages, out of attributes",
            Peer = "source-generated serializer, the messages alone",
            Aim = 5.0,
            Repetitions = 2_000,
            Count = 4,
            PeerCount = 4,
            RunAsync = () => Task.FromResult(
                new Span { Id = "1", Name = "chat", Attributes = attributes }.GenAI!.InputMessages.Count),
            RunPeerAsync = () => Task.FromResult(
                JsonSerializer.Deserialize(
                    attributes.GetString("gen_ai.input.messages")!, ModelPeerContext.Default.ListModelPeerMessage)!.Count),
        };
    }

    private static Work Writing(Trace[] traces)
    {
        ModelPeerTrace[] plain = [.. traces.Select(trace =>
            JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(trace), ModelPeerContext.Default.ModelPeerTrace)!)];
        return new Work
        {
            Name = "traces of 5,000 spans → JSON",
            Peer = "source-generated serializer over plain classes of JSON elements",
            Aim = 3.0,
            Repetitions = 2,
            Count = traces.Length,
            PeerCount = traces.Length,
            RunAsync = () => Task.FromResult(traces.Count(trace => JsonSerializer.SerializeToUtf8Bytes(trace).Length > 2)),
            RunPeerAsync = () => Task.FromResult(
                plain.Count(trace => JsonSerializer.SerializeToUtf8Bytes(trace, ModelPeerContext.Default.ModelPeerTrace).Length > 2)),
        };
    }

    private static Work Reading(byte[][] documents, int spans) => new()
    {
        Name = "JSON → traces of 5,000 spans",
        Peer = "source-generated serializer to plain classes of JSON elements",
        Aim = 2.5,
        Repetitions = 2,
        Count = spans,
        PeerCount = spans,
        RunAsync = () => Task.FromResult(documents.Sum(json => JsonSerializer.Deserialize<Trace>(json)!.Spans.Count)),
        RunPeerAsync = () => Task.FromResult(
            documents.Sum(json => JsonSerializer.Deserialize(json, ModelPeerContext.Default.ModelPeerTrace)!.Spans!.Count)),
    };

    private static Work Tap()
    {
        var lines = new StringBuilder();
        for (var place = 0; place < Chunks * Steps.Length; place++)
        {
            var (chunk, step) = Math.DivRem(place, Steps.Length);
            var (type, plugin) = Steps[step];
            var time = 1_795_341_600 + chunk;
            lines.Append(
                    CultureInfo.InvariantCulture,
                    $$"""{"type":{{type}},"trace_id":"tail.{{chunk}}","plugin_instance":"{{plugin}}",""")
                .Append(
                    CultureInfo.InvariantCulture,
                    $$""" "start_time":{{time}},"end_time":{{time}},"records":[{"timestamp":{{time}},"record":{"log":"GET /" } }]}""")
                .Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(lines.ToString());
        return new Work
        {
            Name = "10,000 events of Tap output → 2,000 traces",
            Peer = "source-generated serializer to plain classes, line by line",
            Aim = 5.0,
            Repetitions = 1,
            Count = Chunks,
            PeerCount = Chunks * Steps.Length,
            RunAsync = async () =>
            {
                var count = 0;
                await foreach (var _ in new CalyptiaFileReader().ReadTracesAsync(new MemoryStream(bytes)))
                    count++;
                return count;
            },
            RunPeerAsync = () => Task.FromResult(ParseLines(bytes)),
        };
    }

    private static int ParseLines(ReadOnlyMemory<byte> bytes)
    {
        var count = 0;
        while (bytes.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            count += JsonSerializer.Deserialize(bytes.Span[..end], ModelPeerContext.Default.ModelPeerEvent)!.Records!.Count;
            bytes = bytes[(end + 1)..];
        }

        return count;
    }
}
