namespace TraceClient.Testing;

/// <summary>The authentication and the routes of Galtea, and its endpoints that read spans.</summary>
internal sealed class GalteaService(GalteaStore store, GalteaWriter writer, TraceSimulatorOptions options, SimulatorTokens tokens)
    : ServiceHandler
{
    private readonly GalteaSpanWriteEndpoints _writes = new(store, writer, options);
    private readonly GalteaResourceEndpoints _resources = new(store, writer, options);

    public static HttpErrorException SpanNotFound(string id) => new(404, $"Span {id} not found");

    public override HttpErrorException InvalidParameter(string name, string? value, string problem, string kind) =>
        new(400, $"{name}: {problem}");

    protected override void Authenticate(RequestContext context)
    {
        // The firewall checks the length of the URL first.
        if (context.UrlLength > options.Galtea.MaxUrlLength)
            throw new LongUrlException();
        if (!string.Equals(context.Header("Authorization"), $"Bearer {tokens.Galtea}", StringComparison.Ordinal))
            throw new HttpErrorException(401, "the request needs Authorization: Bearer and a valid API key");
    }

    public override async Task HandleAsync(RequestContext context)
    {
        try
        {
            await base.HandleAsync(context).ConfigureAwait(false);
        }
        catch (LongUrlException)
        {
            var title = options.Galtea.LongUrlStatus == 414 ? "414 Request-URI Too Large" : $"{options.Galtea.LongUrlStatus} Forbidden";
            var page = $"<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n";
            await context.RespondAsync(options.Galtea.LongUrlStatus, "text/html", Encoding.UTF8.GetBytes(page))
                .ConfigureAwait(false);
        }
    }

    protected override Task DispatchAsync(RequestContext context)
    {
        if (context.Method == "GET")
            RejectBody(context);
        return (context.Segments, context.Method) switch
        {
            (["traces"], "GET") => ListSpansAsync(context),
            (["traces"], "POST") => _writes.CreateAsync(context, this),
            (["traces"], _) => throw MethodNotAllowed(context, "GET, POST"),
            (["traces", "batch"], "POST") => _writes.CreateBatchAsync(context, this),
            (["traces", "batch"], "DELETE") => _writes.DeleteBatchAsync(context, this),
            (["traces", "batch"], _) => throw MethodNotAllowed(context, "POST, DELETE"),
            (["traces", not "", ..], "DELETE") when context.Segments.Length == 2 =>
                _writes.DeleteAsync(context, this, context.Segments[1]),
            (["traces", not ""], "GET") => ReadSpanAsync(context, context.Segments[1]),
            (["traces", not ""], _) => throw MethodNotAllowed(context, "GET, DELETE"),
            _ => _resources.DispatchAsync(context, this),
        };
    }

    public override HttpErrorException InvalidBody(string problem, string? member = null) => new(400, problem);

    protected override void WriteError(Utf8JsonWriter json, HttpErrorException error)
    {
        json.WriteStartObject();
        switch (error.Status)
        {
            case 401:
                json.WriteString("error", "Unauthorized");
                json.WriteString("message", error.Message);
                break;
            case 400:
                json.WriteString("error", "Bad Request");
                json.WriteString("message", error.Message);
                break;
            case 405 or 415:
                json.WriteString("error", error.Message + (error.Hint is null ? "" : ": " + error.Hint));
                break;
            default:
                json.WriteString("message", error.Message);
                break;
        }

        json.WriteEndObject();
    }

    private Task ListSpansAsync(RequestContext context)
    {
        var list = new GalteaSpanList(context, this, store);
        var (offset, limit) = GalteaPage.Of(list.Query, context, options.Galtea);
        var (rows, total) = list.Page(offset, limit);
        return GalteaPage.WriteAsync(context, options.Galtea, rows, total, offset, limit, writer.WriteRow);
    }

    private Task ReadSpanAsync(RequestContext context, string id)
    {
        RejectQuery(context);
        var row = store.FindRow(id) ?? throw SpanNotFound(id);
        return context.RespondAsync(200, json => writer.WriteRow(json, row));
    }

    private sealed class LongUrlException : Exception;
}
