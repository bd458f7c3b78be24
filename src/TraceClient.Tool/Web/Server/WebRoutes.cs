using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Maps the addresses of the pages and of the API.</summary>
internal sealed class WebRoutes(
    ITraceClient client, TraceIndex index, EventHub events, WebServerOptions options, CancellationToken stop)
{
    // A page holds all traces of a session in memory.
    private const int MaxSessionTraces = 200;
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private readonly EventStream _stream = new(client, index, events, options.Clock, stop);

    public void Map(IEndpointRouteBuilder routes)
    {
        Add("/", ListPageAsync);
        Add("/trace", TracePageAsync);
        Add("/compare", ComparePageAsync);
        Add("/session", SessionPageAsync);
        Add("/api/traces", context => WriteListAsync(context, TraceListJson.WriteTraces));
        Add("/api/sessions", context => WriteListAsync(context, TraceListJson.WriteSessions));
        Add("/api/trace", TraceAsync);
        Add("/api/events", EventsAsync);
        foreach (var asset in PageAsset.Of(PageTemplate.Trace).Concat(PageAsset.Of(PageTemplate.List)))
            Add(asset.Path, asset.WriteAsync);

        void Add(string path, RequestDelegate handler) => routes.MapMethods(path, Methods, handler);
    }

    private static TraceHtmlWriter PageOf(HttpContext context)
    {
        context.Response.ContentType = PageAsset.Html;
        return new TraceHtmlWriter(context.Response.Body, PageTemplate.Trace.Linked);
    }

    private static async Task ListPageAsync(HttpContext context)
    {
        var page = PageTemplate.List.Linked;
        context.Response.ContentType = PageAsset.Html;
        await context.Response.Body.WriteAsync(page.BeforeTraces, context.RequestAborted);
        await context.Response.Body.WriteAsync(page.AfterTraces, context.RequestAborted);
    }

    private async Task TracePageAsync(HttpContext context)
    {
        var trace = await client.GetTraceAsync(ReferenceOf(context, "ref"), context.RequestAborted);
        await PageOf(context).WriteAsync(new[] { trace }.ToAsyncEnumerable(), context.RequestAborted);
    }

    private async Task ComparePageAsync(HttpContext context)
    {
        var traces = await ReadAsync([ReferenceOf(context, "a"), ReferenceOf(context, "b")], context.RequestAborted);
        await PageOf(context).WriteAsync(TraceComparison.Compare(traces[0], traces[1]), context.RequestAborted);
    }

    private async Task SessionPageAsync(HttpContext context)
    {
        var source = SourceOf(ValueOf(context, "source"));
        var id = ValueOf(context, "id");
        var found = await FindSessionAsync(source, id, context.RequestAborted);
        var traces = await ReadAsync([.. found.Take(MaxSessionTraces)], context.RequestAborted);
        if (traces.Count == 0)
            throw new TraceNotFoundException($"No trace of session {TerminalText.OneLine(id)} was found.") { SourceName = source };
        await (TraceSession.Group(traces) is [var session]
            ? PageOf(context).WriteAsync(session, found.Count > MaxSessionTraces, context.RequestAborted)
            : PageOf(context).WriteAsync(traces.OrderBy(trace => trace.StartTime).ToAsyncEnumerable(), context.RequestAborted));
    }

    private async Task TraceAsync(HttpContext context)
    {
        var trace = await client.GetTraceAsync(ReferenceOf(context, "ref"), context.RequestAborted);
        context.Response.ContentType = "application/jsonl; charset=utf-8";
        using var block = new TraceBlockWriter(context.Response.Body);
        await block.WriteLinesAsync(trace, context.RequestAborted);
    }

    private Task WriteListAsync(HttpContext context, Action<Utf8JsonWriter, TraceIndex, TraceListQuery, int, int> write)
    {
        var parameters = new TraceListParameters(
            name => context.Request.Query[name], index.SourceNames, options.Clock.GetLocalNow());
        var query = parameters.ToQuery();
        query = query with { IncludesRequestTraces = query.IncludesRequestTraces || options.IncludesRequestTraces };
        var (offset, limit) = parameters.ToPage();
        return JsonResponse.WriteAsync(context, StatusCodes.Status200OK, writer => write(writer, index, query, offset, limit));
    }

    private Task EventsAsync(HttpContext context) =>
        _stream.WriteAsync(context, context.Request.Query.ContainsKey("follow") ? ReferenceOf(context, "follow") : null);

    private async Task<List<Trace>> ReadAsync(IReadOnlyList<TraceReference> references, CancellationToken cancellationToken)
    {
        var traces = new List<Trace>();
        await foreach (var trace in client.GetTracesAsync(references, cancellationToken).WithCancellation(cancellationToken))
            traces.Add(trace);
        return traces;
    }

    // A session that is not in the index is searched in its source.
    private async Task<IReadOnlyList<TraceReference>> FindSessionAsync(string source, string id, CancellationToken cancellationToken)
    {
        var listed = index.List(new TraceListQuery { Source = source, Session = id, IncludesRequestTraces = true });
        if (listed.Traces.Count > 0)
            return [.. listed.Traces.Take(MaxSessionTraces + 1).Select(trace => trace.Reference)];
        var found = new List<TraceReference>();
        var query = new TraceQuery { Sources = [source], SessionId = id, Limit = MaxSessionTraces + 1 };
        await foreach (var trace in client.ListTracesAsync(query, cancellationToken).WithCancellation(cancellationToken))
            found.Add(trace.Reference);
        return found;
    }

    private static string ValueOf(HttpContext context, string name) => context.Request.Query[name].ToString() is { Length: > 0 } value
        ? value
        : throw new UsageException($"The parameter {name} is missing.");

    private TraceReference ReferenceOf(HttpContext context, string name)
    {
        var text = ValueOf(context, name);
        if (!TraceReference.TryParse(text, out var reference))
            throw new UsageException($"Invalid reference '{TerminalText.OneLine(text)}'. Use the form SOURCE:ID.");
        _ = SourceOf(reference.Source);
        return reference;
    }

    private string SourceOf(string name) => index.SourceNames.Contains(name, StringComparer.Ordinal)
        ? name
        : throw new TraceNotFoundException(
            $"There is no source '{TerminalText.OneLine(name)}'. The sources are: {string.Join(", ", index.SourceNames)}.");
}
