namespace TraceClient.Testing;

/// <summary>The authentication and the routes of Calyptia Core.</summary>
internal sealed class CalyptiaService : ServiceHandler
{
    private readonly SimulatorTokens _tokens;
    private readonly CalyptiaSessionEndpoints _sessions;
    private readonly CalyptiaProjectEndpoints _projects;

    public CalyptiaService(CalyptiaStore store, CalyptiaWriter writer, TraceSimulatorOptions options, SimulatorTokens tokens)
    {
        _tokens = tokens;
        var pager = new CalyptiaPager(this, store, options.Calyptia);
        _sessions = new CalyptiaSessionEndpoints(this, store, writer, pager);
        _projects = new CalyptiaProjectEndpoints(this, store, writer, pager);
    }

    public override HttpErrorException InvalidParameter(string name, string? value, string problem, string kind) =>
        kind == "cursor" ? new(422, problem) : new(422, $"invalid {name}") { Hint = problem };

    /// <summary>Validates an id in a path, which must be a UUID.</summary>
    public static string Uuid(string text, string what) =>
        Guid.TryParseExact(text, "D", out _) ? text : throw new HttpErrorException(422, $"invalid {what} ID");

    protected override void Authenticate(RequestContext context)
    {
        var (user, project) = (context.Header("Authorization"), context.Header("X-Project-Token"));
        var isUser = string.Equals(user, $"Bearer {_tokens.Calyptia}", StringComparison.Ordinal);
        if (user is not null && !isUser)
            throw Unauthenticated("the token in Authorization: Bearer is not valid");
        if (!isUser && project is null)
            throw Unauthenticated("send Authorization: Bearer or X-Project-Token");
        if (!isUser && !string.Equals(project, _tokens.Calyptia, StringComparison.Ordinal))
            throw Unauthenticated("the token in X-Project-Token is not valid");
        if (!isUser && context.Segments is ["v1", "projects"])
            throw Unauthenticated("this endpoint is for a user's token, in Authorization: Bearer");
    }

    protected override Task DispatchAsync(RequestContext context)
    {
        if (context.Method is "GET" or "DELETE")
            RejectBody(context);
        return (context.Segments, context.Method) switch
        {
            (["v1", "pipelines", var id, "trace_sessions"], "POST") => _sessions.CreateAsync(context, id),
            (["v1", "pipelines", var id, "trace_sessions"], "GET") => _sessions.ListAsync(context, id),
            (["v1", "pipelines", _, "trace_sessions"], _) => throw MethodNotAllowed(context, "GET, POST"),
            (["v1", "pipelines", var id, "trace_session"], "GET") => _sessions.ReadActiveAsync(context, id),
            (["v1", "pipelines", var id, "trace_session"], "DELETE") => _sessions.TerminateAsync(context, id),
            (["v1", "pipelines", _, "trace_session"], _) => throw MethodNotAllowed(context, "GET, DELETE"),
            (["v1", "pipelines", var id, "trace_session", "records"], "POST") => _sessions.WriteRecordAsync(context, id),
            (["v1", "pipelines", _, "trace_session", "records"], _) => throw MethodNotAllowed(context, "POST"),
            (["v1", "trace_sessions", var id], "GET") => _sessions.ReadAsync(context, id),
            (["v1", "trace_sessions", var id], "PATCH") => _sessions.ChangeAsync(context, id),
            (["v1", "trace_sessions", _], _) => throw MethodNotAllowed(context, "GET, PATCH"),
            (["v1", "trace_sessions", var id, "records"], "GET") => _sessions.ListRecordsAsync(context, id),
            (["v1", "trace_sessions", _, "records"], _) => throw MethodNotAllowed(context, "GET"),
            _ => _projects.DispatchAsync(context),
        };
    }

    public override HttpErrorException InvalidBody(string problem, string? member = null) =>
        new(422, "invalid request body") { Hint = problem };

    protected override void WriteError(Utf8JsonWriter writer, HttpErrorException error)
    {
        writer.WriteStartObject();
        writer.WriteString("error", error.Message);
        if (error.Hint is not null)
            writer.WriteString("detail", error.Hint);
        writer.WriteEndObject();
    }

    private static HttpErrorException Unauthenticated(string detail) => new(401, "unauthenticated") { Hint = detail };
}
