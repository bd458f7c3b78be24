namespace TraceClient.AotSmoke;

/// <summary>One trace of each source, by the path that is asked for it.</summary>
internal static class CannedAnswers
{
    public const int Traces = 3;

    public const int Spans = 7;

    public static IReadOnlyDictionary<string, string> Calyptia { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/v1/projects"] = """[{"id":"project-1","name":"demo"}]""",
        ["/v1/aggregator_pipelines/pipeline-1"] = """{"id":"pipeline-1","name":"orders"}""",
        ["/v1/pipelines/pipeline-1/trace_sessions"] = $"[{Session}]",
        ["/v1/trace_sessions/session-1"] = Session,
        ["/v1/trace_sessions/session-1/records"] = """
            [
              {"id":"r3","sessionID":"session-1","type":4,"trace_id":"trace.0","plugin_instance":"stdout.0","return_code":1,
               "start_time":"2026-01-15T10:00:01Z","end_time":"2026-01-15T10:00:01Z","records":[],"createdAt":"2026-01-15T10:00:02Z"},
              {"id":"r2","sessionID":"session-1","type":2,"trace_id":"trace.0","plugin_instance":"nest.1",
               "start_time":"2026-01-15T10:00:00Z","end_time":"2026-01-15T10:00:00Z",
               "records":[{"timestamp":1768471200,"record":{"level":"info","env":"prod"}}],"createdAt":"2026-01-15T10:00:01Z"},
              {"id":"r1","sessionID":"session-1","type":1,"trace_id":"trace.0","plugin_instance":"dummy.0",
               "start_time":"2026-01-15T10:00:00Z","end_time":"2026-01-15T10:00:00Z",
               "records":[{"timestamp":1768471200,"record":{"level":"info"}}],"createdAt":"2026-01-15T10:00:01Z"}
            ]
            """,
    };

    public static IReadOnlyDictionary<string, string> Kubiya { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/api/v1/traces"] =
            $$$"""{"items":[{ {{{KubiyaHeader}}} }],"total":1,"page":1,"page_size":50,"total_pages":1,"has_next":"""
                + """false,"has_previous":false}""",
        [$"/api/v1/traces/{KubiyaId}"] = $$$"""
            { {{{KubiyaHeader}}},"spans":[
              {"span_id":"00f067aa0ba902b7","parent_span_id":null,"name":"POST /plan","kind":"SERVER","status_code":"OK",
               "start_time_unix_nano":1768471200123456789,"end_time_unix_nano":1768471201111111110,"duration_ns":987654321,
               "attributes":{"http.method":"POST","http.status_code":200},"resource_attributes":{"service.name":"control-plane"},
               "events":[{"name":"planned","timestamp":1768471201110456789,"attributes":{"steps":3}}],"links":[]},
              {"span_id":"a2fb4a1d1a96d312","parent_span_id":"00f067aa0ba902b7","name":"plan","kind":"INTERNAL","status_code":"OK",
               "start_time_unix_nano":1768471200223456789,"end_time_unix_nano":1768471201011111110}
            ]}
            """,
    };

    public static IReadOnlyDictionary<string, string> Galtea { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/auth/user"] = """{"id":"user-1"}""",
        ["/inferenceResults"] = $"[{Turn}]",
        ["/inferenceResults/turn-1"] = Turn,
        ["/traces"] = """
            [
              {"id":"row-1","inferenceResultId":"turn-1","name":"agent","type":"AGENT","inputData":{"q":"?"},"outputData":{"a":"!"},
               "latencyMs":812.5,"startTime":"2026-01-15T10:00:00.000Z","endTime":"2026-01-15T10:00:00.812Z","createdAt":"2026-01-15T10:00:05.000Z"},
              {"id":"row-2","inferenceResultId":"turn-1","parentTraceId":"row-1","name":"lookup","type":"TOOL",
               "latencyMs":30,"startTime":"2026-01-15T10:00:00.140Z","endTime":"2026-01-15T10:00:00.170Z","createdAt":"2026-01-15T10:00:05.000Z"}
            ]
            """,
    };

    private const string KubiyaId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private const string KubiyaHeader = """
        "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","name":"POST /plan","service_name":"control-plane","status":"success",
        "started_at":"2026-01-15T10:00:00.123456Z","duration_ms":987,"span_count":2,"error_count":0
        """;

    private const string Session =
        """{"id":"session-1","pipelineID":"pipeline-1","plugins":[],"lifespan":"10m","createdAt":"2026-01-15T10:00:"""
            + """00Z","updatedAt":"2026-01-15T10:00:00Z"}""";

    private const string Turn =
        """{"id":"turn-1","sessionId":"session-1","index":"""
            + """0,"status":"GENERATED","input":{"user_message":"?"},"actualOutput":"!","createdAt":"2026-01-15T10:00:00.000Z"}""";
}
