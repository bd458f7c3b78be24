using System.Buffers.Binary;

namespace TraceClient.Otlp;

/// <summary>Writes protobuf fields. The length of a nested message is inserted before it at its end, in as few bytes as possible.</summary>
internal sealed class ProtobufBuffer : IDisposable
{
    private const int WireVarint = 0;
    private const int WireFixed64 = 1;
    private const int WireBytes = 2;
    private const int WireFixed32 = 5;
    private const int MaxVarint = 10;

    private readonly PooledBuffer _buffer = new();

    public int Length => _buffer.Length;

    public ReadOnlySpan<byte> Written => _buffer.Written;

    public void Clear() => _buffer.Clear();

    public void Dispose() => _buffer.Dispose();

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.GetSpan(bytes.Length));
        _buffer.Advance(bytes.Length);
    }

    /// <summary>Writes a number, unless it is 0, the default.</summary>
    public void Number(int field, uint value)
    {
        if (value != 0)
            Varint(field, value);
    }

    /// <summary>Writes a number as a varint, also 0.</summary>
    public void Varint(int field, ulong value)
    {
        Tag(field, WireVarint);
        Varint(value);
    }

    /// <summary>Writes eight bytes, unless they are 0, the default.</summary>
    public void Fixed64(int field, ulong value)
    {
        if (value != 0)
            Bits64(field, value);
    }

    /// <summary>Writes eight bytes, also 0.</summary>
    public void Bits64(int field, ulong value)
    {
        Tag(field, WireFixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(sizeof(ulong)), value);
        _buffer.Advance(sizeof(ulong));
    }

    /// <summary>Writes four bytes, unless they are 0, the default.</summary>
    public void Fixed32(int field, uint value)
    {
        if (value == 0)
            return;
        Tag(field, WireFixed32);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(sizeof(uint)), value);
        _buffer.Advance(sizeof(uint));
    }

    /// <summary>Writes a string, unless it is empty, the default.</summary>
    public void Text(int field, string value)
    {
        if (value.Length > 0)
            String(field, value);
    }

    /// <summary>Writes a string, also an empty one.</summary>
    public void String(int field, string value)
    {
        Tag(field, WireBytes);
        var length = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireBytes);
        Varint((ulong)value.Length);
        value.CopyTo(_buffer.GetSpan(value.Length));
        _buffer.Advance(value.Length);
    }

    /// <summary>Writes an id in hexadecimal digits, unless it is empty.</summary>
    public void Id(int field, string hexadecimal)
    {
        if (hexadecimal.Length > 0)
            Bytes(field, Convert.FromHexString(hexadecimal));
    }

    /// <summary>Starts a nested message, and gets the argument for <see cref="End"/>.</summary>
    public int Begin(int field)
    {
        Tag(field, WireBytes);
        _buffer.GetSpan(1);
        _buffer.Advance(1);
        return _buffer.Length;
    }

    /// <summary>Ends a nested message.</summary>
    public void End(int start)
    {
        var length = _buffer.Length - start;
        var size = VarintSize((ulong)length);
        if (size > 1)
        {
            _buffer.GetSpan(size - 1);
            _buffer.Advance(size - 1);
            _buffer.Bytes.Slice(start, length).CopyTo(_buffer.Bytes[(start + size - 1)..]);
        }

        WriteVarint(_buffer.Bytes[(start - 1)..], (ulong)length);
    }

    /// <summary>Writes the tag and the length of a message.</summary>
    public static int WriteHead(Span<byte> target, int field, long length)
    {
        var size = WriteVarint(target, TagOf(field, WireBytes));
        return size + WriteVarint(target[size..], (ulong)length);
    }

    private static ulong TagOf(int field, int wireType) => ((ulong)field << 3) | (uint)wireType;

    private static int VarintSize(ulong value)
    {
        var size = 1;
        for (; value >= 0x80; value >>= 7)
            size++;
        return size;
    }

    private static int WriteVarint(Span<byte> target, ulong value)
    {
        var size = 0;
        for (; value >= 0x80; value >>= 7)
            target[size++] = (byte)(value | 0x80);
        target[size++] = (byte)value;
        return size;
    }

    private void Tag(int field, int wireType) => Varint(TagOf(field, wireType));

    private void Varint(ulong value) => _buffer.Advance(WriteVarint(_buffer.GetSpan(MaxVarint), value));
}
