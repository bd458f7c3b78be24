namespace TraceClient.Otlp;

/// <summary>What an <see cref="OtlpWriter"/> writes.</summary>
public sealed class OtlpWriterOptions
{
    /// <summary>
    /// Whether inputs, outputs, the bodies of log records and attributes that are known to hold such content are written.
    /// They can be personal data, and are most of the bytes.
    /// </summary>
    /// <value>The default is false.</value>
    public bool IncludeContent { get; set; }

    /// <summary>
    /// How many records of a span become events at most: the first ones. The others are counted in <c>droppedEventsCount</c>.
    /// <see cref="int.MaxValue"/> writes them all.
    /// </summary>
    /// <value>The default is 128, the event limit of the OpenTelemetry SDKs.</value>
    public int MaxEventsPerSpan { get; set; } = 128;
}
