using TraceClient.Galtea;
using TraceClient.Kubiya;
using TraceClient.Tests.Sources;
using TraceClient.Tests.Sources.Galtea;
using TraceClient.Tests.Sources.Kubiya;

namespace TraceClient.Tests.Model.GenAI;

/// <summary>What rows of Galtea and spans of Kubiya say, read through the sources' own mapping.</summary>
public sealed class GalteaAndKubiyaTests
{
    [Fact]
    public void The_metadata_of_a_generation_say_its_model_and_its_usage()
    {
        // Any JSON: https://docs.galtea.ai/api-reference/spans/create-span; the names are those of
        // https://docs.galtea.ai/sdk/tutorials/monitor-production-with-opentelemetry
        var info = Read("""
            {
              "id": "t1", "name": "answer", "type": "GENERATION",
              "inputData": {"messages": [{"role": "user", "content": "Where is my order?"}]},
              "outputData": {"content": "It ships tomorrow."},
              "metadata": {
                "gen_ai.request.model": "some-model", "gen_ai.usage.input_tokens": 420, "gen_ai.usage.output_tokens": 38,
                "cost": {"total": 0.0021, "currency": "EUR"}
              }
            }
            """);

        Assert.Equal("some-model", info.Model);
        Assert.Equal((420, 38, 458), (info.InputTokens, info.OutputTokens, info.TotalTokens));
        Assert.Equal(new GenAICost(0.0021m, "EUR"), info.Cost);
        Assert.Equal(["user: Where is my order?"], Sample.Lines(info.InputMessages));
        Assert.Equal(["assistant: It ships tomorrow."], Sample.Lines(info.OutputMessages));
    }

    [Fact]
    public void Content_parts_stand_behind_the_user_s_message()
    {
        // https://docs.galtea.ai/concepts/product/version/session/content-parts
        var info = Read("""
            {
              "id": "t1", "name": "agent", "type": "AGENT",
              "inputData": {
                "user_message": "Summarize this contract",
                "content": [
                  {"type": "text", "text": "Focus on the payment terms."},
                  {"type": "file", "uri": "https://cdn.example.com/files/acme/report.pdf"},
                  {"type": "image", "uri": "https://cdn.example.com/files/acme/stamp.png"}
                ]
              },
              "outputData": "It is due in May."
            }
            """);

        var parts = info.InputMessages.SelectMany(message => message.Parts).ToArray();
        Assert.All(info.InputMessages, message => Assert.Equal("user", message.Role));
        Assert.Equal(["Summarize this contract", "Focus on the payment terms.", null, null], parts.Select(part => part.Text));
        Assert.Equal(
            ["https://cdn.example.com/files/acme/report.pdf", "https://cdn.example.com/files/acme/stamp.png"],
            parts.Where(part => part.Kind == GenAIPartKind.Media).Select(part => part.Uri));
        Assert.Equal("image", parts[^1].MediaType);
        Assert.Equal(["assistant: It is due in May."], Sample.Lines(info.OutputMessages));
    }

    [Fact]
    public void A_recording_keeps_its_transcript()
    {
        // https://docs.galtea.ai/concepts/product/version/session/trace: what a phone run stores
        var info = Read("""
            {
              "id": "t1", "name": "agent", "type": "AGENT",
              "inputData": {
                "user_message": "Hello?",
                "content": [{"type": "audio", "uri": "https://cdn.example.com/a.wav", "transcript": "Hello?"}]
              }
            }
            """);

        var recording = Assert.Single(info.InputMessages.SelectMany(message => message.Parts), part => part.Kind == GenAIPartKind.Media);
        Assert.Equal(("https://cdn.example.com/a.wav", "audio", "Hello?"), (recording.Uri, recording.MediaType, recording.Text));
    }

    [Fact]
    public void The_samples_of_the_service_are_read()
    {
        var spans = GalteaSamples.Rows("get-traces.200.tree.json").Select(GalteaSpanMapper.ToSpan).ToArray();

        var agent = Assert.Single(spans, span => span.Type == SpanType.Agent).GenAI;
        Assert.Equal(["user: Where is my order?"], Sample.Lines(agent!.InputMessages));
        Assert.Equal(["assistant: It ships tomorrow."], Sample.Lines(agent.OutputMessages));

        var tool = Assert.Single(spans, span => span.Type == SpanType.Tool).GenAI;
        Assert.Equal(("lookup_order", """{"order_id":"o-1"}"""), (tool!.ToolName, Sample.Compact(tool.ToolArguments)));
        Assert.True(tool.ToolResult.IsNull);

        Assert.Null(Assert.Single(spans, span => span.Type == SpanType.Retriever).GenAI);
    }

    [Fact]
    public void A_turn_s_own_usage_counts_where_no_row_says_any()
    {
        // https://docs.galtea.ai/sdk/api/trace/update: usage and cost fields of a turn
        var usage = TraceAssembler.Assemble(
            new Trace
            {
                Reference = new TraceReference("galtea", "ir_1"),
                Name = "turn",
                Attributes = AttributeMap.From(JsonPayload.Parse("""
                    {
                      "galtea.input_tokens": 420, "galtea.output_tokens": 38, "galtea.tokens": 460,
                      "galtea.cache_read_input_tokens": 12, "galtea.cost": 0.03
                    }
                    """)),
            },
            [Sample.Of("""{"note": "nothing of tokens"}""", SpanType.Agent)]).Usage;

        Assert.NotNull(usage);
        Assert.Equal((420, 38, 12, 460), (usage.InputTokens, usage.OutputTokens, usage.CachedInputTokens, usage.TotalTokens));
        Assert.Equal([new GenAICost(0.03m)], usage.Costs);
    }

    [Fact]
    public void Attributes_of_a_Kubiya_span_are_text_numbers_and_lists_and_say_as_much()
    {
        // No page of Kubiya names its attributes: these are OpenTelemetry's, with messages as JSON strings, as the service has no objects.
        // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/registry/attributes/gen-ai.md
        var span = KubiyaSpanMapper.ToSpan(
            Wire.Kubiya<KubiyaSpan>("""
                {
                  "span_id": "a1", "name": "chat claude", "span_kind": "CLIENT", "status_code": "OK",
                  "start_time_unix_nano": 1768471200123456789,
                  "attributes": {
                    "organization.id": "acme-inc", "gen_ai.operation.name": "chat", "gen_ai.system": "anthropic",
                    "gen_ai.request.model": "claude-opus-4-6", "gen_ai.request.temperature": 0,
                    "gen_ai.usage.input_tokens": 180, "gen_ai.usage.output_tokens": 7, "gen_ai.usage.cost": 0.0125,
                    "gen_ai.response.finish_reasons": ["end_turn"],
                    "gen_ai.input.messages": "[{\"role\": \"user\", \"parts\": [{\"type\": \"text\", \"content\": \"Deploy\"}]}]"
                  },
                  "events": [{"name": "gen_ai.choice", "timestamp": 1768471201110456789,
                              "attributes": {"index": 0, "finish_reason": "stop", "message": "{\"content\": \"Done\"}"}}]
                }
                """),
            "4bf92f3577b34da6a3ce929d0e0e4736");

        Assert.Equal(SpanType.Generation, span.Type);
        var info = span.GenAI;
        Assert.NotNull(info);
        Assert.Equal(("chat", "anthropic", "claude-opus-4-6", 0), (info.Operation, info.Provider, info.Model, info.Temperature));
        Assert.Equal((180, 7, new GenAICost(0.0125m)), (info.InputTokens, info.OutputTokens, info.Cost));
        Assert.Equal(["end_turn"], info.FinishReasons);
        Assert.Equal(["user: Deploy"], Sample.Lines(info.InputMessages));
        Assert.Equal(["assistant: Done"], Sample.Lines(info.OutputMessages));
    }

    [Fact]
    public void Spans_of_Kubiya_that_say_nothing_of_models_have_none()
    {
        var spans = KubiyaSamples.Detail().Spans!.Select(span => KubiyaSpanMapper.ToSpan(span, KubiyaSamples.TraceId)).ToArray();

        Assert.All(spans, span => Assert.Null(span.GenAI));
        Assert.Equal(SpanType.Http, spans[0].Type);
        Assert.Equal(SpanType.Span, spans[1].Type);
    }

    private static GenAIInfo Read(string row)
    {
        var info = GalteaSpanMapper.ToSpan(Wire.Galtea<GalteaTrace>(row)).GenAI;
        Assert.NotNull(info);
        return info;
    }
}
