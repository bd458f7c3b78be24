using System.IO.Compression;
using System.Text.Json;

namespace TraceClient.Otlp;

/// <summary>One pass over a stream: finds out what it is, and turns what goes wrong into typed errors.</summary>
internal sealed class OtlpReading(Stream stream, OtlpReaderOptions options) : IDisposable
{
    private readonly List<ReadSpan> _spans = [];
    private OtlpInput _input = new(stream, options.MaxBytes, options.MaxElementBytes);
    private Stream? _compressed;
    private JsonSpanStream? _json;
    private IAsyncEnumerator<List<WireEntry>>? _protobuf;
    private WireResource? _resource;
    private HeaderFromWire? _header;

    /// <summary>The next spans, valid until the next call; null at the end.</summary>
    /// <exception cref="TraceFormatException">The data is no OTLP trace data, or a limit was reached.</exception>
    public async ValueTask<List<ReadSpan>?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_json is null && _protobuf is null)
                await BeginAsync(cancellationToken).ConfigureAwait(false);
            var entries = _json is not null
                ? await ReadJsonAsync(_json, cancellationToken).ConfigureAwait(false)
                : await _protobuf!.MoveNextAsync().ConfigureAwait(false) ? _protobuf.Current : null;
            return entries is null ? null : Map(entries);
        }
        catch (FormatException fault)
        {
            throw Error(fault.Message);
        }
        catch (JsonException)
        {
            // Its message can show a piece of the data.
            throw Error("The data is no valid JSON.");
        }
    }

    public void Dispose()
    {
        _input.Dispose();
        _compressed?.Dispose();
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        await _input.FillAsync(Math.Min(OtlpForms.PeekBytes, options.MaxElementBytes), cancellationToken).ConfigureAwait(false);
        if (OtlpForms.IsGzip(_input.Window))
        {
            _compressed = new GZipStream(new InputStream(_input, stream), CompressionMode.Decompress);
            _input = new OtlpInput(_compressed, options.MaxBytes, options.MaxElementBytes);
            await _input.FillAsync(Math.Min(OtlpForms.PeekBytes, options.MaxElementBytes), cancellationToken).ConfigureAwait(false);
        }

        var isJson = options.Format is { } format ? format != OtlpFormat.Protobuf : OtlpForms.IsJson(_input.Window);
        if (isJson)
        {
            _input.Consume(OtlpForms.ByteOrderMarkLength(_input.Window));
            _json = new JsonSpanStream(options.MaxElementBytes);
        }
        else
        {
            _protobuf = new ProtobufSpanStream(_input).ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
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
                entries = json.Read(_input.Window, isFinal);
            }
            finally
            {
                _input.Consume(json.Consumed);
            }

            if (entries.Count > 0)
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
