namespace TraceClient.Otlp;

/// <summary>Writes traces as OTLP, span by span: memory does not grow with their number.</summary>
/// <remarks>
/// <see cref="OtlpReader"/> gives the same traces back: what OTLP has no member for stands in attributes whose names begin with
/// <c>traceclient.</c>. The same traces make the same bytes each time. A trace without
/// spans is written as one span that stands for it. Instances are safe for concurrent use.
/// </remarks>
public sealed class OtlpWriter
{
    private const int FlushBytes = 64 * 1024;

    private readonly OtlpWriterOptions _options;
    private readonly TraceToWire _map;

    /// <summary>Creates a writer.</summary>
    /// <param name="options">What is written, copied; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="OtlpWriterOptions.MaxEventsPerSpan"/> is negative.</exception>
    public OtlpWriter(OtlpWriterOptions? options = null)
    {
        options ??= new OtlpWriterOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxEventsPerSpan, nameof(options));
        _options = options.Copy();
        _map = new TraceToWire(_options);
    }

    /// <summary>Writes traces to memory.</summary>
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

    /// <summary>Writes a trace to a stream, which stays open.</summary>
    public Task WriteAsync(Stream output, OtlpFormat format, Trace trace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return WriteAsync(output, format, Single(trace, cancellationToken), cancellationToken);
    }

    /// <summary>Writes traces to a stream, which stays open, as they come.</summary>
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

    /// <summary>Writes the spans of one trace to a stream, which stays open, as they come: for a trace that is too large to hold.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="format">In which form.</param>
    /// <param name="header">What is known of the trace; its own spans are not read.</param>
    /// <param name="spans">The spans, such as <see cref="ITraceClient.StreamSpansAsync"/> yields them.</param>
    /// <param name="cancellationToken">Stops writing; what was written by then is no whole document.</param>
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
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "This is no form of OTLP."),
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
