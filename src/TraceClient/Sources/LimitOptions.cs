namespace TraceClient;

/// <summary>Limits on the size of a response. One that exceeds them fails with a <see cref="TraceFormatException"/>.</summary>
public sealed class LimitOptions
{
    /// <summary>Gets or sets the largest element of a list, in bytes.</summary>
    /// <value>The default is 67,108,864 (64 MiB).</value>
    [Values(1, long.MaxValue, "must be 1 or more")]
    public long MaxElementBytes { get; set; } = 64L << 20;

    /// <summary>Gets or sets the largest response that is read as one value,
    /// such as a trace with its spans, in bytes after decompression.</summary>
    /// <value>The default is 134,217,728 (128 MiB).</value>
    [Values(1, long.MaxValue, "must be 1 or more")]
    public long MaxBodyBytes { get; set; } = 128L << 20;

    /// <summary>Gets or sets the deepest nesting of JSON.</summary>
    /// <value>The default is 512.</value>
    [Values(1, int.MaxValue, "must be 1 or more")]
    public int MaxJsonDepth { get; set; } = 512;
}
