namespace TraceClient.Galtea;

/// <summary>Reads Galtea's responses.</summary>
internal static class GalteaWire
{
    public static WireType<GalteaTrace> Trace { get; } = new(
        ("id", (row, ref json) => row.Id = json.Text()),
        ("inferenceResultId", (row, ref json) => row.InferenceResultId = json.SharedText()),
        ("name", (row, ref json) => row.Name = json.SharedText()),
        ("type", (row, ref json) => row.Type = json.SharedText()),
        ("description", (row, ref json) => row.Description = json.SharedText()),
        ("inputData", (row, ref json) => row.InputData = json.Payload()),
        ("outputData", (row, ref json) => row.OutputData = json.Payload()),
        ("error", (row, ref json) => row.Error = json.Payload()),
        ("latencyMs", (row, ref json) => row.LatencyMs = json.Double()),
        ("metadata", (row, ref json) => row.Metadata = json.Payload()),
        ("parentTraceId", (row, ref json) => row.ParentTraceId = json.Text()),
        ("startTime", (row, ref json) => row.StartTime = json.Time(TimeNumber.None)),
        ("endTime", (row, ref json) => row.EndTime = json.Time(TimeNumber.None)),
        ("createdAt", (row, ref json) => row.CreatedAt = json.Time(TimeNumber.None)),
        ("deletedAt", (row, ref json) => row.DeletedAt = json.Time(TimeNumber.None)),
        ("nodeType", (row, ref json) => row.NodeType = json.SharedText()));

    public static WireType<GalteaInferenceResult> InferenceResult { get; } = new(
        ("id", (result, ref json) => result.Id = json.Text()),
        ("sessionId", (result, ref json) => result.SessionId = json.Text()),
        ("userId", (result, ref json) => result.UserId = json.SharedText()),
        ("index", (result, ref json) => result.Index = json.Int32()),
        ("status", (result, ref json) => result.Status = json.SharedText()),
        ("input", (result, ref json) => result.Input = json.Payload()),
        ("actualOutput", (result, ref json) => result.ActualOutput = json.Payload()),
        ("retrievalContext", (result, ref json) => result.RetrievalContext = json.Payload()),
        ("latency", (result, ref json) => result.Latency = json.Double()),
        ("inputTokens", (result, ref json) => result.InputTokens = json.Int64()),
        ("outputTokens", (result, ref json) => result.OutputTokens = json.Int64()),
        ("cacheReadInputTokens", (result, ref json) => result.CacheReadInputTokens = json.Int64()),
        ("tokens", (result, ref json) => result.Tokens = json.Int64()),
        ("cost", (result, ref json) => result.Cost = json.Double()),
        ("creditsUsed", (result, ref json) => result.CreditsUsed = json.Double()),
        ("conversationSimulatorVersion", (result, ref json) => result.ConversationSimulatorVersion = json.Payload()),
        ("traceId", (result, ref json) => result.TraceId = json.Text()),
        ("createdAt", (result, ref json) => result.CreatedAt = json.Time(TimeNumber.None)),
        ("deletedAt", (result, ref json) => result.DeletedAt = json.Time(TimeNumber.None)));

    public static WireTypes Types { get; } = new WireTypes()
        .With(Trace)
        .With(InferenceResult)
        .With(new WireType<GalteaSession>(
            ("id", (session, ref json) => session.Id = json.Text()),
            ("customId", (session, ref json) => session.CustomId = json.Text()),
            ("versionId", (session, ref json) => session.VersionId = json.Text()),
            ("userId", (session, ref json) => session.UserId = json.Text()),
            ("testCaseId", (session, ref json) => session.TestCaseId = json.Text()),
            ("context", (session, ref json) => session.Context = json.Payload()),
            ("stoppingReason", (session, ref json) => session.StoppingReason = json.Payload()),
            ("error", (session, ref json) => session.Error = json.Payload()),
            ("status", (session, ref json) => session.Status = json.Text()),
            ("isProduction", (session, ref json) => session.IsProduction = json.Boolean()),
            ("metadata", (session, ref json) => session.Metadata = json.Payload()),
            ("createdAt", (session, ref json) => session.CreatedAt = json.Time(TimeNumber.None)),
            ("deletedAt", (session, ref json) => session.DeletedAt = json.Time(TimeNumber.None))))
        .With(new WireType<GalteaVersion>(
            ("id", (version, ref json) => version.Id = json.Text()),
            ("productId", (version, ref json) => version.ProductId = json.Text()),
            ("userId", (version, ref json) => version.UserId = json.Text()),
            ("name", (version, ref json) => version.Name = json.Text()),
            ("description", (version, ref json) => version.Description = json.Text()),
            ("modelId", (version, ref json) => version.ModelId = json.Text()),
            ("systemPrompt", (version, ref json) => version.SystemPrompt = json.Text()),
            ("createdAt", (version, ref json) => version.CreatedAt = json.Time(TimeNumber.None)),
            ("deletedAt", (version, ref json) => version.DeletedAt = json.Time(TimeNumber.None))))
        .With(new WireType<GalteaProduct>(
            ("id", (product, ref json) => product.Id = json.Text()),
            ("organizationId", (product, ref json) => product.OrganizationId = json.Text()),
            ("userId", (product, ref json) => product.UserId = json.Text()),
            ("name", (product, ref json) => product.Name = json.Text()),
            ("description", (product, ref json) => product.Description = json.Text()),
            ("tags", (product, ref json) => product.Tags = json.Payload()),
            ("createdAt", (product, ref json) => product.CreatedAt = json.Time(TimeNumber.None)),
            ("deletedAt", (product, ref json) => product.DeletedAt = json.Time(TimeNumber.None))))
        .With(new WireType<GalteaUser>(
            ("id", (user, ref json) => user.Id = json.Text()),
            ("organizationId", (user, ref json) => user.OrganizationId = json.Text())));
}
