using System.Globalization;
using System.Text.Json;

namespace TraceClient.Benchmarks.Read;

/// <summary>One session of one pipeline of one project of Calyptia, with the events of many chunks, newest first.</summary>
internal static class CalyptiaWire
{
    public const int Records = Chunks * EventsPerChunk;
    public const int Chunks = 4_000;
    public const int PageSize = 100;

    private const int EventsPerChunk = 5;

    private static string ProjectId { get; } = WireJson.Uuid(0, 40);

    private static string PipelineId { get; } = WireJson.Uuid(0, 42);

    private static string SessionId { get; } = WireJson.Uuid(0, 44);

    /// <summary>Adds the lists, and returns the bytes of the events' bodies.</summary>
    public static long AddTo(Routes routes)
    {
        routes.Add("/v1/projects", WireJson.Write(WriteProjects));
        routes.Add($"/v1/projects/{ProjectId}/pipelines", WireJson.Write(WritePipelines));
        routes.Add($"/v1/pipelines/{PipelineId}/trace_sessions", WireJson.Write(WriteSessions));
        var path = $"/v1/trace_sessions/{SessionId}/records";
        var bytes = 0L;
        for (var first = 0; first < Records; first += PageSize)
        {
            var page = WireJson.WriteArray(Enumerable.Range(first, PageSize), (json, place) => WriteRecord(json, Records - 1 - place));
            bytes += page.Length;
            var link = first + PageSize < Records ? $"<{path}?before={CursorAt(first + PageSize)}>; rel=\"next\"" : null;
            routes.AddPage(path, "before", first == 0 ? "" : CursorAt(first), page, link);
        }

        return bytes;
    }

    /// <summary>A cursor of a usual length, of characters that no URL escapes.</summary>
    private static string CursorAt(int place) => WireJson.Hex32(place, 46) + WireJson.Hex32(place, 48);

    private static void WriteProjects(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("id", ProjectId);
        json.WriteString("name", "default");
        json.WriteNumber("aggregatorsCount", 1);
        json.WriteString("createdAt", WireJson.Microseconds(WireJson.Start.AddDays(-9)));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WritePipelines(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        json.WriteStartObject();
        json.WriteString("id", PipelineId);
        json.WriteString("name", "orders");
        json.WriteString("kind", "deployment");
        json.WriteBoolean("tracingEnabled", true);
        json.WriteNumber("replicasCount", 1);
        json.WriteStartObject("status");
        json.WriteString("status", "STARTED");
        json.WriteEndObject();
        json.WriteString("createdAt", WireJson.Microseconds(WireJson.Start.AddDays(-8)));
        json.WriteString("updatedAt", WireJson.Microseconds(WireJson.Start.AddDays(-8)));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteNull("endCursor");
        json.WriteNumber("count", 1);
        json.WriteEndObject();
    }

    private static void WriteSessions(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("id", SessionId);
        json.WriteString("pipelineID", PipelineId);
        json.WriteStartArray("plugins");
        json.WriteStringValue("dummy.0");
        json.WriteEndArray();
        json.WriteString("lifespan", "2h0m0s");
        json.WriteString("createdAt", WireJson.Microseconds(WireJson.Start));
        json.WriteString("updatedAt", WireJson.Microseconds(WireJson.Start));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>An event: input, two filters, pre_output and output of one chunk a second.</summary>
    private static void WriteRecord(Utf8JsonWriter json, int number)
    {
        var (chunk, place) = Math.DivRem(number, EventsPerChunk);
        var (type, plugin, alias) = place switch
        {
            0 => (1, "dummy.0", "in_orders"),
            1 => (2, "record_modifier.0", "add_env"),
            2 => (2, "nest.1", ""),
            3 => (3, "dummy.0", "in_orders"),
            _ => (4, "http.0", "to_store"),
        };
        var time = WireJson.Start.AddSeconds(chunk + 1).AddMilliseconds(place);
        json.WriteStartObject();
        json.WriteString("id", WireJson.Uuid(number, 50));
        json.WriteString("sessionID", SessionId);
        json.WriteNumber("type", type);
        json.WriteString("trace_id", string.Create(CultureInfo.InvariantCulture, $"trace.{chunk}"));
        json.WriteString("start_time", WireJson.Seconds(time));
        json.WriteString("end_time", WireJson.Seconds(time));
        json.WriteString("plugin_instance", plugin);
        json.WriteString("plugin_alias", alias);
        json.WriteNumber("return_code", type == 4 ? 1 : 0);
        json.WriteStartArray("records");
        for (var log = 0; log < 3 && type != 4; log++)
            WriteLog(json, (chunk * 3) + log, place, time.ToUnixTimeSeconds());
        json.WriteEndArray();
        json.WriteString("createdAt", WireJson.Microseconds(time));
        json.WriteEndObject();
    }

    private static void WriteLog(Utf8JsonWriter json, int order, int filters, long seconds)
    {
        json.WriteStartObject();
        json.WriteNumber("timestamp", seconds);
        json.WriteStartObject("record");
        json.WriteString("level", "info");
        json.WriteString("msg", "order accepted");
        if (filters < 2)
            json.WriteNumber("order_id", order);
        json.WriteNumber("amount", order / 8.0);
        json.WriteNull("coupon");
        if (filters >= 1)
            json.WriteString("env", "prod");
        if (filters >= 2)
        {
            json.WriteStartObject("order");
            json.WriteNumber("order_id", order);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
