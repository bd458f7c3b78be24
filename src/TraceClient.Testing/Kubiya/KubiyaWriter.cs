namespace TraceClient.Testing;

/// <summary>Writes generated headers and spans as the control plane does.</summary>
internal sealed class KubiyaWriter(KubiyaData data, KubiyaSimulatorOptions options, Noise noise)
{
    private static readonly Step[] Steps =
    [
        new("task_planning.generate_plan", "INTERNAL"),
        new("llm.chat_completion", "CLIENT"),
        new("db.query executions", "CLIENT"),
        new("agent.tool_call", "INTERNAL"),
        new("HTTP GET", "CLIENT"),
        new("task_queue.publish", "PRODUCER"),
        new("task_queue.receive", "CONSUMER"),
        new("policy.evaluate", "INTERNAL"),
    ];

    public void WriteHeaderMembers(Utf8JsonWriter writer, KubiyaTrace trace)
    {
        if (trace.Raw is { } raw)
        {
            raw.WriteMembers(writer);
            return;
        }

        var index = trace.Index;
        writer.WriteString("id", data.RowIds[index]);
        writer.WriteString("trace_id", trace.TraceId);
        writer.WriteString("organization_id", KubiyaData.Organization);
        writer.WriteString("name", trace.Name);
        writer.WriteString("service_name", trace.ServiceName);
        writer.WriteString("status", trace.Status);
        writer.WriteString("execution_id", trace.ExecutionId);
        writer.WriteString("execution_type", trace.ExecutionId is null ? null : "agent");
        writer.WriteString("user_id", trace.UserId);
        writer.WriteString("user_email", trace.UserId is null ? null : $"dev{trace.UserId[^1]}@example.com");
        writer.WriteString("user_name", trace.UserId is null ? null : $"Dev {trace.UserId[^1]}");
        writer.WriteNull("user_avatar");
        writer.WriteString("started_at", Date(trace.StartedAt));
        WriteDate(writer, "ended_at", trace.EndedAt);
        if (trace.DurationMs is { } duration)
            writer.WriteNumber("duration_ms", duration);
        else
            writer.WriteNull("duration_ms");
        writer.WriteNumber("span_count", trace.SpanCount);
        writer.WriteNumber("error_count", trace.ErrorCount);
        writer.WriteString("created_at", Date(trace.CreatedAt));
        WriteDate(writer, "updated_at", trace.EndedAt);
        Unknown.Write(writer, options.UnknownMembers);
    }

    /// <summary>All members but <c>children</c>, which the service writes last.</summary>
    public void WriteSpanMembers(Utf8JsonWriter writer, long trace, int span)
    {
        var step = StepOf(trace, span);
        var isError = data.IsError(trace, span);
        var isRoot = span == 0;
        var (offset, length) = data.Layout.Interval(trace, span, data.DurationNs(trace));
        var start = data.TrueStartNs(trace) + offset;
        var ends = !(isRoot && KubiyaData.OutcomeOf(trace) == KubiyaData.Outcome.Running);
        if (span == data.Orphan(trace))
            length = 0;

        writer.WriteString("id", data.SpanRowIds[data.Layout.Start(trace) + span]);
        writer.WriteString("trace_id", data.TraceIds[trace]);
        writer.WriteString("span_id", data.SpanId(trace, span));
        writer.WriteString("parent_span_id", data.ParentId(trace, span));
        writer.WriteString("organization_id", KubiyaData.Organization);
        writer.WriteString("name", step.Name);
        writer.WriteString("kind", options.UnknownMembers && span % 3 == 2 ? "BROKER" : step.Kind);
        writer.WriteString("status_code", StatusOf(trace, span, isError));
        writer.WriteString("status_message", isError ? isRoot ? "HTTP 500" : "the model did not answer" : null);
        writer.WriteNumber("start_time_unix_nano", start);
        WriteNumber(writer, "end_time_unix_nano", ends ? start + length : null);
        WriteNumber(writer, "duration_ns", ends ? length : null);
        if (ends && length > 0)
            writer.WriteNumber("duration_ms", length / 1_000_000.0);
        else
            writer.WriteNull("duration_ms");
        writer.WriteStartObject("attributes");
        WriteAttributes(writer, trace, span, step, isError);
        writer.WriteEndObject();
        WriteResource(writer, trace);
        WriteEvents(writer, trace, span, start, length, isError);
        WriteLinks(writer, trace, span);
        writer.WriteString("created_at", Date(data.SpanCreatedAt(trace, span)));
        Unknown.Write(writer, options.UnknownMembers);
    }

    private Step StepOf(long trace, int span)
    {
        if (span == 0)
            return new(data.Trace(trace).Name, KubiyaData.IsTask(trace) ? "INTERNAL" : "SERVER");
        return span == data.Orphan(trace) ? new("orphan.parent_not_stored", "CLIENT") : noise.Pick<Step>(Steps, trace, span, 20);
    }

    private string StatusOf(long trace, int span, bool isError)
    {
        if (options.UnknownMembers && span % 4 == 3)
            return "CANCELLED";
        return isError ? "ERROR" : noise.Below(2, trace, span, 21) == 0 ? "OK" : "UNSET";
    }

    private void WriteAttributes(Utf8JsonWriter writer, long trace, int span, Step step, bool isError)
    {
        writer.WriteString("organization.id", KubiyaData.Organization);
        if (span == 0 && !KubiyaData.IsTask(trace))
        {
            var space = step.Name.IndexOf(' ', StringComparison.Ordinal);
            writer.WriteString("http.method", step.Name[..space]);
            writer.WriteString("http.route", step.Name[(space + 1)..]);
            writer.WriteNumber("http.status_code", isError ? 500 : 200);
        }

        if (span == 0 && data.Trace(trace).UserId is { } user)
        {
            writer.WriteString("user.id", user);
            writer.WriteString("user.email", $"dev{user[^1]}@example.com");
        }

        switch (step.Name)
        {
            case "llm.chat_completion":
                writer.WriteString("gen_ai.request.model", "some-model");
                writer.WriteNumber("gen_ai.usage.input_tokens", 100 + noise.Below(900, trace, span, 22));
                writer.WriteNumber("gen_ai.usage.output_tokens", 10 + noise.Below(200, trace, span, 23));
                writer.WriteNumber("gen_ai.request.temperature", 0.2);
                break;
            case "db.query executions":
                writer.WriteString("db.system", "postgresql");
                writer.WriteString("db.statement", "SELECT … FROM executions WHERE id = %s");
                break;
            case "agent.tool_call":
                writer.WriteString("tool.name", "kubectl");
                writer.WriteStartArray("tool.arguments");
                writer.WriteStringValue("get");
                writer.WriteStringValue("pods");
                writer.WriteEndArray();
                writer.WriteBoolean("tool.dry_run", noise.Below(2, trace, span, 24) == 0);
                break;
            case "task_planning.generate_plan":
                // The server stores a nested object as Python's text of it.
                writer.WriteString("attributes", "{'task.description': 'Deploy', 'task.priority': 'medium', 'task.quick_mode': False}");
                break;
        }

        if (isError)
            writer.WriteBoolean("error", true);
    }

    private static void WriteResource(Utf8JsonWriter writer, long trace)
    {
        writer.WriteStartObject("resource_attributes");
        writer.WriteString("service.name", KubiyaData.IsTask(trace) ? "agent-worker" : "agent-control-plane");
        writer.WriteString("service.version", "0.9.11");
        writer.WriteString("deployment.environment", "production");
        writer.WriteString("telemetry.sdk.language", "python");
        writer.WriteString("telemetry.sdk.name", "opentelemetry");
        writer.WriteString("telemetry.sdk.version", "1.39.1");
        writer.WriteEndObject();
    }

    private void WriteEvents(Utf8JsonWriter writer, long trace, int span, long start, long length, bool isError)
    {
        writer.WriteStartArray("events");
        if (isError)
        {
            WriteEventStart(writer, "exception", start + (length / 10 * 9));
            writer.WriteString("exception.type", "RuntimeError");
            writer.WriteString("exception.message", "the model did not answer");
            writer.WriteString("exception.stacktrace", "Traceback (most recent call last):\n  ...\nRuntimeError: the model did not answer\n");
            writer.WriteString("exception.escaped", "False");
            WriteEventEnd(writer);
        }
        else if (noise.Below(4, trace, span, 25) == 0)
        {
            WriteEventStart(writer, "step accepted", start + (length / 100));
            writer.WriteNumber("attempt", 1);
            writer.WriteString("quick_mode", "False");
            WriteEventEnd(writer);
        }

        writer.WriteEndArray();
    }

    private void WriteLinks(Utf8JsonWriter writer, long trace, int span)
    {
        writer.WriteStartArray("links");
        if (span == 1 && KubiyaData.IsTask(trace) && trace + 1 < data.Layout.TraceCount)
        {
            writer.WriteStartObject();
            writer.WriteString("trace_id", data.TraceIds[trace + 1]);
            writer.WriteString("span_id", data.SpanId(trace + 1, 0));
            writer.WriteStartObject("attributes");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private string Date(long ticks) => KubiyaDates.Format(ticks, options);

    private void WriteDate(Utf8JsonWriter writer, string name, long? ticks) => writer.WriteString(name, ticks is { } value ? Date(value) : null);

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    private static void WriteEventStart(Utf8JsonWriter writer, string name, long timestamp)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteNumber("timestamp", timestamp);
        writer.WriteStartObject("attributes");
    }

    private static void WriteEventEnd(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private sealed record Step(string Name, string Kind);
}
