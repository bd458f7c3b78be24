using System.Globalization;
using System.Text.Json;

namespace TraceClient.Benchmarks.Read;

/// <summary>One turn of Galtea with many rows, each with an input, an output and metadata, in a tree.</summary>
internal static class GalteaWire
{
    public const string TurnId = "inferenceResult_c0nstructed000000000001";
    public const int Rows = 10_000;

    /// <summary>The greatest page size that TraceClient takes: ten pages, and an empty one that ends the list.</summary>
    public const int PageSize = 1_000;

    private const int ChildrenPerParent = 4;
    private static readonly string[] Types = ["CHAIN", "RETRIEVER", "TOOL", "GENERATION", "GUARDRAIL", "GENERATION", "TOOL", "EMBEDDING"];
    private static readonly string[] Names =
        ["plan_answer", "find_policy", "lookup_order", "draft_answer", "check_tone", "final_answer", "lookup_stock", "embed_question"];

    /// <summary>Adds the pages, and returns the bytes of their bodies.</summary>
    public static long AddTo(Routes routes)
    {
        var bytes = 0L;
        for (var offset = 0; offset <= Rows; offset += PageSize)
        {
            var page = WireJson.WriteArray(Enumerable.Range(offset, Math.Min(PageSize, Rows - offset)), WriteRow);
            bytes += page.Length;
            routes.AddPage("/traces", "offset", offset.ToString(CultureInfo.InvariantCulture), page);
        }

        routes.Add("/inferenceResults/" + TurnId, WireJson.Write(WriteTurn));
        return bytes;
    }

    private static string IdOf(int row) => "trace_" + WireJson.Hex32(row, 10);

    private static void WriteTurn(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", TurnId);
        json.WriteString("sessionId", "session_c0nstructed000000000001");
        json.WriteNumber("index", 0);
        json.WriteString("status", "GENERATED");
        json.WriteString("input", "Where is my order?");
        json.WriteString("actualOutput", "It ships tomorrow.");
        json.WriteNumber("latency", 812.5);
        json.WriteString("createdAt", WireJson.Milliseconds(WireJson.Start));
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, int row)
    {
        var type = row == 0 ? "AGENT" : Types[row % Types.Length];
        var hasFailed = type == "TOOL" && row % 30 == 2;
        var start = WireJson.Start.AddMilliseconds(row * 7);
        var milliseconds = 5 + (int)(WireJson.Scatter(row, 12) % 900);
        json.WriteStartObject();
        json.WriteString("id", IdOf(row));
        json.WriteString("inferenceResultId", TurnId);
        json.WriteString("name", row == 0 ? "support_agent" : Names[row % Names.Length]);
        json.WriteString("type", type);
        json.WriteNull("description");
        WriteInput(json, type, row);
        if (hasFailed)
            json.WriteNull("outputData");
        else
            WriteOutput(json, type, row);
        if (hasFailed)
            json.WriteString("error", "order service timed out");
        else
            json.WriteNull("error");
        json.WriteNumber("latencyMs", milliseconds + 0.25);
        WriteMetadata(json, type, row);
        if (row == 0)
            json.WriteNull("parentTraceId");
        else
            json.WriteString("parentTraceId", IdOf((row - 1) / ChildrenPerParent));
        json.WriteString("startTime", WireJson.Milliseconds(start));
        json.WriteString("endTime", WireJson.Milliseconds(start.AddMilliseconds(milliseconds)));
        json.WriteString("createdAt", WireJson.Milliseconds(start.AddSeconds(5)));
        json.WriteNull("deletedAt");
        json.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter json, string type, int row)
    {
        json.WriteStartObject("inputData");
        switch (type)
        {
            case "GENERATION":
                json.WriteStartArray("messages");
                json.WriteStartObject();
                json.WriteString("role", "user");
                json.WriteString("content", $"Where is my order {row}?");
                json.WriteEndObject();
                json.WriteEndArray();
                break;
            case "TOOL":
                json.WriteString("order_id", $"o-{row}");
                json.WriteBoolean("with_items", true);
                break;
            default:
                json.WriteString("query", $"shipping time of order {row}");
                json.WriteNumber("top_k", 3);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, string type, int row)
    {
        json.WriteStartObject("outputData");
        switch (type)
        {
            case "GENERATION":
                json.WriteString("content", $"Order {row} ships tomorrow.");
                json.WriteString("finish_reason", "stop");
                break;
            case "TOOL":
                json.WriteString("status", "packed");
                json.WriteStartArray("items");
                json.WriteStringValue("lamp");
                json.WriteStringValue("cable");
                json.WriteEndArray();
                break;
            default:
                json.WriteStartArray("documents");
                json.WriteStringValue("Orders ship within 2 days.");
                json.WriteEndArray();
                json.WriteNumber("score", (row % 100) / 100.0);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, string type, int row)
    {
        json.WriteStartObject("metadata");
        json.WriteNumber("tier", row % 4);
        if (type == "GENERATION")
        {
            json.WriteString("gen_ai.request.model", "some-model");
            json.WriteNumber("gen_ai.usage.input_tokens", 100 + (row % 700));
            json.WriteNumber("gen_ai.usage.output_tokens", 20 + (row % 90));
        }
        else
        {
            json.WriteString("component", "support");
            json.WriteString("version", "2.3.1");
            json.WriteBoolean("cached", row % 3 == 0);
        }

        json.WriteEndObject();
    }
}
