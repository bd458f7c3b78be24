using System.Buffers.Binary;

namespace TraceClient.Otlp;

/// <summary>Reads the fields of a complete protobuf message.</summary>
internal ref struct ProtobufMessageReader(ReadOnlySpan<byte> message)
{
    private const int MaxVarint = 10;

    private ReadOnlySpan<byte> _rest = message;
    private int _wireType;

    /// <summary>Gets the number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Moves to the next field, whose value must then be read or skipped.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
            return false;
        var tag = RawVarint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        _wireType = (int)(tag & 7);
        return true;
    }

    public ulong Varint() => Is(0) ? RawVarint() : throw WrongType();

    public ulong Fixed64() => Is(1) ? BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))) : throw WrongType();

    public uint Fixed32() => Is(5) ? BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint))) : throw WrongType();

    public ReadOnlySpan<byte> Bytes() => Is(2) ? Take(RawVarint()) : throw WrongType();

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public uint Count() => (uint)Varint();

    public void Skip()
    {
        switch (_wireType)
        {
            case 0: RawVarint(); break;
            case 1: Take(sizeof(ulong)); break;
            case 2: Take(RawVarint()); break;
            case 5: Take(sizeof(uint)); break;
            default: throw new FormatException("A field has a wire type that protobuf 3 does not support.");
        }
    }

    private readonly bool Is(int wireType) => _wireType == wireType;

    private readonly FormatException WrongType() => new($"Field {Field} has an invalid wire type.");

    private ulong RawVarint()
    {
        ulong value = 0;
        for (var i = 0; i < MaxVarint && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw new FormatException("A number is cut off or has more than 64 bits.");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw new FormatException("A field is longer than its message.");
        var value = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return value;
    }
}
