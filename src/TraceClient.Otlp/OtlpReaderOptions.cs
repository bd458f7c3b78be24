namespace TraceClient.Otlp;

/// <summary>Represents the options of an <see cref="OtlpReader"/>.</summary>
public sealed class OtlpReaderOptions
{
    /// <summary>Gets or sets the source in the references of traces that <see cref="OtlpWriter"/> did not write.</summary>
    /// <remarks>It has lower-case letters, digits and hyphens.</remarks>
    /// <value>The default is <c>otlp</c>.</value>
    public string Source { get; set; } = "otlp";

    /// <summary>Gets or sets the format of the data, after decompression.</summary>
    /// <value>The default is null: the first bytes decide.</value>
    public OtlpFormat? Format { get; set; }

    /// <summary>Gets or sets the maximum number of bytes that are read, after decompression.</summary>
    /// <value>The default is 1 GiB.</value>
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>Gets or sets the maximum number of bytes of a single span, resource or scope.</summary>
    /// <value>The default is 64 MiB.</value>
    public int MaxElementBytes { get; set; } = 64 << 20;
}
