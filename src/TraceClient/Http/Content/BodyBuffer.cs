using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TraceClient.Http;

/// <summary>The body of a response that is one value, read as a whole.</summary>
internal sealed class BodyBuffer(long maxBytes, FormatErrors errors) : IDisposable
{
    private const int InitialSize = 8 * 1024;

    private readonly BodyPreview _preview = new();
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _length;

    /// <summary>Gets the body without its byte order mark.</summary>
    public ReadOnlySpan<byte> Json => _bytes.AsSpan(Mark, _length - Mark);

    /// <summary>Gets whether nothing but white space was sent.</summary>
    public bool IsBlank => Json.Trim(" \t\r\n"u8).IsEmpty;

    private int Mark => _preview.HasByteOrderMark ? 3 : 0;

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="TraceFormatException">The body is larger than the limit.</exception>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(_bytes.AsMemory(_length), cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            _preview.Add(_bytes.AsSpan(_length, count));
            _length += count;
            if (_length > maxBytes)
                throw errors.BodyTooLarge(maxBytes, _preview);
            if (_length == _bytes.Length)
                Grow();
        }
    }

    public TraceFormatException WrongValue(JsonTypeInfoKind kind, int start) => errors.WrongValue(kind, Json[start], "$", Mark + start, _preview);

    public TraceFormatException Translate(JsonException exception)
    {
        if (!FormatErrors.StartsJson(_preview.FirstByte))
            return errors.NotJson(_preview);
        var offset = Mark + FormatErrors.OffsetOf(exception, Json);
        return FormatErrors.IsTooDeep(exception) ? errors.TooDeep("$", offset, _preview)
            : offset >= _length ? errors.Truncated("$", _length, _preview)
            : errors.Malformed("$", offset, _preview);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(_bytes.Length * 2L, Array.MaxLength));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
