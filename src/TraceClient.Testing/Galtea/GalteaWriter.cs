namespace TraceClient.Testing;

/// <summary>Writes generated objects as Galtea does: every documented member, null where there is nothing.</summary>
internal sealed class GalteaWriter(GalteaData data, GalteaSimulatorOptions options, Noise noise)
{
    public void WriteRow(Utf8JsonWriter json, GalteaRow row)
    {
        if (row.Raw is { } raw)
        {
            raw.Write(json);
            return;
        }

        var (result, span) = data.Layout.Locate(row.Index);
        var (start, end) = data.Times(result, span);
        var isNameOnly = data.RoleOf(result, span) == GalteaData.LastRow.NameOnly;
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteString("inferenceResultId", row.InferenceResultId);
        json.WriteString("name", row.Name);
        json.WriteString("type", row.Type);
        json.WriteString("description", span == 0 ? "Root step of the turn" : null);
        WriteInput(json, result, span, row, isNameOnly);
        WriteOutput(json, result, span, row, isNameOnly);
        json.WriteString("error", data.Error(result, span));
        WriteLatency(json, result, span, start, end, isNameOnly);
        WriteMetadata(json, result, span, row);
        json.WriteString("parentTraceId", data.ParentId(result, span));
        WriteTime(json, "startTime", start, data.RoleOf(result, span) == GalteaData.LastRow.SecondRoot);
        WriteTime(json, "endTime", end, false);
        json.WriteString("createdAt", Clock.Milliseconds(row.CreatedAt));
        json.WriteNull("deletedAt");
        Unknown.Write(json, options.UnknownMembers);
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
        var (input, output) = (300 + noise.Below(500, index, 0, 30), 20 + noise.Below(200, index, 0, 31));
        var isDone = status == "GENERATED";
        json.WriteStartObject();
        json.WriteString("id", result.Id);
        json.WriteString("sessionId", result.SessionId);
        json.WriteNull("userId");
        json.WriteNumber("index", data.Turn(index));
        json.WriteString("status", status);
        json.WriteStartObject("input");
        json.WriteString("user_message", "Where is my order?");
        json.WriteEndObject();
        json.WriteString("actualOutput", isDone ? "It ships tomorrow." : null);
        json.WriteNull("retrievalContext");
        WriteNumber(json, "latency", isDone ? data.DurationMs(index) : null);
        WriteNumber(json, "inputTokens", isDone ? input : null);
        WriteNumber(json, "outputTokens", isDone ? output : null);
        json.WriteNull("cacheReadInputTokens");
        WriteNumber(json, "tokens", isDone ? input + output : null);
        WriteNumber(json, "cost", isDone && index % 2 == 0 ? Math.Round((input * 0.000003) + (output * 0.000015), 6) : null);
        json.WriteNull("creditsUsed");
        json.WriteNull("conversationSimulatorVersion");
        json.WriteString("traceId", index % 3 == 0 ? null : $"{noise.At(index, 0, 32):x16}{noise.At(index, 0, 33):x16}");
        json.WriteString("createdAt", Clock.Milliseconds(result.CreatedAt));
        json.WriteNull("deletedAt");
        Unknown.Write(json, options.UnknownMembers);
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
        json.WriteString("error", isFailed ? "the agent gave up" : null);
        json.WriteString("status", isFailed ? "FAILED" : session.Index == 0 ? "PENDING" : "COMPLETED");
        json.WriteBoolean("isProduction", session.TestCaseId is null);
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WriteString("createdAt", Clock.Milliseconds(session.CreatedAt));
        json.WriteNull("deletedAt");
        Unknown.Write(json, options.UnknownMembers);
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
        json.WriteString("createdAt", Clock.Milliseconds(VersionCreatedAt(version)));
        json.WriteNull("deletedAt");
        Unknown.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public void WriteProduct(Utf8JsonWriter json, long product)
    {
        json.WriteStartObject();
        json.WriteString("id", data.ProductIds[product]);
        json.WriteString("organizationId", OrganizationId);
        json.WriteNull("userId");
        json.WriteString("name", ProductName(product));
        json.WriteString("description", "Answers order questions");
        foreach (var name in new[] { "riskLevel", "operatorType", "securityBoundaries", "capabilities", "inabilities", "policies" })
            json.WriteNull(name);
        json.WriteStartArray("tags");
        json.WriteStringValue("internal");
        json.WriteEndArray();
        json.WriteString("createdAt", Clock.Milliseconds(ProductCreatedAt(product)));
        json.WriteNull("deletedAt");
        Unknown.Write(json, options.UnknownMembers);
        json.WriteEndObject();
    }

    public string OrganizationId => "organization_" + data.OtherIds[0];

    public static string ProductName(long product) => product == 0 ? "Support bot" : "Order desk";

    public static string VersionName(long version) => string.Create(CultureInfo.InvariantCulture, $"1.{version % GalteaData.VersionsPerProduct}.0");

    public long VersionCreatedAt(long version) => data.Start - (TimeSpan.TicksPerDay * (20 - version));

    public long ProductCreatedAt(long product) => data.Start - (TimeSpan.TicksPerDay * (40 - product));

    private void WriteInput(Utf8JsonWriter json, long result, int span, GalteaRow row, bool isNameOnly)
    {
        json.WritePropertyName("inputData");
        if (isNameOnly)
        {
            json.WriteNullValue();
            return;
        }

        if (data.RoleOf(result, span) == GalteaData.LastRow.Orphan)
        {
            json.WriteStringValue("a bare string input");
            return;
        }

        json.WriteStartObject();
        switch (row.Type)
        {
            case "AGENT":
                json.WriteString("question", "Where is my order?");
                break;
            case "GENERATION":
                json.WriteStartArray("messages");
                json.WriteStartObject();
                json.WriteString("role", "user");
                json.WriteString("content", "Where is my order?");
                json.WriteEndObject();
                json.WriteEndArray();
                break;
            case "RETRIEVER":
                json.WriteString("query", "shipping");
                break;
            case "TOOL":
                json.WriteString("order_id", $"o-{noise.Below(1000, result, span, 34)}");
                break;
            case "EMBEDDING":
                json.WriteString("text", "Where is my order?");
                break;
        }

        json.WriteEndObject();
    }

    private void WriteOutput(Utf8JsonWriter json, long result, int span, GalteaRow row, bool isNameOnly)
    {
        json.WritePropertyName("outputData");
        if (isNameOnly || data.Error(result, span) is not null)
        {
            json.WriteNullValue();
            return;
        }

        if (data.RoleOf(result, span) == GalteaData.LastRow.Orphan || row.Type == "EMBEDDING")
        {
            json.WriteStartArray();
            json.WriteNumberValue(1);
            json.WriteNumberValue(2);
            json.WriteNumberValue(3);
            json.WriteEndArray();
            return;
        }

        json.WriteStartObject();
        switch (row.Type)
        {
            case "AGENT":
                json.WriteString("result", "It ships tomorrow.");
                break;
            case "GENERATION":
                json.WriteString("content", "It ships tomorrow.");
                break;
            case "RETRIEVER":
                json.WriteStartArray("documents");
                json.WriteStringValue("Orders ship within 2 days.");
                json.WriteEndArray();
                break;
            case "TOOL":
                json.WriteString("state", "packed");
                break;
            case "GUARDRAIL":
                json.WriteBoolean("passed", noise.Below(5, result, span, 35) > 0);
                break;
            case "EVALUATOR":
                json.WriteNumber("score", noise.Below(101, result, span, 36) / 100.0);
                break;
        }

        json.WriteEndObject();
    }

    private void WriteLatency(Utf8JsonWriter json, long result, int span, long? start, long? end, bool isNameOnly)
    {
        // Times without a latency, a latency without times, both or neither: all occur.
        if (isNameOnly || (start is not null && end is null) || (end is not null && (result + span) % 6 == 5))
            json.WriteNull("latencyMs");
        else if (start is { } from && end is { } to)
            json.WriteNumber("latencyMs", (to - from) / (double)TimeSpan.TicksPerMillisecond);
        else
            json.WriteNumber("latencyMs", noise.Below(4000, result, span, 37) / 4.0);
    }

    private void WriteMetadata(Utf8JsonWriter json, long result, int span, GalteaRow row)
    {
        if (data.RoleOf(result, span) == GalteaData.LastRow.NormalisedType)
        {
            json.WriteStartObject("metadata");
            json.WriteString("galtea.span.original_type", "LLM");
            json.WriteEndObject();
        }
        else if (row.Type == "GENERATION")
        {
            json.WriteStartObject("metadata");
            json.WriteString("gen_ai.request.model", "some-model");
            json.WriteNumber("gen_ai.usage.input_tokens", 100 + noise.Below(400, result, span, 38));
            json.WriteNumber("gen_ai.usage.output_tokens", 10 + noise.Below(100, result, span, 39));
            json.WriteNumber("gen_ai.usage.cost", 0.0042);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("metadata");
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, long? ticks, bool withOffset) => json.WriteString(name, ticks switch
    {
        { } value when withOffset => KubiyaDates.Format(value, KubiyaDateForm.Offset, wholeSeconds: false),
        { } value => Clock.Milliseconds(value),
        _ => null,
    });

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
