namespace TraceClient.Testing;

/// <summary>Calyptia Core's endpoints: who may ask, and where each path leads.</summary>
internal sealed class CalyptiaService : ServiceHandler
{
    private readonly SimulatorTokens _tokens;
    private readonly CalyptiaSessions _sessions;
    private readonly CalyptiaProjects _projects;

    public CalyptiaService(CalyptiaStore store, CalyptiaWriter writer, TraceSimulatorOptions options, SimulatorTokens tokens)
    {
        _tokens = tokens;
        var pager = new CalyptiaPager(this, store, options.Calyptia);
        _sessions = new CalyptiaSessions(this, store, writer, pager);
        _projects = new CalyptiaProjects(this, store, writer, pager);
    }

    public override Refusal BadParameter(string name, string? value, string problem, string kind) =>
        kind == "cursor" ? new(422, problem) : new(422, $"invalid {name}") { Hint = problem };

    /// <summary>Path ids are UUIDs; anything else is refused before it is looked up.</summary>
    public static string Uuid(string text, string what) =>
        Guid.TryParseExact(text, "D", out _) ? text : throw new Refusal(422, $"invalid {what} ID");

    public void NoQuery(Exchange exchange) => _ = new QueryReader(exchange, this, []);

    public JsonElement Body(Exchange exchange, params ReadOnlySpan<string> members) => ObjectBody(exchange, members);

    protected override void Authenticate(Exchange exchange)
    {
        var (user, project) = (exchange.Header("Authorization"), exchange.Header("X-Project-Token"));
        var isUser = string.Equals(user, $"Bearer {_tokens.Calyptia}", StringComparison.Ordinal);
        if (user is not null && !isUser)
            throw Unauthenticated("the token in Authorization: Bearer is not valid");
        if (!isUser && project is null)
            throw Unauthenticated("send Authorization: Bearer or X-Project-Token");
        if (!isUser && !string.Equals(project, _tokens.Calyptia, StringComparison.Ordinal))
            throw Unauthenticated("the token in X-Project-Token is not valid");
        if (!isUser && exchange.Segments is ["v1", "projects"])
            throw Unauthenticated("this endpoint is for a user's token, in Authorization: Bearer");
    }

    protected override Task DispatchAsync(Exchange exchange)
    {
        if (exchange.Method is "GET" or "DELETE")
            NoBody(exchange);
        return (exchange.Segments, exchange.Method) switch
        {
            (["v1", "pipelines", var id, "trace_sessions"], "POST") => _sessions.CreateAsync(exchange, id),
            (["v1", "pipelines", var id, "trace_sessions"], "GET") => _sessions.ListAsync(exchange, id),
            (["v1", "pipelines", _, "trace_sessions"], _) => throw MethodNotAllowed(exchange, "GET, POST"),
            (["v1", "pipelines", var id, "trace_session"], "GET") => _sessions.ReadActiveAsync(exchange, id),
            (["v1", "pipelines", var id, "trace_session"], "DELETE") => _sessions.TerminateAsync(exchange, id),
            (["v1", "pipelines", _, "trace_session"], _) => throw MethodNotAllowed(exchange, "GET, DELETE"),
            (["v1", "pipelines", var id, "trace_session", "records"], "POST") => _sessions.WriteRecordAsync(exchange, id),
            (["v1", "pipelines", _, "trace_session", "records"], _) => throw MethodNotAllowed(exchange, "POST"),
            (["v1", "trace_sessions", var id], "GET") => _sessions.ReadAsync(exchange, id),
            (["v1", "trace_sessions", var id], "PATCH") => _sessions.ChangeAsync(exchange, id),
            (["v1", "trace_sessions", _], _) => throw MethodNotAllowed(exchange, "GET, PATCH"),
            (["v1", "trace_sessions", var id, "records"], "GET") => _sessions.ListRecordsAsync(exchange, id),
            (["v1", "trace_sessions", _, "records"], _) => throw MethodNotAllowed(exchange, "GET"),
            _ => _projects.DispatchAsync(exchange),
        };
    }

    protected override Refusal BadBody(string problem, string? member = null) => new(422, "invalid request body") { Hint = problem };

    protected override void WriteRefusal(Utf8JsonWriter writer, Refusal refusal)
    {
        writer.WriteStartObject();
        writer.WriteString("error", refusal.Message);
        if (refusal.Hint is not null)
            writer.WriteString("detail", refusal.Hint);
        writer.WriteEndObject();
    }

    private static Refusal Unauthenticated(string detail) => new(401, "unauthenticated") { Hint = detail };
}
