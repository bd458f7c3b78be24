namespace TraceClient.Kubiya;

/// <summary>A span, as the control plane sends it.</summary>
public sealed record KubiyaSpan : IWireObject
{
    /// <summary>Gets or sets the id of the database row, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the trace id: 32 lower-case hex digits.</summary>
    public string? TraceId { get; set; }

    /// <summary>Gets or sets the span id: 16 lower-case hex digits.</summary>
    public string? SpanId { get; set; }

    /// <summary>Gets or sets the parent's <see cref="SpanId"/>; it need not be stored.</summary>
    public string? ParentSpanId { get; set; }

    /// <summary>Gets or sets the organisation's slug.</summary>
    public string? OrganizationId { get; set; }

    /// <summary>Gets or sets the name of the span.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the kind: <c>INTERNAL</c>, <c>SERVER</c>, <c>CLIENT</c>,
    /// <c>PRODUCER</c> or <c>CONSUMER</c>; another value is kept.</summary>
    public string? Kind { get; set; }

    /// <summary>Gets or sets the status: <c>UNSET</c>, <c>OK</c> or <c>ERROR</c>; another value is kept.</summary>
    public string? StatusCode { get; set; }

    /// <summary>Gets or sets the description of the status.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>Gets or sets the time when it began.</summary>
    public SourceTime StartTimeUnixNano { get; set; }

    /// <summary>Gets or sets the time when it ended; null while the span runs.</summary>
    public SourceTime EndTimeUnixNano { get; set; }

    /// <summary>Gets or sets the duration in nanoseconds.</summary>
    public long? DurationNs { get; set; }

    /// <summary>Gets or sets the milliseconds; null when the duration is 0.</summary>
    public double? DurationMs { get; set; }

    /// <summary>Gets or sets an object of plain values. They can be e-mail addresses and bodies of requests: personal data.</summary>
    public JsonPayload Attributes { get; set; }

    /// <summary>Gets or sets an object of plain values on the process.</summary>
    public JsonPayload ResourceAttributes { get; set; }

    /// <summary>Gets or sets the events of the span.</summary>
    public IReadOnlyList<KubiyaSpanEvent>? Events { get; set; }

    /// <summary>Gets or sets the references to other spans.</summary>
    public IReadOnlyList<KubiyaSpanLink>? Links { get; set; }

    /// <summary>Gets or sets the time when the row was created.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the children, when a tree was requested.</summary>
    public IReadOnlyList<KubiyaSpan>? Children { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the span's id; personal data are not shown.</summary>
    public override string ToString() => $"Kubiya span {SpanId}";
}

/// <summary>An event of a span, as the control plane sends it.</summary>
public sealed record KubiyaSpanEvent : IWireObject
{
    /// <summary>Gets or sets the name of the event; <c>exception</c> for an exception.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the time when it happened.</summary>
    public SourceTime Timestamp { get; set; }

    /// <summary>Gets or sets an object of plain values.</summary>
    public JsonPayload Attributes { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the event's name; its attributes are not shown.</summary>
    public override string ToString() => $"Kubiya event {NameText.Of(Name)}";
}

/// <summary>A reference to another span, as the control plane sends it.</summary>
public sealed record KubiyaSpanLink : IWireObject
{
    /// <summary>Gets or sets the trace id: 32 lower-case hex digits.</summary>
    public string? TraceId { get; set; }

    /// <summary>Gets or sets the span id: 16 lower-case hex digits.</summary>
    public string? SpanId { get; set; }

    /// <summary>Gets or sets an object of plain values.</summary>
    public JsonPayload Attributes { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the two ids.</summary>
    public override string ToString() => $"Kubiya link {TraceId}/{SpanId}";
}
