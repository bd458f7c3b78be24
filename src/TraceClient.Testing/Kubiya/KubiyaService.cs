namespace TraceClient.Testing;

/// <summary>The authentication, the routes and the endpoints of the Kubiya control plane.</summary>
internal sealed class KubiyaService(KubiyaStore store, KubiyaWriter spans, TraceSimulatorOptions options, SimulatorTokens tokens)
    : ServiceHandler
{
    private readonly SeededRandom _random = new(options.Seed, "kubiya requests");
    private readonly KubiyaRateLimit _limit = new(options);

    public override HttpErrorException InvalidParameter(string name, string? value, string problem, string kind) =>
        new(422, problem) { Parameter = name, Input = value, Kind = kind };

    protected override void Authenticate(RequestContext context)
    {
        var header = context.Header("Authorization");
        if (string.IsNullOrEmpty(header))
            throw Unauthorized("Authorization header is required", "Include 'Authorization: Bearer <token>' header");
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || header[..space] is not ("Bearer" or "UserKey"))
            throw Unauthorized("Invalid authorization header format", "The scheme is Bearer or UserKey, spelled exactly so");
        if (!string.Equals(header[(space + 1)..], tokens.Kubiya, StringComparison.Ordinal))
            throw Unauthorized("Invalid or expired authentication token", "Ensure you're using a valid Kubiya API token");
    }

    protected override Task DispatchAsync(RequestContext context)
    {
        var requestTrace = $"{_random.At(context.Request.Sequence):x16}{_random.At(context.Request.Sequence, 1):x16}";
        context.SetHeader("X-Trace-ID", requestTrace);
        _limit.Acquire(context);
        if (context.Segments is [.., ""])
        {
            throw new HttpErrorException(307, "Temporary Redirect")
            {
                Hint = "no path of this service ends in a slash",
                Headers = [new("Location",
                    $"/kubiya{context.Request.Path.TrimEnd('/')}"
                    + $"{(context.Request.RawQuery.Length > 0 ? "?" : "")}{context.Request.RawQuery}")],
            };
        }

        RejectBody(context);
        return context.Segments switch
        {
            ["api", "v1", "traces"] => Get(context, () => ListAsync(context, requestTrace)),
            ["api", "v1", "traces", "stats"] => Get(context, () => StatsAsync(context)),
            ["api", "v1", "traces", "storage", "stats"] => Get(context, () => StorageStatsAsync(context)),
            ["api", "v1", "traces", var id] => context.Method == "DELETE"
                ? DeleteAsync(context, id)
                : Get(context, () => ReadAsync(context, id, requestTrace), "GET, DELETE"),
            ["api", "v1", "traces", var id, "spans"] => Get(context, () => SpansAsync(context, id)),
            _ => throw new HttpErrorException(404, "Not Found") { Hint = $"this service has no path {context.Request.Path}" },
        };
    }

    public override HttpErrorException InvalidBody(string problem, string? member = null) =>
        new(422, problem) { Place = "body", Parameter = member ?? "", Kind = "value_error" };

    protected override void WriteError(Utf8JsonWriter writer, HttpErrorException error) => KubiyaErrors.Write(writer, error, options);

    private static HttpErrorException Unauthorized(string message, string hint) => new(401, message) { Hint = hint };

    private static Task Get(RequestContext context, Func<Task> endpoint, string allowed = "GET") =>
        context.Method == "GET" ? endpoint() : throw MethodNotAllowed(context, allowed);

    private async Task ListAsync(RequestContext context, string requestTrace)
    {
        var (items, total, page, size) = KubiyaTraceList.Read(context, this, store);
        await context.StreamAsync(async stream =>
        {
            var json = stream.Writer;
            json.WriteStartObject();
            json.WritePropertyName("items");
            await stream.ArrayAsync(items, WriteHeader).ConfigureAwait(false);
            var pages = Math.Max(1, (total + size - 1) / size);
            json.WriteNumber("total", total);
            json.WriteNumber("page", page);
            json.WriteNumber("page_size", size);
            json.WriteNumber("total_pages", pages);
            json.WriteBoolean("has_next", page < pages);
            json.WriteBoolean("has_previous", page > 1);
            UnknownMembers.Write(json, options.Kubiya.UnknownMembers);
            json.WriteEndObject();
        }).ConfigureAwait(false);
        AddRequestTrace("traces.list", requestTrace);
    }

    private async Task ReadAsync(RequestContext context, string id, string requestTrace)
    {
        var flat = new QueryReader(context, this, ["flat"]).Boolean("flat") ?? false;
        var trace = store.Find(id) ?? throw NotFound(id);
        await context.StreamAsync(async stream =>
        {
            stream.Writer.WriteStartObject();
            spans.WriteHeaderMembers(stream.Writer, trace);
            stream.Writer.WritePropertyName("spans");
            await new KubiyaSpanTreeWriter(store, spans, trace).WriteAsync(stream, flat).ConfigureAwait(false);
            stream.Writer.WriteEndObject();
        }).ConfigureAwait(false);
        AddRequestTrace("traces.get", requestTrace);
    }

    private Task SpansAsync(RequestContext context, string id)
    {
        var flat = new QueryReader(context, this, ["flat"]).Boolean("flat") ?? false;
        var trace = store.Find(id) ?? throw NotFound(id);
        return context.StreamAsync(stream => new KubiyaSpanTreeWriter(store, spans, trace).WriteAsync(stream, flat));
    }

    private Task DeleteAsync(RequestContext context, string id)
    {
        RejectQuery(context);
        if (!store.Remove(id))
            throw NotFound(id);
        return context.RespondAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("trace_id", id);
            json.WriteBoolean("deleted", true);
            json.WriteString("message", $"Trace {id} and all spans deleted successfully");
            json.WriteEndObject();
        });
    }

    private Task StatsAsync(RequestContext context)
    {
        var query = new QueryReader(context, this, ["time_from", "time_to"]);
        var time = query.Window("time_from", "time_to");
        if (time == default)
            time = new TimeWindow(
                options.TimeProvider.GetUtcNow().UtcTicks - TimeSpan.TicksPerDay, options.TimeProvider.GetUtcNow().UtcTicks);
        var totals = KubiyaTotals.Of(store, time);
        return context.RespondAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total_traces", totals.Traces);
            json.WriteNumber("success_count", totals.Successes);
            json.WriteNumber("error_count", totals.Errors);
            json.WriteNumber("running_count", totals.Running);
            json.WriteNumber("error_rate", totals.ErrorRate);
            json.WriteNumberOrNull("avg_duration_ms", totals.AverageDuration);
            json.WriteNumber("total_spans", totals.Spans);
            json.WriteString("period_start", time.From is { } start ? KubiyaDateFormatter.Format(start, options.Kubiya) : null);
            json.WriteString("period_end", time.To is { } end ? KubiyaDateFormatter.Format(end, options.Kubiya) : null);
            UnknownMembers.Write(json, options.Kubiya.UnknownMembers);
            json.WriteEndObject();
        });
    }

    private Task StorageStatsAsync(RequestContext context)
    {
        RejectQuery(context);
        var totals = KubiyaTotals.Of(store, default);
        var now = options.TimeProvider.GetUtcNow().UtcTicks;
        string? Date(long? ticks) =>
            ticks is { } value ? KubiyaDateFormatter.Format(value, KubiyaDateFormat.Offset, wholeSeconds: false) : null;
        return context.RespondAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total_traces", totals.Traces);
            json.WriteNumber("total_spans", totals.Spans);
            json.WriteStartObject("status_breakdown");
            json.WriteNumber("success", totals.Successes);
            json.WriteNumber("error", totals.Errors);
            json.WriteNumber("running", totals.Running);
            json.WriteEndObject();
            json.WriteStartObject("date_range");
            json.WriteString("oldest", Date(totals.Oldest));
            json.WriteString("newest", Date(totals.Newest));
            json.WriteEndObject();
            json.WriteStartObject("averages");
            json.WriteNumberOrNull("duration_ms", totals.AverageDuration);
            json.WriteNumberOrNull("span_count", totals.Traces == 0 ? null : Math.Round((double)totals.Spans / totals.Traces, 2));
            json.WriteEndObject();
            json.WriteStartObject("retention");
            json.WriteNumber("retention_days", 30);
            json.WriteString("cutoff_date", Date(now - (30 * TimeSpan.TicksPerDay)));
            json.WriteNumber("traces_to_expire", 0);
            json.WriteEndObject();
            json.WriteString("organization_id", KubiyaData.Organization);
            json.WriteString("retrieved_at", Date(now));
            json.WriteEndObject();
        });
    }

    private void WriteHeader(Utf8JsonWriter json, KubiyaTrace trace)
    {
        json.WriteStartObject();
        spans.WriteHeaderMembers(json, trace);
        json.WriteEndObject();
    }

    private void AddRequestTrace(string name, string requestTrace)
    {
        if (!options.Kubiya.ReadsCreateTraces)
            return;
        store.Add(JsonMembers.Parse("{}"u8).SetText("trace_id", requestTrace).SetText("name", name).SetNumber("duration_ms", 3)
            .SetText("ended_at", store.Now()));
        store.AddSpan(requestTrace, JsonMembers.Parse("{}"u8).SetText("name", name).SetText("kind", "SERVER"));
    }

    private static HttpErrorException NotFound(string id) => new(404, $"Trace {id} not found");
}
