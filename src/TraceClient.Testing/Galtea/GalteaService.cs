namespace TraceClient.Testing;

/// <summary>Galtea's endpoints: who may ask, and where each path leads.</summary>
internal sealed class GalteaService(GalteaStore store, GalteaWriter writer, TraceSimulatorOptions options, SimulatorTokens tokens)
    : ServiceHandler
{
    private readonly GalteaWrites _writes = new(store, writer, options);
    private readonly GalteaContext _context = new(store, writer, options);

    public static Refusal SpanNotFound(string id) => new(404, $"Span {id} not found");

    public override Refusal BadParameter(string name, string? value, string problem, string kind) => new(400, $"{name}: {problem}");

    public void NoQuery(Exchange exchange) => _ = new QueryReader(exchange, this, []);

    public JsonElement Body(Exchange exchange, params ReadOnlySpan<string> members) => ObjectBody(exchange, members);

    public Refusal BodyRefusal(string problem) => BadBody(problem);

    protected override void Authenticate(Exchange exchange)
    {
        // The firewall looks at the address before anything else does.
        if (exchange.UrlLength > options.Galtea.MaxUrlLength)
            throw new LongUrlException();
        if (!string.Equals(exchange.Header("Authorization"), $"Bearer {tokens.Galtea}", StringComparison.Ordinal))
            throw new Refusal(401, "the request needs Authorization: Bearer and a valid API key");
    }

    public override async Task HandleAsync(Exchange exchange)
    {
        try
        {
            await base.HandleAsync(exchange).ConfigureAwait(false);
        }
        catch (LongUrlException)
        {
            var title = options.Galtea.LongUrlStatus == 414 ? "414 Request-URI Too Large" : $"{options.Galtea.LongUrlStatus} Forbidden";
            var page = $"<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n";
            await exchange.AnswerAsync(options.Galtea.LongUrlStatus, "text/html", System.Text.Encoding.UTF8.GetBytes(page))
                .ConfigureAwait(false);
        }
    }

    protected override Task DispatchAsync(Exchange exchange)
    {
        if (exchange.Method == "GET")
            NoBody(exchange);
        return (exchange.Segments, exchange.Method) switch
        {
            (["traces"], "GET") => ListSpansAsync(exchange),
            (["traces"], "POST") => _writes.CreateAsync(exchange, this),
            (["traces"], _) => throw MethodNotAllowed(exchange, "GET, POST"),
            (["traces", "batch"], "POST") => _writes.CreateBatchAsync(exchange, this),
            (["traces", "batch"], "DELETE") => _writes.DeleteBatchAsync(exchange, this),
            (["traces", "batch"], _) => throw MethodNotAllowed(exchange, "POST, DELETE"),
            (["traces", not "", ..], "DELETE") when exchange.Segments.Length == 2 =>
                _writes.DeleteAsync(exchange, this, exchange.Segments[1]),
            (["traces", not ""], "GET") => ReadSpanAsync(exchange, exchange.Segments[1]),
            (["traces", not ""], _) => throw MethodNotAllowed(exchange, "GET, DELETE"),
            _ => _context.DispatchAsync(exchange, this),
        };
    }

    protected override Refusal BadBody(string problem, string? member = null) => new(400, problem);

    protected override void WriteRefusal(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteStartObject();
        switch (refusal.Status)
        {
            case 401:
                json.WriteString("error", "Unauthorized");
                json.WriteString("message", refusal.Message);
                break;
            case 400:
                json.WriteString("error", "Bad Request");
                json.WriteString("message", refusal.Message);
                break;
            case 405 or 415:
                json.WriteString("error", refusal.Message + (refusal.Hint is null ? "" : ": " + refusal.Hint));
                break;
            default:
                json.WriteString("message", refusal.Message);
                break;
        }

        json.WriteEndObject();
    }

    private Task ListSpansAsync(Exchange exchange)
    {
        var list = new GalteaSpanList(exchange, this, store);
        var (offset, limit) = GalteaPage.Of(list.Query, exchange, options.Galtea);
        var (rows, total) = list.Page(offset, limit);
        return GalteaPage.WriteAsync(exchange, options.Galtea, rows, total, offset, limit, writer.WriteRow);
    }

    private Task ReadSpanAsync(Exchange exchange, string id)
    {
        NoQuery(exchange);
        var row = store.FindRow(id) ?? throw SpanNotFound(id);
        return exchange.AnswerAsync(200, json => writer.WriteRow(json, row));
    }

    private sealed class LongUrlException : Exception;
}
