namespace TraceClient.Kubiya;

/// <summary>A span, as the control plane sends it.</summary>
public sealed record KubiyaSpan : IWireObject
{
    /// <summary>The id of the database row, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>32 lower-case hex digits.</summary>
    public string? TraceId { get; set; }

    /// <summary>16 lower-case hex digits.</summary>
    public string? SpanId { get; set; }

    /// <summary>The parent's <see cref="SpanId"/>; it need not be stored.</summary>
    public string? ParentSpanId { get; set; }

    /// <summary>The organisation's slug.</summary>
    public string? OrganizationId { get; set; }

    /// <summary>What the step is called.</summary>
    public string? Name { get; set; }

    /// <summary><c>INTERNAL</c>, <c>SERVER</c>, <c>CLIENT</c>, <c>PRODUCER</c>, <c>CONSUMER</c>; another value is kept.</summary>
    public string? Kind { get; set; }

    /// <summary><c>UNSET</c>, <c>OK</c>, <c>ERROR</c>; another value is kept.</summary>
    public string? StatusCode { get; set; }

    /// <summary>What is said of the status.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>When it began.</summary>
    public SourceTime StartTimeUnixNano { get; set; }

    /// <summary>When it ended; null while the span runs.</summary>
    public SourceTime EndTimeUnixNano { get; set; }

    /// <summary>Nanoseconds.</summary>
    public long? DurationNs { get; set; }

    /// <summary>Milliseconds; null when the duration is 0.</summary>
    public double? DurationMs { get; set; }

    /// <summary>An object of plain values. They can be e-mail addresses and bodies of requests: personal data.</summary>
    public JsonPayload Attributes { get; set; }

    /// <summary>An object of plain values on the process.</summary>
    public JsonPayload ResourceAttributes { get; set; }

    /// <summary>What happened during the span.</summary>
    public IReadOnlyList<KubiyaSpanEvent>? Events { get; set; }

    /// <summary>References to other spans.</summary>
    public IReadOnlyList<KubiyaSpanLink>? Links { get; set; }

    /// <summary>When the row was created.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the children, when a tree was requested.</summary>
    public IReadOnlyList<KubiyaSpan>? Children { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The span's id; personal data are not shown.</summary>
    public override string ToString() => $"Kubiya span {SpanId}";
}

/// <summary>An event of a span, as the control plane sends it.</summary>
public sealed record KubiyaSpanEvent : IWireObject
{
    /// <summary>What happened; <c>exception</c> for an exception.</summary>
    public string? Name { get; set; }

    /// <summary>When it happened.</summary>
    public SourceTime Timestamp { get; set; }

    /// <summary>An object of plain values.</summary>
    public JsonPayload Attributes { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The event's name; its attributes are not shown.</summary>
    public override string ToString() => $"Kubiya event {NameText.Of(Name)}";
}

/// <summary>A reference to another span, as the control plane sends it.</summary>
public sealed record KubiyaSpanLink : IWireObject
{
    /// <summary>32 lower-case hex digits.</summary>
    public string? TraceId { get; set; }

    /// <summary>16 lower-case hex digits.</summary>
    public string? SpanId { get; set; }

    /// <summary>An object of plain values.</summary>
    public JsonPayload Attributes { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The two ids.</summary>
    public override string ToString() => $"Kubiya link {TraceId}/{SpanId}";
}
