namespace TraceClient.Otlp;

/// <summary>Finds the spans in OTLP as protobuf. Only one span, resource or scope is in memory at a time.</summary>
internal sealed class ProtobufSpanStream
{
    private const int MaxVarint = 10;
    private const int WireBytes = 2;

    private readonly InputWindow _input;
    private readonly List<WireEntry> _entries = [];
    private readonly SpanGroup _group;

    public ProtobufSpanStream(InputWindow input)
    {
        _input = input;
        _group = new SpanGroup(_entries);
    }

    /// <summary>Gets the offset of the outermost message of the current spans.</summary>
    public long EnvelopeStart { get; private set; }

    /// <summary>Gets whether the current portion is the last one of its message.</summary>
    public bool HasEndedEnvelope { get; private set; }

    /// <summary>Reads the spans in portions; each is valid until the next one.</summary>
    /// <exception cref="FormatException">The data is not OTLP.</exception>
    public async IAsyncEnumerable<List<WireEntry>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _input.FillAsync(1, cancellationToken).ConfigureAwait(false))
        {
            (EnvelopeStart, HasEndedEnvelope) = (_input.Position, false);
            var (field, end) = await ReadHeadAsync(long.MaxValue, cancellationToken).ConfigureAwait(false);
            if (field != FieldNumbers.Traces.ResourceSpans)
            {
                await SkipAsync(end, cancellationToken).ConfigureAwait(false);
                continue;
            }

            await foreach (var portion in ReadResourceAsync(end, cancellationToken).ConfigureAwait(false))
                yield return portion;
        }
    }

    private async IAsyncEnumerable<List<WireEntry>> ReadResourceAsync(
        long resourceEnd, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _group.BeginResource();
        while (_input.Position < resourceEnd)
        {
            var (field, end) = await ReadHeadAsync(resourceEnd, cancellationToken).ConfigureAwait(false);
            switch (field)
            {
                case FieldNumbers.ResourceSpans.Resource:
                    _group.Add(await ReadMessageAsync(end, ProtobufSpanReader.ReadResource, cancellationToken).ConfigureAwait(false));
                    break;
                case FieldNumbers.ResourceSpans.ScopeSpans or FieldNumbers.ResourceSpans.InstrumentationLibrarySpans:
                    await foreach (var portion in ReadScopeAsync(end, cancellationToken).ConfigureAwait(false))
                        yield return portion;
                    break;
                default:
                    await SkipAsync(end, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }

        _group.EndResource();
        HasEndedEnvelope = true;
        yield return TakeEntries();
    }

    private async IAsyncEnumerable<List<WireEntry>> ReadScopeAsync(
        long scopeEnd, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _group.BeginScope();
        while (_input.Position < scopeEnd)
        {
            var (field, end) = await ReadHeadAsync(scopeEnd, cancellationToken).ConfigureAwait(false);
            switch (field)
            {
                case FieldNumbers.ScopeSpans.Scope:
                    _group.Add(await ReadMessageAsync(end, ProtobufSpanReader.ReadScope, cancellationToken).ConfigureAwait(false));
                    break;
                case FieldNumbers.ScopeSpans.Spans:
                    _group.Add(await ReadMessageAsync(end, ProtobufSpanReader.ReadSpan, cancellationToken).ConfigureAwait(false));
                    yield return TakeEntries();
                    break;
                default:
                    await SkipAsync(end, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }

        _group.EndScope();
        yield return TakeEntries();
    }

    private delegate T Reading<out T>(ReadOnlySpan<byte> message);

    private List<WireEntry> TakeEntries()
    {
        List<WireEntry> entries = [.. _entries];
        _entries.Clear();
        return entries;
    }

    private async ValueTask<T> ReadMessageAsync<T>(long end, Reading<T> read, CancellationToken cancellationToken)
    {
        var length = end - _input.Position;
        if (!await _input.FillAsync(length, cancellationToken).ConfigureAwait(false))
            throw new FormatException("The data ends in the middle of a message.");
        var message = read(_input.Window[..(int)length]);
        _input.Consume((int)length);
        return message;
    }

    private async ValueTask SkipAsync(long end, CancellationToken cancellationToken)
    {
        while (_input.Position < end)
        {
            if (!await _input.FillAsync(1, cancellationToken).ConfigureAwait(false))
                throw new FormatException("The data ends in the middle of a message.");
            _input.Consume((int)Math.Min(_input.Window.Length, end - _input.Position));
        }
    }

    /// <summary>Reads the number of the next field and the end of its value, which skips scalar values.</summary>
    private async ValueTask<(int Field, long End)> ReadHeadAsync(long limit, CancellationToken cancellationToken)
    {
        var tag = await ReadVarintAsync(cancellationToken).ConfigureAwait(false);
        var field = (int)Math.Min(tag >> 3, int.MaxValue);
        var length = (tag & 7) switch
        {
            0 => await VarintLengthAsync(cancellationToken).ConfigureAwait(false),
            1 => 8UL,
            WireBytes => await ReadVarintAsync(cancellationToken).ConfigureAwait(false),
            5 => 4UL,
            _ => throw new FormatException("The data is not a protobuf message."),
        };

        // A message field with a scalar value is unknown.
        if ((tag & 7) != WireBytes)
            field = 0;
        if (length > (ulong)(limit - _input.Position))
            throw new FormatException("A field is longer than its message.");
        return (field, _input.Position + (long)length);
    }

    private async ValueTask<ulong> ReadVarintAsync(CancellationToken cancellationToken)
    {
        var length = (int)await VarintLengthAsync(cancellationToken).ConfigureAwait(false);
        var value = Decode(_input.Window[..length]);
        _input.Consume(length);
        return value;
    }

    private async ValueTask<ulong> VarintLengthAsync(CancellationToken cancellationToken)
    {
        for (var length = 1; length <= MaxVarint; length++)
        {
            if (!await _input.FillAsync(length, cancellationToken).ConfigureAwait(false))
                break;
            if (_input.Window[length - 1] < 0x80)
                return (ulong)length;
        }

        throw new FormatException("A number is cut off or has more than 64 bits.");
    }

    private static ulong Decode(ReadOnlySpan<byte> varint)
    {
        ulong value = 0;
        for (var i = 0; i < varint.Length; i++)
            value |= (ulong)(varint[i] & 0x7F) << (7 * i);
        return value;
    }
}
