namespace TraceClient.Testing;

/// <summary>The requests to the control plane and the runs of its agents in the generated data, all invented.</summary>
internal static class KubiyaScenarios
{
    private const string Database = """
        "db.system":"postgresql","db.name":"control_plane","server.address":"db.acme-inc.example.com","server.port":5432
        """;

    private static readonly KubiyaStep[] MoreLogs =
    [
        Chat(620, "The events of page ~n~ do not tell.", "", "kubectl", """{"args":["get","events","-n","~ns~","--page","~n~"]}""", 9),
        Tool("kubectl", 180, """{"args":["get","events","-n","~ns~","--page","~n~"]}""", "Normal Pulled pod/~pod~ image already present",
            9),
    ];

    private static readonly KubiyaStep[] MoreRows = [Query("db.query executions", 4,
        "SELECT id, status FROM executions WHERE organization_id = $1 ORDER BY created_at LIMIT 100 OFFSET ~n~00")];

    private static readonly KubiyaStep Overloaded = Failed(
        Chat(1500, "Plan: rotate the certificates of all ingresses.", ""), "503 Service Unavailable: overloaded", "APIStatusError");

    /// <summary>All scenarios. The traces with one outcome use those of that outcome in turn.</summary>
    public static readonly KubiyaScenario[] All =
    [
        Task(KubiyaData.Outcome.Success, MoreLogs, 4,
            Agent("agent.execute", "incident-responder", "Pods of ~ns~ restart every few minutes. Find out why."),
            Policy(12, "allow", "kubectl:get", "role sre may read namespace ~ns~"),
            Essential(Chat(1450, "Pods of ~ns~ restart every few minutes. Find out why.", "", "kubectl",
                """{"args":["get","pods","-n","~ns~"]}""", 1)),
            Essential(Tool("kubectl", 340, """{"args":["get","pods","-n","~ns~"]}""", "~pod~ 0/1 CrashLoopBackOff 7", 1)),
            Chat(1300, "~pod~ is in CrashLoopBackOff.", "", "kubectl",
                """{"args":["logs","~pod~","-n","~ns~","--previous","--tail","50"]}""", 2),
            Tool("kubectl", 410, """{"args":["logs","~pod~","-n","~ns~","--previous","--tail","50"]}""",
                "java.lang.OutOfMemoryError: Java heap space", 2),
            Essential(Chat(1900, "The log ends in OutOfMemoryError: Java heap space.",
                "The pod is killed for want of memory: its limit is 512Mi and the heap alone is set to 512m. Raise the limit to 768Mi.")),
            Http("HTTP POST", 230, "POST", "https://chat.example.com/api/messages", 200),
            Query("db.query executions", 6, "UPDATE executions SET status = 'completed' WHERE id = $1")),
        Task(KubiyaData.Outcome.Success, MoreLogs, 4,
            Agent("workflow.run_step", "release-manager", "Roll out checkout 2.14.0 to staging."),
            Policy(15, "allow", "helm:upgrade", "environment staging is open to role developer"),
            Essential(Chat(1700, "Roll out checkout 2.14.0 to staging.", "", "helm",
                """{"release":"checkout","version":"2.14.0","namespace":"staging","dry_run":true}""", 1)),
            Essential(Tool("helm", 900, """{"release":"checkout","version":"2.14.0","namespace":"staging","dry_run":true}""",
                "3 resources would change", 1)),
            Chat(1100, "The dry run changes 3 resources.", "", "helm",
                """{"release":"checkout","version":"2.14.0","namespace":"staging"}""", 2),
            Tool("helm", 1950, """{"release":"checkout","version":"2.14.0","namespace":"staging"}""",
                "release checkout upgraded, revision 41", 2),
            Essential(Chat(1250, "Release checkout is at revision 41.",
                "checkout 2.14.0 is on staging as revision 41; all 3 replicas are ready.")),
            Send("task_queue.publish", 5, "PRODUCER", "workflow.steps", "publish")),
        Task(KubiyaData.Outcome.SuccessWithErrors, MoreLogs, 4,
            Agent("agent.execute", "incident-responder", "Why is the API slow since noon?"),
            Essential(Chat(1500, "Why is the API slow since noon?", "", "query_metrics",
                """{"query":"histogram_quantile(0.95, http_request_duration_seconds)","since":"2h"}""", 1)),
            Essential(Tool("query_metrics", 2000,
                """{"query":"histogram_quantile(0.95, http_request_duration_seconds)","since":"2h"}""", null, 1)
                with { Error = "metrics backend timed out after 2 s", Exception = "TimeoutError" }),
            Essential(Retry(Tool("query_metrics", 610,
                """{"query":"histogram_quantile(0.95, http_request_duration_seconds)","since":"30m"}""",
                "1.84 s, 0.31 s before 12:02", 1), "timeout")),
            Essential(Chat(1800, "p95 is 1.84 s, and was 0.31 s before 12:02.",
                "The API is slow since 12:02, when release api 5.2.1 went out: p95 rose from 0.31 s to 1.84 s. I suggest to roll back.")),
            Query("db.query executions", 6, "UPDATE executions SET status = 'completed' WHERE id = $1")),
        Task(KubiyaData.Outcome.SuccessWithErrors, MoreLogs, 4,
            Agent("agent.chat", "cost-advisor", "Which volumes are unused?"),
            Essential(Failed(Chat(380, "Which volumes are unused?", ""), "429 Too Many Requests: retry after 1 s", "RateLimitError")),
            Essential(Retry(Chat(1600, "Which volumes are unused?", "", "list_volumes", """{"state":"available"}""", 1), "rate_limit")),
            Essential(Tool("list_volumes", 700, """{"state":"available"}""", "vol-~n1~4a1 200 GiB, vol-~n1~77c 80 GiB", 1)),
            Essential(Chat(1350, "Two volumes are available: 200 GiB and 80 GiB.",
                "Two volumes are unused, 280 GiB in all: about 28 USD a month."))),
        Task(KubiyaData.Outcome.Error, MoreLogs, 1,
            Agent("agent.execute", "infra-operator", "Clean up the old environment of ~ns~.")
                with { Error = "PolicyDenied: terraform:destroy is not allowed in production", Exception = "PolicyDeniedError" },
            Essential(Chat(1900, "Clean up the old environment of ~ns~.", "", "terraform",
                """{"command":"destroy","workspace":"~ns~-production"}""", 1)),
            Essential(Policy(18, "deny", "terraform:destroy", "destroying production needs the approval of two owners")
                with { Error = "denied by policy infra-guardrails: destroying production needs the approval of two owners" }),
            Chat(1400, "Denied: destroying production needs the approval of two owners.",
                "I may not destroy ~ns~-production: two owners have to approve. I have not changed anything."),
            Query("db.query executions", 5, "UPDATE executions SET status = 'failed' WHERE id = $1")),
        Task(KubiyaData.Outcome.Error, MoreLogs, 1,
            Agent("agent.chat", "incident-responder", "Restart the deployment payments.")
                with { Error = "tool kubectl failed with exit code 1", Exception = "ToolExecutionError" },
            Essential(Chat(1300, "Restart the deployment payments.", "", "kubectl",
                """{"args":["rollout","restart","deployment/payments","-n","~ns~"]}""", 1)),
            Essential(Failed(
                Tool("kubectl", 290, """{"args":["rollout","restart","deployment/payments","-n","~ns~"]}""", null, 1),
                "exit code 1: deployments.apps \"payments\" is forbidden: "
                    + "User \"agent-worker\" cannot patch resource in namespace \"~ns~\"",
                "ToolExecutionError")),
            Query("db.query executions", 5, "UPDATE executions SET status = 'failed' WHERE id = $1")),

        Request(KubiyaData.Outcome.Success, 1, Server("POST", "/api/v1/tasks/plan", 200),
            Query("db.query agents", 7, "SELECT id, name, model FROM agents WHERE organization_id = $1"),
            Essential(Plan(40)),
            Chat(2100, "Plan: deploy checkout to staging, then run the smoke tests.",
                "1. Build the image. 2. helm upgrade in staging. 3. Run the smoke tests. 4. Report.") with { Depth = 2 },
            Query("db.query tasks", 5, "INSERT INTO tasks (id, plan, priority) VALUES ($1, $2, $3)"),
            Send("task_queue.publish", 4, "PRODUCER", "agent.tasks", "publish")),
        Request(KubiyaData.Outcome.Success, 2, Server("GET", "/api/v1/agents", 200),
            Cache("redis.get", 2, "GET agents:acme-inc"),
            Essential(Query("db.query agents", 21, "SELECT id, name, model, status FROM agents WHERE organization_id = $1 ORDER BY name")),
            Cache("redis.set", 2, "SETEX agents:acme-inc 60")),
        Request(KubiyaData.Outcome.Success, 3, Server("POST", "/api/v1/agents/{id}/execute", 200),
            Policy(11, "allow", "agent:execute", "user is a member of team platform"),
            Essential(Query("db.query executions", 8, "INSERT INTO executions (id, agent_id, status) VALUES ($1, $2, 'pending')")),
            Call("StartWorkflowExecution", 34),
            Send("task_queue.publish", 5, "PRODUCER", "agent.tasks", "publish"),
            Send("task_queue.receive", 60, "CONSUMER", "agent.tasks", "receive")),
        Request(KubiyaData.Outcome.Success, 1, Server("GET", "/api/v1/executions/{id}", 200),
            Essential(Query("db.query executions", 9, "SELECT * FROM executions WHERE id = $1")),
            Query("db.query events", 18, "SELECT name, created_at FROM events WHERE execution_id = $1 ORDER BY created_at")),
        Request(KubiyaData.Outcome.Success, 1, Server("POST", "/api/v1/workers/heartbeat", 200),
            Essential(Query("db.query workers", 5, "UPDATE workers SET last_seen = now(), load = $2 WHERE id = $1")),
            Cache("redis.set", 2, "SETEX worker:w-~n1~3 30")),
        Request(KubiyaData.Outcome.SuccessWithErrors, 3, Server("GET", "/api/v1/executions/{id}", 200),
            Essential(Failed(
                Cache("redis.get", 250, "GET execution:~exec~"), "connection refused: redis.acme-inc.example.com:6379", "ConnectionError")),
            Essential(Query("db.query executions", 11, "SELECT * FROM executions WHERE id = $1")),
            Query("db.query events", 17, "SELECT name, created_at FROM events WHERE execution_id = $1 ORDER BY created_at")),
        Request(KubiyaData.Outcome.SuccessWithErrors, 2, Server("POST", "/api/v1/agents/{id}/execute", 200),
            Query("db.query executions", 8, "INSERT INTO executions (id, agent_id, status) VALUES ($1, $2, 'pending')"),
            Essential(Call("StartWorkflowExecution", 1000) with { Error = "UNAVAILABLE: no healthy upstream", Exception = "RpcError" }),
            Essential(Retry(Call("StartWorkflowExecution", 41), "unavailable")),
            Send("task_queue.publish", 5, "PRODUCER", "agent.tasks", "publish")),
        Request(KubiyaData.Outcome.Error, 1,
            Server("GET", "/api/v1/executions/{id}", 500) with { Error = "HTTP 500: canceling statement due to statement timeout" },
            Essential(Query("db.query events", 3000, "SELECT * FROM events WHERE payload ->> 'execution' = $1 ORDER BY created_at")
                with { Error = "canceling statement due to statement timeout", Exception = "psycopg.errors.QueryCanceled" })),
        Request(KubiyaData.Outcome.Error, 2,
            Server("POST", "/api/v1/tasks/plan", 502) with { Error = "HTTP 502: the model provider did not respond" },
            Query("db.query agents", 7, "SELECT id, name, model FROM agents WHERE organization_id = $1"),
            Essential(Overloaded),
            Essential(Retry(Overloaded, "overloaded"))),
    ];

    /// <summary>A span whose parent is not stored, and its child.</summary>
    public static readonly KubiyaStep[] OrphanSteps =
    [
        Http("webhook.deliver", 1, "POST", "https://hooks.example.com/executions", 202),
        new("dns.lookup", 1, "INTERNAL", """
            "dns.question.name":"hooks.example.com","net.peer.ip":"192.0.2.17"
            """),
    ];

    private static KubiyaScenario Task(KubiyaData.Outcome outcome, KubiyaStep[] repeated, int repeatAt, params KubiyaStep[] steps) =>
        new(true, outcome, steps, repeated, repeatAt);

    private static KubiyaScenario Request(KubiyaData.Outcome outcome, int repeatAt, params KubiyaStep[] steps) =>
        new(false, outcome, steps, MoreRows, repeatAt);

    private static KubiyaStep Agent(string name, string agent, string prompt) => Step(
        0, name, 180, "INTERNAL",
        $"""
        "gen_ai.operation.name":"invoke_agent","gen_ai.agent.name":"{agent}","gen_ai.agent.id":"agent-~agent~",
        "gen_ai.conversation.id":"~exec~","agent.prompt":"{prompt}"
        """);

    private static KubiyaStep Server(string method, string route, int status) => Step(
        0, $"{method} {route}", 14, "SERVER",
        $"""
        "http.request.method":"{method}","http.route":"{route}",
        "url.path":"{route.Replace("{id}", "~agent~", StringComparison.Ordinal)}",
        "url.scheme":"https","http.response.status_code":{status},"server.address":"control-plane.example.com"
        """);

    private static KubiyaStep Http(string name, int milliseconds, string method, string url, int status) => Step(
        3, name, milliseconds, "CLIENT",
        $"""
        "http.request.method":"{method}","url.full":"{url}","server.address":"{new Uri(url).Host}","http.response.status_code":{status}
        """);

    private static KubiyaStep Query(string name, int milliseconds, string sql) => Step(
        3, name, milliseconds, "CLIENT",
        $"""
        {Database},"db.query.text":"{sql}","db.operation.name":"{sql[..sql.IndexOf(' ', StringComparison.Ordinal)]}"
        """);

    private static KubiyaStep Cache(string name, int milliseconds, string command) => Step(
        4, name, milliseconds, "CLIENT",
        $"""
        "db.system":"redis","db.statement":"{command}","server.address":"redis.acme-inc.example.com","server.port":6379
        """);

    private static KubiyaStep Send(string name, int milliseconds, string kind, string queue, string operation) => Step(
        5, name, milliseconds, kind,
        $"""
        "messaging.system":"rabbitmq","messaging.destination.name":"{queue}",
        "messaging.operation.type":"{operation}","messaging.message.id":"m-~exec~"
        """);

    private static KubiyaStep Call(string method, int milliseconds) => Step(
        3, "temporal." + method, milliseconds, "CLIENT",
        $"""
        "rpc.system":"grpc","rpc.service":"temporal.api.workflowservice.v1.WorkflowService",
        "rpc.method":"{method}","server.address":"temporal.acme-inc.example.com"
        """);

    private static KubiyaStep Policy(int milliseconds, string decision, string action, string reason)
    {
        var step = Step(
            4, "policy.evaluate", milliseconds, "INTERNAL",
            $"""
            "policy.name":"infra-guardrails","policy.version":12,
            "policy.action":"{action}","policy.decision":"{decision}","policy.reason":"{reason}"
            """);
        return step with { Event = ("policy.decided", $"\"decision\":\"{decision}\",\"rules_matched\":1") };
    }

    /// <summary>Creates a step with a nested object, which the service stores as its text in Python.</summary>
    private static KubiyaStep Plan(int milliseconds)
    {
        var step = Step(
            3, "task_planning.generate_plan", milliseconds, "INTERNAL",
            """
            "attributes":"{'task.description': 'Deploy checkout to staging', 'task.priority': 'medium', 'task.quick_mode': False}"
            """);
        return step with { Event = ("step accepted", "\"attempt\":1,\"quick_mode\":\"False\"") };
    }

    private static KubiyaStep Chat(
        int milliseconds, string prompt, string reply, string? tool = null, string arguments = "{}", int call = 0)
    {
        var part = tool is null
            ? $$"""{"type":"text","content":"{{reply}}"}"""
            : $$"""{"type":"tool_call","id":"call_~c{{call}}~","name":"{{tool}}","arguments":{{arguments}}}""";
        var reason = tool is null ? "stop" : "tool_call";
        var input = $$"""[{"role":"user","parts":[{"type":"text","content":"{{prompt}}"}]}]""";
        var output = $$"""[{"role":"assistant","parts":[{{part}}],"finish_reason":"{{reason}}"}]""";
        var response = tool is null && reply.Length == 0 ? "" : $"""
            ,"gen_ai.response.model":"gpt-4o-2024-11-20","gen_ai.response.finish_reasons":["{reason}"],
            "gen_ai.usage.input_tokens":{420 + (prompt.Length / 4)},
            "gen_ai.usage.output_tokens":{6 + ((reply.Length + (tool is null ? 0 : arguments.Length + 30)) / 4)},
            "gen_ai.output.messages":{Quoted(output)}
            """;
        return Step(
            3, "chat gpt-4o", milliseconds, "CLIENT",
            $"""
            "gen_ai.operation.name":"chat","gen_ai.provider.name":"openai","gen_ai.system":"openai",
            "gen_ai.request.model":"gpt-4o","gen_ai.request.temperature":0.2,"gen_ai.input.messages":{Quoted(input)}{response}
            """);
    }

    private static KubiyaStep Tool(string name, int milliseconds, string arguments, string? result, int call) => Step(
        2, "execute_tool " + name, milliseconds, "INTERNAL",
        $"""
        "gen_ai.operation.name":"execute_tool","gen_ai.tool.name":"{name}","gen_ai.tool.call.id":"call_~c{call}~",
        "gen_ai.tool.call.arguments":{Quoted(arguments)},
        "tool.name":"{name}"{(result is null ? "" : ",\"gen_ai.tool.call.result\":" + Quoted(result))}
        """);

    private static KubiyaStep Failed(KubiyaStep step, string error, string exception) => step with { Error = error, Exception = exception };

    /// <summary>Marks a step as the second attempt.</summary>
    private static KubiyaStep Retry(KubiyaStep step, string reason) => step with
    {
        Attributes = step.Attributes + ",\"retry.attempt\":2",
        Event = ("retry", $"\"retry.attempt\":2,\"retry.reason\":\"{reason}\",\"retry.delay_ms\":500"),
    };

    /// <summary>Creates a step.</summary>
    /// <param name="rank">The order in which steps are left out when a trace has few spans, the highest first; 0 for the root.</param>
    /// <param name="name">The name of the span.</param>
    /// <param name="milliseconds">The duration without the spans below it.</param>
    /// <param name="kind">The kind of the span.</param>
    /// <param name="attributes">The attributes as JSON members. Line breaks are removed.</param>
    private static KubiyaStep Step(int rank, string name, int milliseconds, string kind, string attributes) =>
        new(name, milliseconds, kind, Template.OneLine(attributes)) { Rank = rank, Depth = rank == 0 ? 0 : 1 };

    /// <summary>Marks a step that is left out last when a trace has few spans.</summary>
    private static KubiyaStep Essential(KubiyaStep step) => step with { Rank = 1 };

    private static string Quoted(string text) =>
        $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
