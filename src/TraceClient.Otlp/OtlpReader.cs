namespace TraceClient.Otlp;

/// <summary>Reads traces from OTLP data of any program: JSON, JSON Lines and protobuf, each with gzip or without.</summary>
/// <remarks>
/// <para>Taken are one JSON object, any number of them, and arrays of them; <c>batches</c> as Tempo sends them; names in camelCase or
/// snake_case; ids in hexadecimal digits or base64; enums as numbers or names.</para>
/// <para>Instances are safe for concurrent use.</para>
/// </remarks>
public sealed class OtlpReader
{
    /// <summary>Creates a reader.</summary>
    /// <param name="options">What is accepted, copied; null for the defaults.</param>
    /// <exception cref="ArgumentException">A limit is not positive, or the source is no name of a source.</exception>
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

    /// <summary>What is accepted, checked.</summary>
    internal OtlpReaderOptions Options { get; }

    /// <summary>Reads whole traces, in the order in which their first spans stand in the data.</summary>
    /// <remarks>The spans of a trace can stand anywhere, so all of the data is
    /// read before the first trace is yielded, and held in memory.</remarks>
    /// <param name="input">The data; it stays open.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TraceFormatException">The data is no OTLP trace data, or a limit was reached.</exception>
    public async IAsyncEnumerable<Trace> ReadTracesAsync(
        Stream input, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var gatherer = new TraceGatherer();
        await foreach (var span in ReadAsync(input, cancellationToken).ConfigureAwait(false))
            gatherer.Add(span);
        foreach (var trace in gatherer.Traces())
            yield return trace;
    }

    /// <summary>Reads spans one by one in the order of the data: memory does not grow with their number.</summary>
    /// <param name="input">The data; it stays open.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TraceFormatException">The data is no OTLP trace data, or a limit was reached.</exception>
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
