namespace TraceClient.Calyptia;

/// <summary>What a <see cref="CalyptiaFileReader"/> accepts.</summary>
public sealed class CalyptiaFileReaderOptions
{
    /// <summary>The time without an event after which a further event under the same trace id is taken for another chunk.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan ChunkGap { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many bytes are read at most, after decompression.</summary>
    /// <value>The default is 1,073,741,824 (1 GiB).</value>
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>How many bytes a single record may have.</summary>
    /// <value>The default is 67,108,864 (64 MiB).</value>
    public int MaxElementBytes { get; set; } = 64 << 20;
}
