namespace TraceClient.Testing;

/// <summary>The endpoints that create and delete rows.</summary>
internal sealed class GalteaSpanWriteEndpoints(GalteaStore store, GalteaWriter writer, TraceSimulatorOptions options)
{
    private const int MaxPayload = 10 * 1024 * 1024;
    private const int MaxDescription = 1024 * 1024;

    private static readonly string[] Members =
        ["id", "inferenceResultId", "name", "type", "description", "inputData", "outputData", "error", "latencyMs", "metadata",
            "parentTraceId", "startTime", "endTime"];

    private static readonly string[] Types =
        ["SPAN", "GENERATION", "EVENT", "AGENT", "TOOL", "CHAIN", "RETRIEVER", "EVALUATOR", "EMBEDDING", "GUARDRAIL"];

    public Task CreateAsync(RequestContext context, GalteaService service)
    {
        service.RejectQuery(context);
        var row = service.ReadBody(context, Members);
        if (Problem(row) is { } problem)
            throw service.InvalidBody(problem);
        var added = Add(row);
        return context.RespondAsync(201, json => writer.WriteRow(json, added));
    }

    public Task CreateBatchAsync(RequestContext context, GalteaService service)
    {
        service.RejectQuery(context);
        var body = service.ReadBody(context, "traces");
        if (!body.TryGetProperty("traces", out var rows) || rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() == 0)
            throw service.InvalidBody("\"traces\" must be an array of at least one row");
        var added = new List<GalteaRow>();
        var firstProblem = "";
        foreach (var (row, number) in rows.EnumerateArray().Select((row, at) => (row, at + 1)))
        {
            var unknown = row.ValueKind == JsonValueKind.Object ? row.EnumerateObject().Select(member => member.Name)
                .FirstOrDefault(name => !Members.Contains(name, StringComparer.Ordinal)) : null;
            if (unknown is not null)
                throw service.InvalidBody($"traces[{number - 1}]: unknown member \"{unknown}\"");
            if (Problem(row) is { } problem)
                firstProblem = firstProblem.Length > 0 ? firstProblem : problem;
            else if (options.Galtea.BatchDropsEvery is not (> 0 and var every) || number % every != 0)
                added.Add(Add(row));
        }

        // Invalid rows are omitted without an error, unless no row is left.
        if (added.Count == 0 && firstProblem.Length > 0)
            throw service.InvalidBody($"no row was accepted: {firstProblem}");
        return context.RespondAsync(201, json =>
        {
            json.WriteStartArray();
            foreach (var row in added)
                writer.WriteRow(json, row);
            json.WriteEndArray();
        });
    }

    public Task DeleteAsync(RequestContext context, GalteaService service, string id)
    {
        service.RejectQuery(context);
        if (!store.RemoveRow(id))
            throw GalteaService.SpanNotFound(id);
        return context.RespondAsync(204, null, default);
    }

    public Task DeleteBatchAsync(RequestContext context, GalteaService service)
    {
        service.RejectQuery(context);
        var body = service.ReadBody(context, "ids");
        if (!body.TryGetProperty("ids", out var ids) || ids.ValueKind != JsonValueKind.Array
            || ids.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.String))
            throw service.InvalidBody("\"ids\" must be an array of strings");
        foreach (var id in ids.EnumerateArray())
            store.RemoveRow(id.GetString()!);
        return context.RespondAsync(204, null, default);
    }

    private string? Problem(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
            return "a row must be an object";
        if (Text(row, "inferenceResultId") is not { Length: > 0 } result)
            return "inferenceResultId is required";
        if (Text(row, "name") is not { Length: > 0 })
            return "name is required and not empty";
        if (store.FindResult(result) is null)
            return $"Inference result {result} not found";
        if (Text(row, "id") is { } id && store.FindRow(id) is not null)
            return $"Span {id} already exists";
        if (Text(row, "description") is { Length: > MaxDescription })
            return "description is limited to 1 MB";
        foreach (var name in new[] { "inputData", "outputData", "metadata" })
        {
            if (row.TryGetProperty(name, out var payload) && Encoding.UTF8.GetByteCount(payload.GetRawText()) > MaxPayload)
                return $"{name} is limited to 10 MB";
        }

        foreach (var name in new[] { "startTime", "endTime" })
        {
            if (row.TryGetProperty(name, out var time) && time.ValueKind != JsonValueKind.Null
                && !(Text(row, name) is { } text && TimestampFormat.TryParse(text, out _)))
                return $"{name} must be an ISO 8601 date and time";
        }

        return row.TryGetProperty("latencyMs", out var latency) && latency.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null)
            ? "latencyMs must be a number"
            : null;
    }

    /// <summary>Adds a row. An unknown type becomes SPAN, and is kept in the metadata.</summary>
    private GalteaRow Add(JsonElement row)
    {
        var members = JsonMembers.Parse(Encoding.UTF8.GetBytes(row.GetRawText()));
        if (members.Text("type") is { } type && !Types.Contains(type, StringComparer.Ordinal))
        {
            members.SetText("type", "SPAN");
            var metadata = members.IsNull("metadata") ? JsonMembers.Parse("{}"u8) : Parsed(members.Raw("metadata")!);
            if (metadata is not null)
                members.Set("metadata", JsonBytes.Of(metadata.SetText("galtea.span.original_type", type).Write));
        }

        return store.AddRow(members);
    }

    private static JsonMembers? Parsed(byte[] json) => json[0] == (byte)'{' ? JsonMembers.Parse(json) : null;

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
