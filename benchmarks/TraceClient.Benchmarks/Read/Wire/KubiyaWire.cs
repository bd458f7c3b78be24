using System.Globalization;
using System.Text.Json;

namespace TraceClient.Benchmarks.Read;

/// <summary>One trace of Kubiya with many spans, flat and in a tree of parents, and a long list of traces.</summary>
internal static class KubiyaWire
{
    public const int Spans = 5_000;
    public const int Traces = 10_000;
    public const int PageSize = 100;

    /// <summary>What the counts of <see cref="Stats"/> are known by.</summary>
    public const int StatsTotal = 120;

    private const int ChildrenPerParent = 3;
    private const int Pages = Traces / PageSize;
    private const long StartNanoseconds = 1_768_471_200_123_456_789;

    public static string TraceId { get; } = WireJson.Hex32(0, 20);

    /// <summary>A small response.</summary>
    public static byte[] Stats { get; } = WireJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("total_traces", StatsTotal);
        json.WriteNumber("success_count", 117);
        json.WriteNumber("error_count", 3);
        json.WriteNumber("running_count", 0);
        json.WriteNumber("error_rate", 2.5);
        json.WriteNumber("avg_duration_ms", 183.42);
        json.WriteNumber("total_spans", 402);
        json.WriteString("period_start", WireJson.Microseconds(WireJson.Start.AddDays(-1)));
        json.WriteString("period_end", WireJson.Microseconds(WireJson.Start));
        json.WriteEndObject();
    });

    /// <summary>Adds the trace and the list, and returns the bytes of the spans' body and those of all pages.</summary>
    public static (long Spans, long List) AddTo(Routes routes)
    {
        var spans = WireJson.WriteArray(Enumerable.Range(0, Spans), WriteSpan);
        routes.Add($"/api/v1/traces/{TraceId}/spans", spans);
        routes.Add($"/api/v1/traces/{TraceId}", WireJson.Write(WriteDetail));
        var list = 0L;
        for (var page = 1; page <= Pages; page++)
        {
            var body = WritePage(page);
            list += body.Length;
            routes.AddPage("/api/v1/traces", "page", page.ToString(CultureInfo.InvariantCulture), body);
        }

        return (spans.Length, list);
    }

    private static byte[] WritePage(int page) => WireJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        for (var trace = (page - 1) * PageSize; trace < page * PageSize; trace++)
        {
            json.WriteStartObject();
            WriteHeader(json, trace, spans: 3 + (trace % 17));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("total", Traces);
        json.WriteNumber("page", page);
        json.WriteNumber("page_size", PageSize);
        json.WriteNumber("total_pages", Pages);
        json.WriteBoolean("has_next", page < Pages);
        json.WriteBoolean("has_previous", page > 1);
        json.WriteEndObject();
    });

    private static void WriteDetail(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteHeader(json, 0, Spans);
        json.WriteStartArray("spans");
        for (var span = 0; span < Spans; span++)
            WriteSpan(json, span);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The members of a trace, newest first.</summary>
    private static void WriteHeader(Utf8JsonWriter json, int trace, int spans)
    {
        var time = WireJson.Microseconds(WireJson.Start.AddMicroseconds(-trace * 1_234_567L));
        var hasFailed = trace % 40 == 0;
        json.WriteString("id", WireJson.Uuid(trace, 22));
        json.WriteString("trace_id", WireJson.Hex32(trace, 20));
        json.WriteString("organization_id", "acme-inc");
        json.WriteString("name", trace % 2 == 0 ? "POST /api/v1/tasks/plan" : "GET /api/v1/agents");
        json.WriteString("service_name", "agent-control-plane");
        json.WriteString("status", hasFailed ? "error" : "success");
        json.WriteNull("execution_id");
        json.WriteNull("execution_type");
        json.WriteString("user_id", WireJson.Uuid(trace % 7, 24));
        json.WriteString("user_email", "dev@example.com");
        json.WriteString("user_name", "Dev");
        json.WriteNull("user_avatar");
        json.WriteString("started_at", time);
        json.WriteString("ended_at", time);
        json.WriteNumber("duration_ms", 20 + (trace % 900));
        json.WriteNumber("span_count", spans);
        json.WriteNumber("error_count", hasFailed ? 1 : 0);
        json.WriteString("created_at", time);
        json.WriteString("updated_at", time);
    }

    private static void WriteSpan(Utf8JsonWriter json, int span)
    {
        var hasFailed = span % 50 == 7;
        var start = StartNanoseconds + (span * 1_534_345L);
        var nanoseconds = 200_000 + (long)(WireJson.Scatter(span, 26) % 90_000_000);
        json.WriteStartObject();
        json.WriteString("id", WireJson.Uuid(span, 28));
        json.WriteString("trace_id", TraceId);
        json.WriteString("span_id", WireJson.Hex16(span, 30));
        if (span == 0)
            json.WriteNull("parent_span_id");
        else
            json.WriteString("parent_span_id", WireJson.Hex16((span - 1) / ChildrenPerParent, 30));
        json.WriteString("organization_id", "acme-inc");
        json.WriteString("name", span % 3 == 0 ? "POST /api/v1/tasks/plan" : "task_planning.generate_plan");
        json.WriteString("kind", span % 3 == 0 ? "SERVER" : "INTERNAL");
        json.WriteString("status_code", hasFailed ? "ERROR" : "OK");
        if (hasFailed)
            json.WriteString("status_message", "HTTP 500");
        else
            json.WriteNull("status_message");
        json.WriteNumber("start_time_unix_nano", start);
        json.WriteNumber("end_time_unix_nano", start + nanoseconds);
        json.WriteNumber("duration_ns", nanoseconds);
        json.WriteNumber("duration_ms", nanoseconds / 1e6);
        WriteAttributes(json, span, hasFailed);
        WriteResource(json);
        json.WriteStartArray("events");
        if (span % 4 == 0)
            WriteEvent(json, start + 10_000);
        json.WriteEndArray();
        json.WriteStartArray("links");
        json.WriteEndArray();
        json.WriteString("created_at", WireJson.Microseconds(WireJson.Start.AddSeconds(9)));
        json.WriteStartArray("children");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, int span, bool hasFailed)
    {
        json.WriteStartObject("attributes");
        json.WriteString("http.method", "POST");
        json.WriteString("http.route", "/api/v1/tasks/plan");
        json.WriteNumber("http.status_code", hasFailed ? 500 : 200);
        json.WriteBoolean("error", hasFailed);
        json.WriteString("organization.id", "acme-inc");
        json.WriteString("user.id", WireJson.Uuid(span % 7, 24));
        json.WriteNumber("retry.count", span % 3);
        json.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter json)
    {
        json.WriteStartObject("resource_attributes");
        json.WriteString("service.name", "agent-control-plane");
        json.WriteString("service.version", "0.9.11");
        json.WriteString("deployment.environment", "production");
        json.WriteString("telemetry.sdk.language", "python");
        json.WriteString("telemetry.sdk.name", "opentelemetry");
        json.WriteString("telemetry.sdk.version", "1.39.1");
        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, long nanoseconds)
    {
        json.WriteStartObject();
        json.WriteString("name", "Task planning request received");
        json.WriteNumber("timestamp", nanoseconds);
        json.WriteStartObject("attributes");
        json.WriteNumber("description_length", 6);
        json.WriteString("quick_mode", "False");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
