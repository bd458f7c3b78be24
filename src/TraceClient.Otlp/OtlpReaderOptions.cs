namespace TraceClient.Otlp;

/// <summary>What an <see cref="OtlpReader"/> accepts.</summary>
public sealed class OtlpReaderOptions
{
    /// <summary>The source in the references of traces that <see cref="OtlpWriter"/> did not write: lower-case letters, digits and hyphens.</summary>
    /// <value>The default is <c>otlp</c>.</value>
    public string Source { get; set; } = "otlp";

    /// <summary>The form of the data, gzip or not; null to find it by the first bytes.</summary>
    /// <value>The default is null.</value>
    public OtlpFormat? Format { get; set; }

    /// <summary>How many bytes are read at most, after decompression.</summary>
    /// <value>The default is 1 GiB.</value>
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>How many bytes a single span, resource or scope may have.</summary>
    /// <value>The default is 64 MiB.</value>
    public int MaxElementBytes { get; set; } = 64 << 20;
}
