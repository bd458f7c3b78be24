namespace TraceClient.Testing;

/// <summary>Writes generated headers and spans in the format of the control plane.</summary>
internal sealed class KubiyaWriter(KubiyaData data, KubiyaSimulatorOptions options, SeededRandom random)
{
    private static readonly string[] Users = ["Mara Lindholm", "Tilo Brandis", "Ines Caldera"];

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
        writer.WriteString("user_email", MailOf(trace.UserId));
        writer.WriteString("user_name", NameOf(trace.UserId));
        writer.WriteNull("user_avatar");
        writer.WriteString("started_at", Date(trace.StartedAt));
        WriteDate(writer, "ended_at", trace.EndedAt);
        writer.WriteNumberOrNull("duration_ms", trace.DurationMs);
        writer.WriteNumber("span_count", trace.SpanCount);
        writer.WriteNumber("error_count", trace.ErrorCount);
        writer.WriteString("created_at", Date(trace.CreatedAt));
        WriteDate(writer, "updated_at", trace.EndedAt);
        UnknownMembers.Write(writer, options.UnknownMembers);
    }

    /// <summary>Writes all members but <c>children</c>, which is the last one.</summary>
    public void WriteSpanMembers(Utf8JsonWriter writer, long trace, int span)
    {
        var (step, round) = data.StepOf(trace, span);
        string Filled(string text) => Template.Fill(text, name => data.Value(trace, round, name));
        var isRoot = span == 0;
        var (offset, length) = data.Interval(trace, span);
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
        writer.WriteString("status_code", StatusOf(trace, span, step.Error is not null));
        writer.WriteString("status_message", step.Error is { } error ? Filled(error) : null);
        writer.WriteNumber("start_time_unix_nano", start);
        writer.WriteNumberOrNull("end_time_unix_nano", ends ? start + length : null);
        writer.WriteNumberOrNull("duration_ns", ends ? length : null);
        writer.WriteNumberOrNull("duration_ms", ends && length > 0 ? length / 1_000_000.0 : null);
        writer.WritePropertyName("attributes");
        writer.WriteRawValue(Attributes(trace, span, Filled(step.Attributes), step.Error is not null), skipInputValidation: true);
        WriteResource(writer, trace);
        WriteEvents(writer, step, start, length, Filled);
        WriteLinks(writer, trace, span);
        writer.WriteString("created_at", Date(data.SpanCreatedAt(trace, span)));
        UnknownMembers.Write(writer, options.UnknownMembers);
    }

    private string StatusOf(long trace, int span, bool isError)
    {
        if (options.UnknownMembers && span % 4 == 3)
            return "CANCELLED";
        return isError ? "ERROR" : random.Below(2, trace, span, 21) == 0 ? "OK" : "UNSET";
    }

    private string Attributes(long trace, int span, string members, bool isError)
    {
        var user = span == 0 && data.Trace(trace).UserId is { } id ? $"\"user.id\":\"{id}\",\"user.email\":\"{MailOf(id)}\"," : "";
        return $"{{\"organization.id\":\"{KubiyaData.Organization}\",{user}{members}{(isError ? ",\"error\":true" : "")}}}";
    }

    private static string? NameOf(string? userId) => userId is null ? null : Users[(userId[^1] - '1') % Users.Length];

    private static string? MailOf(string? userId) =>
        NameOf(userId)?.ToLowerInvariant().Replace(' ', '.') + (userId is null ? null : "@example.com");

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

    private static void WriteEvents(Utf8JsonWriter writer, KubiyaStep step, long start, long length, Func<string, string> filled)
    {
        writer.WriteStartArray("events");
        if (step.Event is var (name, attributes))
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteNumber("timestamp", start + (length / 100));
            writer.WritePropertyName("attributes");
            writer.WriteRawValue($"{{{attributes}}}", skipInputValidation: true);
            writer.WriteEndObject();
        }

        if (step.Exception is { } type)
        {
            var message = filled(step.Error!);
            writer.WriteStartObject();
            writer.WriteString("name", "exception");
            writer.WriteNumber("timestamp", start + (length / 100 * 99));
            writer.WriteStartObject("attributes");
            writer.WriteString("exception.type", type);
            writer.WriteString("exception.message", message);
            writer.WriteString(
                "exception.stacktrace",
                "Traceback (most recent call last):\n  File \"/app/control_plane/executor.py\", line 214, in run\n    "
                + $"return await step(context)\n{type}: {message}\n");
            writer.WriteString("exception.escaped", "False");
            writer.WriteEndObject();
            writer.WriteEndObject();
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

    private string Date(long ticks) => KubiyaDateFormatter.Format(ticks, options);

    private void WriteDate(Utf8JsonWriter writer, string name, long? ticks) =>
        writer.WriteString(name, ticks is { } value ? Date(value) : null);
}
