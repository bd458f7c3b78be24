namespace TraceClient.Testing;

/// <summary>Trace sessions and their records.</summary>
internal sealed class CalyptiaSessions(CalyptiaService service, CalyptiaStore store, CalyptiaWriter writer, CalyptiaPager pager)
{
    public Task CreateAsync(Exchange exchange, string pipelineId)
    {
        service.NoQuery(exchange);
        var pipeline = Pipeline(pipelineId);
        var body = service.Body(exchange, "plugins", "lifespan");
        var plugins = Plugins(body, pipeline) ?? throw new Refusal(422, "zero trace plugins");
        var lifespan = Lifespan(body) ?? throw new Refusal(422, "invalid trace lifespan");
        if (store.ActiveSession(pipeline.Id) is not null)
            throw new Refusal(409, "active trace session in progress");
        var session = store.AddSession(pipeline.Id, plugins, lifespan);
        return exchange.AnswerAsync(201, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", session.Id);
            json.WriteString("createdAt", Clock.Rfc3339(session.CreatedAt));
            json.WriteEndObject();
        });
    }

    public Task ListAsync(Exchange exchange, string pipelineId)
    {
        var query = new QueryReader(exchange, service, ["last", "before"]);
        var pipeline = Pipeline(pipelineId);
        var (sessions, next) = pager.Page(exchange, query, pipeline.Id, [.. store.SessionsOf(pipeline.Id)], session => session.Id);
        SetLink(exchange, next);
        return exchange.StreamArrayAsync(sessions, writer.WriteSession);
    }

    public Task ReadActiveAsync(Exchange exchange, string pipelineId)
    {
        service.NoQuery(exchange);
        var session = Active(Pipeline(pipelineId));
        return exchange.AnswerAsync(200, json => writer.WriteSession(json, session));
    }

    public Task TerminateAsync(Exchange exchange, string pipelineId)
    {
        service.NoQuery(exchange);
        var session = store.Terminate(Active(Pipeline(pipelineId)));
        return exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", session.Id);
            json.WriteString("lifespan", GoDuration.Format(session.LifespanNs));
            json.WriteString("updatedAt", Clock.Rfc3339(session.UpdatedAt));
            json.WriteEndObject();
        });
    }

    public Task ReadAsync(Exchange exchange, string sessionId)
    {
        service.NoQuery(exchange);
        var session = Session(sessionId);
        return exchange.AnswerAsync(200, json => writer.WriteSession(json, session));
    }

    public Task ChangeAsync(Exchange exchange, string sessionId)
    {
        service.NoQuery(exchange);
        var session = Session(sessionId);
        var body = service.Body(exchange, "plugins", "lifespan");
        var pipeline = store.FindPipeline(session.PipelineId)!;
        var (plugins, lifespan) = (Plugins(body, pipeline), Lifespan(body));
        if (!store.IsActive(session))
            throw new Refusal(410, "trace session terminated");
        var changed = store.Change(session, plugins, lifespan);
        return exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("updatedAt", Clock.Rfc3339(changed.UpdatedAt));
            json.WriteEndObject();
        });
    }

    public Task WriteRecordAsync(Exchange exchange, string pipelineId)
    {
        service.NoQuery(exchange);
        var pipeline = Pipeline(pipelineId);
        var body = service.Body(exchange, CalyptiaRecordBody.Members);
        if (CalyptiaRecordBody.Problem(body) is { } problem)
            throw new Refusal(422, "invalid trace record") { Hint = problem };
        if (store.ActiveSession(pipeline.Id) is not { } session)
            throw store.SessionsOf(pipeline.Id).Any()
                ? new Refusal(410, "trace session terminated")
                : new Refusal(404, "no active trace session");
        var record = store.AddRecord(session, CalyptiaRecordBody.Stored(exchange.Body.Span, store));
        return exchange.AnswerAsync(201, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", record.Id);
            json.WriteString("sessionID", session.Id);
            json.WriteString("createdAt", Clock.Rfc3339(record.CreatedAt));
            json.WriteEndObject();
        });
    }

    public Task ListRecordsAsync(Exchange exchange, string sessionId)
    {
        var query = new QueryReader(exchange, service, ["last", "before"]);
        var session = Session(sessionId);
        var (entries, next) = pager.Records(exchange, query, session);
        SetLink(exchange, next);
        return exchange.StreamArrayAsync(entries, (json, entry) =>
        {
            if (entry.Value is { } added)
                added.Members.Write(json);
            else
                writer.WriteRecord(json, session, entry.Index);
        });
    }

    /// <summary>A relative URI, and only the cursor in it: whoever follows it says <c>last</c> again.</summary>
    private static void SetLink(Exchange exchange, string? next)
    {
        if (next is not null)
            exchange.SetHeader("Link", $"<{exchange.Request.Path}?before={Uri.EscapeDataString(next)}>; rel=\"next\"");
    }

    private CalyptiaPipeline Pipeline(string id) =>
        store.FindPipeline(CalyptiaService.Uuid(id, "pipeline")) ?? throw new Refusal(404, "pipeline not found");

    private CalyptiaSession Session(string id) =>
        store.FindSession(CalyptiaService.Uuid(id, "trace session")) ?? throw new Refusal(404, "trace session not found");

    private CalyptiaSession Active(CalyptiaPipeline pipeline) =>
        store.ActiveSession(pipeline.Id) ?? throw new Refusal(404, "no active trace session");

    /// <summary>Null when the body has none, which in a change means that they stay.</summary>
    private static string[]? Plugins(JsonElement body, CalyptiaPipeline pipeline)
    {
        if (!body.TryGetProperty("plugins", out var list) || list.ValueKind == JsonValueKind.Null)
            return null;
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(plugin => plugin.ValueKind != JsonValueKind.String))
            throw new Refusal(422, "invalid request body") { Hint = "\"plugins\" must be an array of strings" };
        string[] plugins = [.. list.EnumerateArray().Select(plugin => plugin.GetString()!)];
        if (plugins.Length == 0)
            throw new Refusal(422, "zero trace plugins");
        return plugins.All(plugin => pipeline.Plugins.Contains(plugin, StringComparer.Ordinal))
            ? plugins
            : throw new Refusal(422, "plugin not found");
    }

    private static long? Lifespan(JsonElement body)
    {
        if (!body.TryGetProperty("lifespan", out var lifespan) || lifespan.ValueKind == JsonValueKind.Null)
            return null;
        return lifespan.ValueKind == JsonValueKind.String && GoDuration.TryParse(lifespan.GetString()!, out var nanoseconds)
            && nanoseconds > 0
            ? nanoseconds
            : throw new Refusal(422, "invalid trace lifespan") { Hint = "a Go duration such as 10m0s" };
    }
}
