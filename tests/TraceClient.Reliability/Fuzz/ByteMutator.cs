using System.Text;

namespace TraceClient.Reliability.Fuzz;

/// <summary>Changes bytes without regard to what they mean.</summary>
internal static class ByteMutator
{
    private static readonly byte[] Interesting = [.. "{}[]\",:\\ \n-0tfnx<.eE+"u8, 0x00, 0x1F, 0x7F, 0x80, 0xBF, 0xC3, 0xED, 0xF5, 0xFF];

    public static byte[] Mutate(Random random, byte[] bytes)
    {
        var at = random.Next(bytes.Length + 1);
        var length = Math.Min(random.Next(1, 20), bytes.Length - at);
        return random.Next(14) switch
        {
            0 or 1 => bytes[..at],
            2 => Replace(bytes, at, at, [Interesting[random.Next(Interesting.Length)]]),
            3 => Replace(bytes, at, at + Math.Min(1, bytes.Length - at), [Interesting[random.Next(Interesting.Length)]]),
            4 => Replace(bytes, at, at + Math.Min(1, bytes.Length - at), [(byte)random.Next(256)]),
            5 => Replace(bytes, at, at + length, []),
            6 => Replace(bytes, at, at, bytes.AsSpan(at, length)),
            7 => Replace(bytes, at, at, InvalidUtf8(random)),
            8 => [0xEF, 0xBB, 0xBF, .. bytes],
            9 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)),
            10 => [.. bytes, .. bytes],
            11 => Replace(bytes, at, at, Repeat(random.Next(2) == 0 ? " " : "[", random.Next(1, 3000))),
            12 => bytes[at..],
            _ => [.. bytes, .. "<html>"u8],
        };
    }

    public static byte[] Replace(byte[] bytes, int start, int end, ReadOnlySpan<byte> replacement) =>
        [.. bytes.AsSpan(0, start), .. replacement, .. bytes.AsSpan(end)];

    public static byte[] InvalidUtf8(Random random)
    {
        byte[][] sequences = [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC0, 0xAF], [0xE2, 0x82], [0x80]];
        return sequences[random.Next(sequences.Length)];
    }

    public static byte[] Repeat(string text, int count) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, count)));
}
