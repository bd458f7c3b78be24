namespace TraceClient.Otlp;

/// <summary>Reads a stream once: detects its format, and converts errors to typed exceptions.</summary>
internal sealed class OtlpReading(Stream stream, OtlpReaderOptions options) : IDisposable
{
    private readonly List<ReadSpan> _spans = [];
    private readonly InputWindow _input = new(stream, options.MaxBytes, options.MaxElementBytes);
    private JsonSpanStream? _json;
    private ProtobufSpanStream? _protobuf;
    private IAsyncEnumerator<List<WireEntry>>? _portions;
    private WireResource? _resource;
    private HeaderFromWire? _header;

    /// <summary>Gets the format of the data, after the first read.</summary>
    public OtlpFormat Format => _json is not null ? OtlpFormat.Json : OtlpFormat.Protobuf;

    /// <summary>Gets whether the data is compressed, after the first read.</summary>
    public bool IsCompressed => _input.IsUnpacked;

    /// <summary>Gets the offset of the separately readable piece with the current spans.</summary>
    public long PieceStart => _json?.EnvelopeStart ?? _protobuf?.EnvelopeStart ?? 0;

    /// <summary>Gets the end of that piece, if the current spans are its last ones; else null.</summary>
    public long? PieceEnd => _json?.HasEndedEnvelope ?? _protobuf?.HasEndedEnvelope ?? false ? _input.Position : null;

    /// <summary>Reads the next spans, valid until the next call; none at the end of a piece, and null at the end of the data.</summary>
    /// <exception cref="TraceFormatException">The data is not OTLP trace data, or a limit is exceeded.</exception>
    public async ValueTask<List<ReadSpan>?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_json is null && _protobuf is null)
                await BeginAsync(cancellationToken).ConfigureAwait(false);
            var entries = _json is not null
                ? await ReadJsonAsync(_json, cancellationToken).ConfigureAwait(false)
                : await _portions!.MoveNextAsync().ConfigureAwait(false) ? _portions.Current : null;
            return entries is null ? null : Map(entries);
        }
        catch (FormatException exception)
        {
            throw Error(exception.Message);
        }
        catch (JsonException)
        {
            // The message can contain a part of the data.
            throw Error("The data is not valid JSON.");
        }
    }

    public void Dispose() => _input.Dispose();

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        await _input.BeginAsync(OtlpFormatDetector.PeekBytes, cancellationToken).ConfigureAwait(false);
        var isJson = options.Format is { } format ? format != OtlpFormat.Protobuf : OtlpFormatDetector.IsJson(_input.Window);
        if (isJson)
        {
            _input.Consume(InputWindow.ByteOrderMarkLength(_input.Window));
            _json = new JsonSpanStream(options.MaxElementBytes);
        }
        else
        {
            _protobuf = new ProtobufSpanStream(_input);
            _portions = _protobuf.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        }
    }

    private async ValueTask<List<WireEntry>?> ReadJsonAsync(JsonSpanStream json, CancellationToken cancellationToken)
    {
        while (true)
        {
            var isFinal = _input.IsFinal;
            List<WireEntry> entries;
            try
            {
                entries = json.Read(_input.Window, _input.Position, isFinal);
            }
            finally
            {
                _input.Consume(json.Consumed);
            }

            if (entries.Count > 0 || json.HasEndedEnvelope)
                return entries;
            if (isFinal)
                return null;
            await _input.ReadMoreAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private List<ReadSpan> Map(List<WireEntry> entries)
    {
        _spans.Clear();
        foreach (var entry in entries)
        {
            if (_header is null || !ReferenceEquals(_resource, entry.Resource))
                (_resource, _header) = (entry.Resource, new HeaderFromWire(entry.Resource, options.Source));
            _spans.Add(SpanFromWire.Read(entry, _header));
        }

        return _spans;
    }

    private TraceFormatException Error(string message) => new(message)
    {
        Operation = "ReadOtlp",
        ByteOffset = _input.Position,
        JsonPath = _json?.Path,
    };
}
