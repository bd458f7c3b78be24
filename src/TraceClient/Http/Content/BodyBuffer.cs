namespace TraceClient.Http;

/// <summary>The body of a response that is one value, read as a whole.</summary>
internal sealed class BodyBuffer(long maxBytes, ResponseContext context) : IDisposable
{
    private const int InitialSize = 8 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _length;

    /// <summary>Gets the body without its byte order mark.</summary>
    public ReadOnlySpan<byte> Json => _bytes.AsSpan(Mark, _length - Mark);

    /// <summary>Gets whether nothing but white space was sent.</summary>
    public bool IsBlank => Json.Trim(" \t\r\n"u8).IsEmpty;

    private int Mark => InputWindow.ByteOrderMarkLength(_bytes.AsSpan(0, _length));

    private FormatErrors Errors => new(context);

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="TraceFormatException">The body is larger than the limit.</exception>
    public async ValueTask ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(_bytes.AsMemory(_length), cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            _length += count;
            if (_length > maxBytes)
                throw Errors.BodyTooLarge(maxBytes, Preview());
            if (_length == _bytes.Length)
                Grow();
        }
    }

    public TraceFormatException WrongValue(JsonTypeInfoKind kind, int start) => Errors.WrongValue(kind, Json[start], "$", Mark + start, Preview());

    public TraceFormatException Translate(JsonException exception)
    {
        var (errors, preview) = (Errors, Preview());
        if (!FormatErrors.StartsJson(preview.FirstByte))
            return errors.NotJson(preview);
        var offset = Mark + FormatErrors.OffsetOf(exception, Json);
        return FormatErrors.IsTooDeep(exception) ? errors.TooDeep("$", offset, preview)
            : offset >= _length ? errors.Truncated("$", _length, preview)
            : errors.Malformed("$", offset, preview);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private BodyPreview Preview()
    {
        var preview = new BodyPreview();
        preview.Add(_bytes.AsSpan(0, _length));
        return preview;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(_bytes.Length * 2L, Array.MaxLength));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
