namespace TraceClient.Otlp;

/// <summary>Reads traces from OTLP data of any program: JSON, JSON Lines and protobuf, with or without gzip.</summary>
/// <remarks>
/// <para>
/// JSON can be one object, several objects or arrays of objects; <c>batches</c> of Tempo are supported. Names can be in camelCase or
/// snake_case, ids in hexadecimal digits or base64, and enums numbers or names.
/// </para>
/// <para>Instances are thread-safe.</para>
/// </remarks>
public sealed class OtlpReader
{
    /// <summary>Initializes a reader.</summary>
    /// <param name="options">The options, which are copied; null for the defaults.</param>
    /// <exception cref="ArgumentException">A limit is not positive, or the source is not a valid name.</exception>
    public OtlpReader(OtlpReaderOptions? options = null)
    {
        options ??= new OtlpReaderOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxElementBytes, nameof(options));
        _ = new TraceReference(options.Source, "0");
        Options = new OtlpReaderOptions
        {
            Source = options.Source,
            Format = options.Format,
            MaxBytes = options.MaxBytes,
            MaxElementBytes = options.MaxElementBytes,
        };
    }

    /// <summary>Gets the validated options.</summary>
    internal OtlpReaderOptions Options { get; }

    /// <summary>Reads traces, in the order of their first spans in the data.</summary>
    /// <remarks>
    /// The spans of a trace can be anywhere in the data, so all of it is read into memory before the first trace is returned.
    /// </remarks>
    /// <param name="input">The data, which is left open.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="TraceFormatException">The data is not OTLP trace data, or a limit is exceeded.</exception>
    public async IAsyncEnumerable<Trace> ReadTracesAsync(
        Stream input, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var aggregator = new TraceAggregator();
        await foreach (var span in ReadAsync(input, cancellationToken).ConfigureAwait(false))
            aggregator.Add(span);
        foreach (var trace in aggregator.Traces())
            yield return trace;
    }

    /// <summary>Reads spans in the order of the data. Memory does not grow with their number.</summary>
    /// <param name="input">The data, which is left open.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="TraceFormatException">The data is not OTLP trace data, or a limit is exceeded.</exception>
    public async IAsyncEnumerable<OtlpSpan> ReadSpansAsync(
        Stream input, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var span in ReadAsync(input, cancellationToken).ConfigureAwait(false))
        {
            if (!span.IsPlaceholder)
                yield return new OtlpSpan(span.Trace, span.Span);
        }
    }

    private async IAsyncEnumerable<ReadSpan> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var reading = new OtlpReading(stream, Options);
        while (await reading.ReadAsync(cancellationToken).ConfigureAwait(false) is { } spans)
        {
            foreach (var span in spans)
                yield return span;
        }
    }
}
