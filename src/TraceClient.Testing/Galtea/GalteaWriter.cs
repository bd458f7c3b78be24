namespace TraceClient.Testing;

/// <summary>Writes generated objects in the format of Galtea: each documented member, null if it has no value.</summary>
internal sealed class GalteaWriter(GalteaData data, GalteaSimulatorOptions options, SeededRandom random)
{
    private const decimal CostUnitsPerDollar = 100_000_000m;

    public void WriteRow(Utf8JsonWriter json, GalteaRow row)
    {
        if (row.Raw is { } raw)
        {
            raw.Write(json);
            return;
        }

        var (result, span) = data.Layout.Locate(row.Index);
        var (start, end) = data.Times(result, span);
        var role = data.RoleOf(result, span);
        var (step, round) = data.StepOf(result, span);
        var isNameOnly = role == GalteaData.RowRole.NameOnly;
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteString("inferenceResultId", row.InferenceResultId);
        json.WriteString("name", row.Name);
        json.WriteString("type", row.Type);
        json.WriteString("description", span == 0 ? "One turn of the conversation" : null);
        json.WritePropertyName("inputData");
        WriteInput(json, result, span, step, round, role);
        json.WritePropertyName("outputData");
        WriteOutput(json, result, span, step, round, role);
        json.WriteString("error", data.Error(result, span));
        WriteLatency(json, result, span, start, end, isNameOnly);
        WriteMetadata(json, result, step, round, role);
        json.WriteString("parentTraceId", data.ParentId(result, span));
        WriteTime(json, "startTime", start, data.RoleOf(result, span) == GalteaData.RowRole.SecondRoot);
        WriteTime(json, "endTime", end, false);
        json.WriteString("createdAt", TimestampFormat.Milliseconds(row.CreatedAt));
        json.WriteNull("deletedAt");
        UnknownMembers.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public void WriteResult(Utf8JsonWriter json, GalteaInferenceResult result)
    {
        if (result.Raw is { } raw)
        {
            raw.Write(json);
            return;
        }

        var index = result.Index;
        var status = data.Status(index);
        var (input, output, cost) = data.Usage(index);
        var scenario = data.ScenarioOf(index);
        var isDone = status is "GENERATED" or "FAILED";
        json.WriteStartObject();
        json.WriteString("id", result.Id);
        json.WriteString("sessionId", result.SessionId);
        json.WriteNull("userId");
        json.WriteNumber("index", data.Turn(index));
        json.WriteString("status", status);
        json.WriteStartObject("input");
        json.WriteString("user_message", data.Filled(index, scenario.Turn.Question, 0));
        json.WriteEndObject();
        json.WriteString("actualOutput", status == "GENERATED" ? data.Filled(index, scenario.Turn.Reply, 0) : null);
        json.WriteNull("retrievalContext");
        json.WriteNumberOrNull("latency", isDone ? data.DurationMs(index) : null);
        json.WriteNumberOrNull("inputTokens", isDone ? input : null);
        json.WriteNumberOrNull("outputTokens", isDone ? output : null);
        json.WriteNull("cacheReadInputTokens");
        json.WriteNumberOrNull("tokens", isDone ? input + output : null);
        // The service has the cost of some turns only.
        json.WriteNumberOrNull("cost", isDone && index % 5 != 2 ? cost / CostUnitsPerDollar : null);
        json.WriteNull("creditsUsed");
        json.WriteNull("conversationSimulatorVersion");
        json.WriteString("traceId", index % 3 == 0 ? null : $"{random.At(index, 0, 32):x16}{random.At(index, 0, 33):x16}");
        json.WriteString("createdAt", TimestampFormat.Milliseconds(result.CreatedAt));
        json.WriteNull("deletedAt");
        UnknownMembers.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public void WriteSession(Utf8JsonWriter json, GalteaSession session)
    {
        if (session.Raw is { } raw)
        {
            raw.Write(json);
            return;
        }

        var isFailed = session.Index % 7 == 3;
        json.WriteStartObject();
        json.WriteString("id", session.Id);
        json.WriteString("customId", session.CustomId);
        json.WriteString("versionId", session.VersionId);
        json.WriteNull("userId");
        json.WriteString("testCaseId", session.TestCaseId);
        json.WriteNull("context");
        json.WriteNull("stoppingReason");
        json.WriteString("error", isFailed ? "no message for 30 minutes" : null);
        json.WriteString("status", isFailed ? "FAILED" : session.Index == 0 ? "PENDING" : "COMPLETED");
        json.WriteBoolean("isProduction", session.TestCaseId is null);
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WriteString("createdAt", TimestampFormat.Milliseconds(session.CreatedAt));
        json.WriteNull("deletedAt");
        UnknownMembers.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public void WriteVersion(Utf8JsonWriter json, long version)
    {
        json.WriteStartObject();
        json.WriteString("id", data.VersionIds[version]);
        json.WriteString("productId", data.ProductIds[version / GalteaData.VersionsPerProduct]);
        json.WriteNull("userId");
        json.WriteString("name", VersionName(version));
        json.WriteNull("description");
        json.WriteNull("modelId");
        json.WriteNull("systemPrompt");
        json.WriteString("createdAt", TimestampFormat.Milliseconds(VersionCreatedAt(version)));
        json.WriteNull("deletedAt");
        UnknownMembers.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public void WriteProduct(Utf8JsonWriter json, long product)
    {
        json.WriteStartObject();
        json.WriteString("id", data.ProductIds[product]);
        json.WriteString("organizationId", OrganizationId);
        json.WriteNull("userId");
        json.WriteString("name", ProductName(product));
        json.WriteString("description", product == 0 ? "Helps customers of the web shop" : "Helps colleagues with their work");
        foreach (var name in new[] { "riskLevel", "operatorType", "securityBoundaries", "capabilities", "inabilities", "policies" })
            json.WriteNull(name);
        json.WriteStartArray("tags");
        json.WriteStringValue("internal");
        json.WriteEndArray();
        json.WriteString("createdAt", TimestampFormat.Milliseconds(ProductCreatedAt(product)));
        json.WriteNull("deletedAt");
        UnknownMembers.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public string OrganizationId => "organization_" + data.OtherIds[0];

    public static string ProductName(long product) => product == 0 ? "Support bot" : "Copilots";

    public static string VersionName(long version) =>
        string.Create(CultureInfo.InvariantCulture, $"1.{version % GalteaData.VersionsPerProduct}.0");

    public long VersionCreatedAt(long version) => data.Start - (TimeSpan.TicksPerDay * (20 - version));

    public long ProductCreatedAt(long product) => data.Start - (TimeSpan.TicksPerDay * (40 - product));

    private void WriteInput(Utf8JsonWriter json, long result, int span, GalteaStep? step, int round, GalteaData.RowRole role)
    {
        if (step is { IsModelCall: true })
            ModelCall(json, result, step, round).WriteRequest();
        else if (step is { Type: "AGENT" })
            WriteObject(json, "question", data.Filled(result, data.ScenarioOf(result).Turn.Question, round));
        else if (step is not null)
            json.WriteRawValue(data.Filled(result, step.Input, round), skipInputValidation: true);
        else
            WriteSpecial(json, role, isInput: true);
    }

    private void WriteOutput(Utf8JsonWriter json, long result, int span, GalteaStep? step, int round, GalteaData.RowRole role)
    {
        if (step is { IsModelCall: true })
            ModelCall(json, result, step, round).WriteResponse(CallId(result, span, 42));
        else if (step is { Error: not null } or { Type: "AGENT" } && data.Status(result) != "GENERATED")
            json.WriteNullValue();
        else if (step is { Type: "AGENT" })
            WriteObject(json, "reply", data.Filled(result, data.ScenarioOf(result).Turn.Reply, round));
        else if (step is { Type: "EMBEDDING" })
            WriteEmbedding(json, result, span);
        else if (step is not null)
            json.WriteRawValue(data.Filled(result, step.Output, round), skipInputValidation: true);
        else
            WriteSpecial(json, role, isInput: false);
    }

    /// <summary>Writes the input or output of a special row: null, text, an array or an object.</summary>
    private static void WriteSpecial(Utf8JsonWriter json, GalteaData.RowRole role, bool isInput) => json.WriteRawValue(
        (role, isInput) switch
        {
            (GalteaData.RowRole.SecondRoot, true) => """{"rating":"up","channel":"chat"}""",
            (GalteaData.RowRole.SecondRoot, false) => "{}",
            (GalteaData.RowRole.Orphan, true) => "\"conversation\"",
            (GalteaData.RowRole.Orphan, false) => """["question","reply"]""",
            (GalteaData.RowRole.NormalisedType, true) =>
                """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Sum up the conversation in one sentence."}]}""",
            (GalteaData.RowRole.NormalisedType, false) =>
                Template.OneLine("""
                    {"choices":[{"index":0,
                    "message":{"role":"assistant","content":"The user asked for help, and the agent used its tools to reply."},
                    "finish_reason":"stop"}]}
                    """),
            _ => "null",
        },
        skipInputValidation: true);

    private static void WriteObject(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString(name, value);
        json.WriteEndObject();
    }

    private void WriteEmbedding(Utf8JsonWriter json, long result, int span)
    {
        json.WriteStartObject();
        json.WriteString("model", "text-embedding-3-small");
        json.WriteNumber("dimensions", 8);
        json.WriteStartArray("embedding");
        for (var at = 0; at < 8; at++)
            json.WriteNumberValue((random.Below(2000, result, span, 50 + at) - 1000) / 10_000m);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private GalteaModelCall ModelCall(Utf8JsonWriter json, long result, GalteaStep step, int round) => new(
        json, data.ScenarioOf(result), step, round, (text, of) => data.Filled(result, text, of), (tool, of) => ToolId(result, tool, of),
        data.TokensOf(result, step));

    /// <summary>Gets the id of a tool call, the same in the request of the model, in the row of the tool and in its result.</summary>
    private string ToolId(long result, GalteaStep tool, int round) =>
        CallId(result, tool.IsRepeated ? 1000L + round : tool.IsRetry ? tool.Position - 1 : tool.Position, 43);

    private string CallId(long result, long part, int field) =>
        random.At(result, part, field).ToString("x16", CultureInfo.InvariantCulture);

    private void WriteLatency(Utf8JsonWriter json, long result, int span, long? start, long? end, bool isNameOnly)
    {
        // Rows have times without a latency, a latency without times, both or neither.
        if (isNameOnly || (start is not null && end is null) || (end is not null && (result + span) % 6 == 5))
            json.WriteNull("latencyMs");
        else if (start is { } from && end is { } to)
            json.WriteNumber("latencyMs", (to - from) / (double)TimeSpan.TicksPerMillisecond);
        else
            json.WriteNumber("latencyMs", random.Below(4000, result, span, 37) / 4.0);
    }

    private void WriteMetadata(Utf8JsonWriter json, long result, GalteaStep? step, int round, GalteaData.RowRole role)
    {
        var model = data.ScenarioOf(result).Agent.Model;
        if (role != GalteaData.RowRole.NormalisedType && step is not { Type: "GENERATION" or "EMBEDDING" or "TOOL" })
        {
            json.WriteNull("metadata");
            return;
        }

        json.WriteStartObject("metadata");
        if (step is { IsTool: true })
        {
            json.WriteString("gen_ai.tool.name", step.Name);
            json.WriteString("gen_ai.tool.call.id", GalteaModelCall.ToolCallId(model, ToolId(result, step, round)));
        }
        else if (step is { Type: "EMBEDDING" })
        {
            json.WriteString("gen_ai.provider.name", "openai");
            json.WriteString("gen_ai.request.model", "text-embedding-3-small");
        }
        else if (step is not null)
        {
            WriteUsage(json, model, data.TokensOf(result, step));
        }
        else
        {
            json.WriteString("galtea.span.original_type", "LLM");
            WriteUsage(json, GalteaData.SummaryModel, data.SummaryTokens(result));
        }

        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, GalteaModel model, (long Input, long Output) tokens)
    {
        json.WriteString("gen_ai.provider.name", model.Provider);
        json.WriteString("gen_ai.request.model", model.Name);
        json.WriteNumber("gen_ai.usage.input_tokens", tokens.Input);
        json.WriteNumber("gen_ai.usage.output_tokens", tokens.Output);
        json.WriteNumber("gen_ai.usage.cost", model.Cost(tokens.Input, tokens.Output) / CostUnitsPerDollar);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, long? ticks, bool withOffset) => json.WriteString(name, ticks switch
    {
        { } value when withOffset => KubiyaDateFormatter.Format(value, KubiyaDateFormat.Offset, wholeSeconds: false),
        { } value => TimestampFormat.Milliseconds(value),
        _ => null,
    });
}
