namespace TraceClient.Otlp;

/// <summary>Represents the options of an <see cref="OtlpWriter"/>.</summary>
public sealed class OtlpWriterOptions
{
    /// <summary>
    /// Gets or sets whether inputs, outputs, the bodies of log records and attributes that are known to hold such content are written.
    /// They can be personal data, and are most of the bytes.
    /// </summary>
    /// <value>The default is false.</value>
    public bool IncludeContent { get; set; }

    /// <summary>
    /// Gets or sets the maximum number of records of a span that become events:
    /// the first ones. The others are counted in <c>droppedEventsCount</c>.
    /// <see cref="int.MaxValue"/> writes them all.
    /// </summary>
    /// <value>The default is 128, the event limit of the OpenTelemetry SDKs.</value>
    public int MaxEventsPerSpan { get; set; } = 128;

    /// <summary>Gets or sets what is written for a time that the source does not say.</summary>
    /// <value>The default is <see cref="OtlpMissingTimes.Fill"/>.</value>
    public OtlpMissingTimes MissingTimes { get; set; }

    /// <summary>Whether each span has the attribute by which Galtea's ingest finds its trace.</summary>
    internal bool AddsGalteaTraceId { get; set; }

    internal OtlpWriterOptions Copy() => (OtlpWriterOptions)MemberwiseClone();
}

/// <summary>Specifies what is written for a time that the source does not say.</summary>
public enum OtlpMissingTimes
{
    /// <summary>A time nearby: the other time of the span, else the start of its parent, else that of its trace; of an event, the start of
    /// its span. The attribute <c>traceclient.time.missing</c> names it, and <see cref="OtlpReader"/> reads it as null.</summary>
    Fill,

    /// <summary>None. Receivers show such spans in 1970.</summary>
    Omit,
}
