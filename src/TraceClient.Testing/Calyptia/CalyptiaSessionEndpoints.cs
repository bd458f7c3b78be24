namespace TraceClient.Testing;

/// <summary>The endpoints of trace sessions and their records.</summary>
internal sealed class CalyptiaSessionEndpoints(CalyptiaService service, CalyptiaStore store, CalyptiaWriter writer, CalyptiaPager pager)
{
    public Task CreateAsync(RequestContext context, string pipelineId)
    {
        service.RejectQuery(context);
        var pipeline = Pipeline(pipelineId);
        var body = service.ReadBody(context, "plugins", "lifespan");
        var plugins = Plugins(body, pipeline) ?? throw new HttpErrorException(422, "zero trace plugins");
        var lifespan = Lifespan(body) ?? throw new HttpErrorException(422, "invalid trace lifespan");
        if (store.ActiveSession(pipeline.Id) is not null)
            throw new HttpErrorException(409, "active trace session in progress");
        var session = store.AddSession(pipeline.Id, plugins, lifespan);
        return context.RespondAsync(201, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", session.Id);
            json.WriteString("createdAt", TimestampFormat.Rfc3339(session.CreatedAt));
            json.WriteEndObject();
        });
    }

    public Task ListAsync(RequestContext context, string pipelineId)
    {
        var query = new QueryReader(context, service, ["last", "before"]);
        var pipeline = Pipeline(pipelineId);
        var (sessions, next) = pager.Page(context, query, pipeline.Id, [.. store.SessionsOf(pipeline.Id)], session => session.Id);
        SetLink(context, next);
        return context.StreamArrayAsync(sessions, writer.WriteSession);
    }

    public Task ReadActiveAsync(RequestContext context, string pipelineId)
    {
        service.RejectQuery(context);
        var session = Active(Pipeline(pipelineId));
        return context.RespondAsync(200, json => writer.WriteSession(json, session));
    }

    public Task TerminateAsync(RequestContext context, string pipelineId)
    {
        service.RejectQuery(context);
        var session = store.Terminate(Active(Pipeline(pipelineId)));
        return context.RespondAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", session.Id);
            json.WriteString("lifespan", GoDuration.Format(session.LifespanNs));
            json.WriteString("updatedAt", TimestampFormat.Rfc3339(session.UpdatedAt));
            json.WriteEndObject();
        });
    }

    public Task ReadAsync(RequestContext context, string sessionId)
    {
        service.RejectQuery(context);
        var session = Session(sessionId);
        return context.RespondAsync(200, json => writer.WriteSession(json, session));
    }

    public Task ChangeAsync(RequestContext context, string sessionId)
    {
        service.RejectQuery(context);
        var session = Session(sessionId);
        var body = service.ReadBody(context, "plugins", "lifespan");
        var pipeline = store.FindPipeline(session.PipelineId)!;
        var (plugins, lifespan) = (Plugins(body, pipeline), Lifespan(body));
        if (!store.IsActive(session))
            throw new HttpErrorException(410, "trace session terminated");
        var changed = store.Change(session, plugins, lifespan);
        return context.RespondAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("updatedAt", TimestampFormat.Rfc3339(changed.UpdatedAt));
            json.WriteEndObject();
        });
    }

    public Task WriteRecordAsync(RequestContext context, string pipelineId)
    {
        service.RejectQuery(context);
        var pipeline = Pipeline(pipelineId);
        var body = service.ReadBody(context, CalyptiaRecordBody.Members);
        if (CalyptiaRecordBody.Problem(body) is { } problem)
            throw new HttpErrorException(422, "invalid trace record") { Hint = problem };
        if (store.ActiveSession(pipeline.Id) is not { } session)
            throw store.SessionsOf(pipeline.Id).Any()
                ? new HttpErrorException(410, "trace session terminated")
                : new HttpErrorException(404, "no active trace session");
        var record = store.AddRecord(session, CalyptiaRecordBody.Complete(JsonMembers.Parse(context.Body.Span), store));
        return context.RespondAsync(201, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", record.Id);
            json.WriteString("sessionID", session.Id);
            json.WriteString("createdAt", TimestampFormat.Rfc3339(record.CreatedAt));
            json.WriteEndObject();
        });
    }

    public Task ListRecordsAsync(RequestContext context, string sessionId)
    {
        var query = new QueryReader(context, service, ["last", "before"]);
        var session = Session(sessionId);
        var (entries, next) = pager.Records(context, query, session);
        SetLink(context, next);
        return context.StreamArrayAsync(entries, (json, entry) =>
        {
            if (entry.Value is { } added)
                added.Members.Write(json);
            else
                writer.WriteRecord(json, session, entry.Index);
        });
    }

    /// <summary>Sends a relative URI that has the cursor but not <c>last</c>, which the next request must repeat.</summary>
    private static void SetLink(RequestContext context, string? next)
    {
        if (next is not null)
            context.SetHeader("Link", $"<{context.Request.Path}?before={Uri.EscapeDataString(next)}>; rel=\"next\"");
    }

    private CalyptiaPipeline Pipeline(string id) =>
        store.FindPipeline(CalyptiaService.Uuid(id, "pipeline")) ?? throw new HttpErrorException(404, "pipeline not found");

    private CalyptiaSession Session(string id) =>
        store.FindSession(CalyptiaService.Uuid(id, "trace session")) ?? throw new HttpErrorException(404, "trace session not found");

    private CalyptiaSession Active(CalyptiaPipeline pipeline) =>
        store.ActiveSession(pipeline.Id) ?? throw new HttpErrorException(404, "no active trace session");

    /// <summary>Reads the plugins; null if the body has none, which leaves those of an existing session as they are.</summary>
    private static string[]? Plugins(JsonElement body, CalyptiaPipeline pipeline)
    {
        if (!body.TryGetProperty("plugins", out var list) || list.ValueKind == JsonValueKind.Null)
            return null;
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(plugin => plugin.ValueKind != JsonValueKind.String))
            throw new HttpErrorException(422, "invalid request body") { Hint = "\"plugins\" must be an array of strings" };
        string[] plugins = [.. list.EnumerateArray().Select(plugin => plugin.GetString()!)];
        if (plugins.Length == 0)
            throw new HttpErrorException(422, "zero trace plugins");
        return plugins.All(plugin => pipeline.Plugins.Contains(plugin, StringComparer.Ordinal))
            ? plugins
            : throw new HttpErrorException(422, "plugin not found");
    }

    private static long? Lifespan(JsonElement body)
    {
        if (!body.TryGetProperty("lifespan", out var lifespan) || lifespan.ValueKind == JsonValueKind.Null)
            return null;
        return lifespan.ValueKind == JsonValueKind.String && GoDuration.TryParse(lifespan.GetString()!, out var nanoseconds)
            && nanoseconds > 0
            ? nanoseconds
            : throw new HttpErrorException(422, "invalid trace lifespan") { Hint = "a Go duration such as 10m0s" };
    }
}
