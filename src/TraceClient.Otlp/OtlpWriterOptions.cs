namespace TraceClient.Otlp;

/// <summary>Represents the options of an <see cref="OtlpWriter"/>.</summary>
public sealed class OtlpWriterOptions
{
    /// <summary>
    /// Gets or sets whether inputs, outputs, the bodies of log records and attributes with such content are written.
    /// </summary>
    /// <remarks>They can be personal data, and are most of the bytes.</remarks>
    /// <value>The default is false.</value>
    public bool IncludeContent { get; set; }

    /// <summary>Gets or sets the maximum number of records of a span that become events.</summary>
    /// <remarks>The first ones are written; the others are counted in <c>droppedEventsCount</c>.</remarks>
    /// <value>The default is 128, the event limit of the OpenTelemetry SDKs.</value>
    public int MaxEventsPerSpan { get; set; } = 128;

    /// <summary>Gets or sets how a missing time is written.</summary>
    /// <value>The default is <see cref="OtlpMissingTimes.Fill"/>.</value>
    public OtlpMissingTimes MissingTimes { get; set; }

    /// <summary>Gets or sets whether each span has the attribute by which the ingest of Galtea finds its trace.</summary>
    internal bool AddsGalteaTraceId { get; set; }

    internal OtlpWriterOptions Copy() => (OtlpWriterOptions)MemberwiseClone();
}

/// <summary>Specifies how a missing time is written.</summary>
public enum OtlpMissingTimes
{
    /// <summary>
    /// As a time nearby: the other time of the span, else the start of its parent, else the start of its trace; for an event the start of
    /// its span. The attribute <c>traceclient.time.missing</c> names the time, and <see cref="OtlpReader"/> reads it as null.
    /// </summary>
    Fill,

    /// <summary>As 0. Receivers show such spans in 1970.</summary>
    Omit,
}
