namespace TraceClient.Testing;

/// <summary>The control plane's endpoints.</summary>
internal sealed class KubiyaService(KubiyaStore store, KubiyaWriter spans, TraceSimulatorOptions options, SimulatorTokens tokens)
    : ServiceHandler
{
    private readonly Noise _noise = new(options.Seed, "kubiya requests");
    private readonly KubiyaRateLimit _limit = new(options);

    public override Refusal BadParameter(string name, string? value, string problem, string kind) =>
        new(422, problem) { Parameter = name, Input = value, Kind = kind };

    protected override void Authenticate(Exchange exchange)
    {
        var header = exchange.Header("Authorization");
        if (string.IsNullOrEmpty(header))
            throw Unauthorized("Authorization header is required", "Include 'Authorization: Bearer <token>' header");
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || header[..space] is not ("Bearer" or "UserKey"))
            throw Unauthorized("Invalid authorization header format", "The scheme is Bearer or UserKey, spelled exactly so");
        if (!string.Equals(header[(space + 1)..], tokens.Kubiya, StringComparison.Ordinal))
            throw Unauthorized("Invalid or expired authentication token", "Ensure you're using a valid Kubiya API token");
    }

    protected override Task DispatchAsync(Exchange exchange)
    {
        var requestTrace = $"{_noise.At(exchange.Request.Sequence):x16}{_noise.At(exchange.Request.Sequence, 1):x16}";
        exchange.SetHeader("X-Trace-ID", requestTrace);
        _limit.Take(exchange);
        if (exchange.Segments is [.., ""])
        {
            throw new Refusal(307, "Temporary Redirect")
            {
                Hint = "no path of this service ends in a slash",
                Headers = [new("Location",
                    $"/kubiya{exchange.Request.Path.TrimEnd('/')}"
                    + $"{(exchange.Request.RawQuery.Length > 0 ? "?" : "")}{exchange.Request.RawQuery}")],
            };
        }

        NoBody(exchange);
        return exchange.Segments switch
        {
            ["api", "v1", "traces"] => Get(exchange, () => ListAsync(exchange, requestTrace)),
            ["api", "v1", "traces", "stats"] => Get(exchange, () => StatsAsync(exchange)),
            ["api", "v1", "traces", "storage", "stats"] => Get(exchange, () => StorageStatsAsync(exchange)),
            ["api", "v1", "traces", var id] => exchange.Method == "DELETE"
                ? DeleteAsync(exchange, id)
                : Get(exchange, () => ReadAsync(exchange, id, requestTrace), "GET, DELETE"),
            ["api", "v1", "traces", var id, "spans"] => Get(exchange, () => SpansAsync(exchange, id)),
            _ => throw new Refusal(404, "Not Found") { Hint = $"this service has no path {exchange.Request.Path}" },
        };
    }

    protected override Refusal BadBody(string problem, string? member = null) =>
        new(422, problem) { Place = "body", Parameter = member ?? "", Kind = "value_error" };

    protected override void WriteRefusal(Utf8JsonWriter writer, Refusal refusal) => KubiyaErrors.Write(writer, refusal, options);

    private static Refusal Unauthorized(string message, string hint) => new(401, message) { Hint = hint };

    private static Task Get(Exchange exchange, Func<Task> answer, string allowed = "GET") =>
        exchange.Method == "GET" ? answer() : throw MethodNotAllowed(exchange, allowed);

    private async Task ListAsync(Exchange exchange, string requestTrace)
    {
        var (items, total, page, size) = KubiyaList.Read(exchange, this, store);
        await exchange.StreamAsync(async stream =>
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
            Unknown.Write(json, options.Kubiya.UnknownMembers);
            json.WriteEndObject();
        }).ConfigureAwait(false);
        Remember("traces.list", requestTrace);
    }

    private async Task ReadAsync(Exchange exchange, string id, string requestTrace)
    {
        var flat = new QueryReader(exchange, this, ["flat"]).Boolean("flat") ?? false;
        var trace = store.Find(id) ?? throw NotFound(id);
        await exchange.StreamAsync(async stream =>
        {
            stream.Writer.WriteStartObject();
            spans.WriteHeaderMembers(stream.Writer, trace);
            stream.Writer.WritePropertyName("spans");
            await new KubiyaSpanTree(store, spans, trace).WriteAsync(stream, flat).ConfigureAwait(false);
            stream.Writer.WriteEndObject();
        }).ConfigureAwait(false);
        Remember("traces.get", requestTrace);
    }

    private Task SpansAsync(Exchange exchange, string id)
    {
        var flat = new QueryReader(exchange, this, ["flat"]).Boolean("flat") ?? false;
        var trace = store.Find(id) ?? throw NotFound(id);
        return exchange.StreamAsync(stream => new KubiyaSpanTree(store, spans, trace).WriteAsync(stream, flat));
    }

    private Task DeleteAsync(Exchange exchange, string id)
    {
        _ = new QueryReader(exchange, this, []);
        if (!store.Remove(id))
            throw NotFound(id);
        return exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("trace_id", id);
            json.WriteBoolean("deleted", true);
            json.WriteString("message", $"Trace {id} and all spans deleted successfully");
            json.WriteEndObject();
        });
    }

    private Task StatsAsync(Exchange exchange)
    {
        var query = new QueryReader(exchange, this, ["time_from", "time_to"]);
        var time = query.Window("time_from", "time_to");
        if (time == default)
            time = new TimeWindow(
                options.TimeProvider.GetUtcNow().UtcTicks - TimeSpan.TicksPerDay, options.TimeProvider.GetUtcNow().UtcTicks);
        var totals = KubiyaTotals.Of(store, time);
        return exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total_traces", totals.Traces);
            json.WriteNumber("success_count", totals.Successes);
            json.WriteNumber("error_count", totals.Errors);
            json.WriteNumber("running_count", totals.Running);
            json.WriteNumber("error_rate", totals.ErrorRate);
            WriteNumber(json, "avg_duration_ms", totals.AverageDuration);
            json.WriteNumber("total_spans", totals.Spans);
            json.WriteString("period_start", time.From is { } start ? KubiyaDates.Format(start, options.Kubiya) : null);
            json.WriteString("period_end", time.To is { } end ? KubiyaDates.Format(end, options.Kubiya) : null);
            Unknown.Write(json, options.Kubiya.UnknownMembers);
            json.WriteEndObject();
        });
    }

    private Task StorageStatsAsync(Exchange exchange)
    {
        _ = new QueryReader(exchange, this, []);
        var totals = KubiyaTotals.Of(store, default);
        var now = options.TimeProvider.GetUtcNow().UtcTicks;
        string? Date(long? ticks) => ticks is { } value ? KubiyaDates.Format(value, KubiyaDateForm.Offset, wholeSeconds: false) : null;
        return exchange.AnswerAsync(200, json =>
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
            WriteNumber(json, "duration_ms", totals.AverageDuration);
            WriteNumber(json, "span_count", totals.Traces == 0 ? null : Math.Round((double)totals.Spans / totals.Traces, 2));
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

    private void Remember(string name, string requestTrace)
    {
        if (!options.Kubiya.ReadsCreateTraces)
            return;
        store.Add(JsonMembers.Parse("{}"u8).SetText("trace_id", requestTrace).SetText("name", name).SetNumber("duration_ms", 3)
            .SetText("ended_at", store.Now()));
        store.AddSpan(requestTrace, JsonMembers.Parse("{}"u8).SetText("name", name).SetText("kind", "SERVER"));
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static Refusal NotFound(string id) => new(404, string.Create(CultureInfo.InvariantCulture, $"Trace {id} not found"));
}
