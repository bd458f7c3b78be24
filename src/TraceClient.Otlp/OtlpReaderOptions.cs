namespace TraceClient.Otlp;

/// <summary>Represents the options of an <see cref="OtlpReader"/>.</summary>
public sealed class OtlpReaderOptions
{
    /// <summary>Gets or sets the source in the references of traces that
    /// <see cref="OtlpWriter"/> did not write: lower-case letters, digits and hyphens.</summary>
    /// <value>The default is <c>otlp</c>.</value>
    public string Source { get; set; } = "otlp";

    /// <summary>Gets or sets the form of the data, gzip or not; null to find it by the first bytes.</summary>
    /// <value>The default is null.</value>
    public OtlpFormat? Format { get; set; }

    /// <summary>Gets or sets the maximum number of bytes that are read, after decompression.</summary>
    /// <value>The default is 1 GiB.</value>
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>Gets or sets the maximum number of bytes of a single span, resource or scope.</summary>
    /// <value>The default is 64 MiB.</value>
    public int MaxElementBytes { get; set; } = 64 << 20;
}
