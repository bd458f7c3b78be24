namespace TraceClient.Otlp;

/// <summary>Writes traces as OTLP. Memory does not grow with the number of spans.</summary>
/// <remarks>
/// <see cref="OtlpReader"/> reads the same traces back: properties without a member in OTLP become attributes whose names begin with
/// <c>traceclient.</c>. The same traces give the same bytes each time. A trace without spans is written as one placeholder span.
/// Instances are thread-safe.
/// </remarks>
public sealed class OtlpWriter
{
    private const int FlushBytes = 64 * 1024;

    private readonly OtlpWriterOptions _options;
    private readonly TraceToWire _map;

    /// <summary>Initializes a writer.</summary>
    /// <param name="options">The options, which are copied; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="OtlpWriterOptions.MaxEventsPerSpan"/> is negative.</exception>
    public OtlpWriter(OtlpWriterOptions? options = null)
    {
        options ??= new OtlpWriterOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxEventsPerSpan, nameof(options));
        _options = options.Copy();
        _map = new TraceToWire(_options);
    }

    /// <summary>Writes traces to a buffer.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="format">The format.</param>
    /// <param name="traces">The traces.</param>
    public void Write(IBufferWriter<byte> output, OtlpFormat format, params IEnumerable<Trace> traces)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(traces);
        using var encoder = EncoderOf(format, output);
        foreach (var trace in traces)
        {
            foreach (var entry in _map.Map(trace))
                encoder.Write(entry);
            encoder.EndTrace();
        }

        encoder.End();
    }

    /// <summary>Writes a trace to a stream.</summary>
    /// <param name="output">The stream, which is left open.</param>
    /// <param name="format">The format.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="cancellationToken">Cancels the write, which leaves an incomplete document.</param>
    /// <returns>A task that completes when the trace is written.</returns>
    public Task WriteAsync(Stream output, OtlpFormat format, Trace trace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return WriteAsync(output, format, Single(trace, cancellationToken), cancellationToken);
    }

    /// <summary>Writes an asynchronous sequence of traces to a stream.</summary>
    /// <param name="output">The stream, which is left open.</param>
    /// <param name="format">The format.</param>
    /// <param name="traces">The traces.</param>
    /// <param name="cancellationToken">Cancels the write, which leaves an incomplete document.</param>
    /// <returns>A task that completes when all traces are written.</returns>
    public async Task WriteAsync(
        Stream output, OtlpFormat format, IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(traces);
        using var buffer = new PooledBuffer();
        using var encoder = EncoderOf(format, buffer);
        await foreach (var trace in traces.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var entry in _map.Map(trace))
            {
                encoder.Write(entry);
                await FlushAsync(buffer, output, FlushBytes, cancellationToken).ConfigureAwait(false);
            }

            encoder.EndTrace();
        }

        encoder.End();
        await FlushAsync(buffer, output, 0, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the spans of a trace that is too large for memory to a stream.</summary>
    /// <param name="output">The stream, which is left open.</param>
    /// <param name="format">The format.</param>
    /// <param name="header">The properties of the trace. Its spans are ignored.</param>
    /// <param name="spans">The spans, for example from <see cref="ITraceClient.StreamSpansAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the write, which leaves an incomplete document.</param>
    /// <returns>A task that completes when all spans are written.</returns>
    public async Task WriteAsync(
        Stream output, OtlpFormat format, Trace header, IAsyncEnumerable<Span> spans, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(spans);
        using var buffer = new PooledBuffer();
        using var encoder = EncoderOf(format, buffer);
        await foreach (var entry in _map.MapAsync(header, spans, cancellationToken).ConfigureAwait(false))
        {
            encoder.Write(entry);
            await FlushAsync(buffer, output, FlushBytes, cancellationToken).ConfigureAwait(false);
        }

        encoder.EndTrace();
        encoder.End();
        await FlushAsync(buffer, output, 0, cancellationToken).ConfigureAwait(false);
    }

    private static ISpanEncoder EncoderOf(OtlpFormat format, IBufferWriter<byte> output) => format switch
    {
        OtlpFormat.Json => new JsonSpanEncoder(output, isLines: false),
        OtlpFormat.JsonLines => new JsonSpanEncoder(output, isLines: true),
        OtlpFormat.Protobuf => new ProtobufSpanEncoder(output),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown OTLP format. Use Json, JsonLines or Protobuf."),
    };

    private static async ValueTask FlushAsync(PooledBuffer buffer, Stream output, int minBytes, CancellationToken cancellationToken)
    {
        if (buffer.Length <= minBytes)
            return;
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        buffer.Clear();
    }

    private static async IAsyncEnumerable<Trace> Single(Trace trace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        yield return trace;
    }
}
