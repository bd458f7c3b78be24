namespace TraceClient.Testing;

/// <summary>Encodes an index as an id of random appearance, and decodes it, to find an item by id without a table in memory.</summary>
internal sealed class IdCodec(SeededRandom random, string prefix, IdFormat format)
{
    private const int HalfBits = 30;
    private const ulong HalfMask = (1UL << HalfBits) - 1;

    public string this[long index] => Format(index);

    public bool TryDecode(string id, out long index)
    {
        index = -1;
        if (id.Length < prefix.Length + 16 || !id.StartsWith(prefix, StringComparison.Ordinal))
            return false;
        var tail = format == IdFormat.Uuid ? id.Replace("-", "", StringComparison.Ordinal) : id;
        if (tail.Length < 16
            || !ulong.TryParse(tail.AsSpan(tail.Length - 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low))
            return false;
        index = (long)Unshuffle(low & ((1UL << (2 * HalfBits)) - 1));
        return string.Equals(Format(index), id, StringComparison.Ordinal);
    }

    private string Format(long index)
    {
        // The top bits of the low half and one nibble of the high half are those of a version 4 UUID.
        var low = (8UL << 60) | Shuffle((ulong)index);
        var high = (SeededRandom.Mix(random.Key ^ low) & ~0xF000UL) | 0x4000UL;
        return format switch
        {
            IdFormat.Uuid => string.Create(CultureInfo.InvariantCulture,
                $"{prefix}{high >> 32:x8}-{(high >> 16) & 0xFFFF:x4}-{high & 0xFFFF:x4}-{low >> 48:x4}-{low & 0xFFFFFFFFFFFF:x12}"),
            IdFormat.Hex24 => string.Create(CultureInfo.InvariantCulture, $"{prefix}{high >> 32:x8}{low:x16}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{prefix}{high:x16}{low:x16}"),
        };
    }

    private ulong Shuffle(ulong value)
    {
        var (left, right) = (value >> HalfBits, value & HalfMask);
        for (var round = 0UL; round < 4; round++)
            (left, right) = (right, left ^ Round(right, round));
        return (left << HalfBits) | right;
    }

    private ulong Unshuffle(ulong value)
    {
        var (left, right) = (value >> HalfBits, value & HalfMask);
        for (var round = 4UL; round-- > 0;)
            (left, right) = (right ^ Round(left, round), left);
        return (left << HalfBits) | right;
    }

    private ulong Round(ulong half, ulong round) => SeededRandom.Mix(random.Key ^ half ^ (round << 50)) & HalfMask;
}

internal enum IdFormat
{
    Hex32,
    Hex24,
    Uuid,
}
