using System.Security.Cryptography;

namespace TraceClient;

/// <summary>Represents an id by 16 bytes, so that many ids can be remembered. Hashes differ from process to process.</summary>
/// <remarks>
/// Two lanes of 64 bits take in the same words. Each multiplies by a key of its own and folds the 128 bits of the product, as the wyhash
/// family does. The keys are random for each process, so nobody can make ids that collide; of a million ids, two collide by chance less
/// often than once in 10^25 runs. SHA-256 would take longer than the reading of a small element.
/// </remarks>
/// <param name="Left">The first lane.</param>
/// <param name="Right">The second lane.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IdHash(ulong Left, ulong Right)
{
    private static readonly ulong[] Keys =
        [.. MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(4 * sizeof(ulong))).ToArray().Select(key => key | 1)];

    public static IdHash Of(ReadOnlySpan<char> id)
    {
        var (leftKey, rightKey) = (Keys[0], Keys[1]);
        var (left, right) = (Keys[2] ^ (ulong)id.Length, Keys[3] ^ (ulong)id.Length);
        foreach (var word in MemoryMarshal.Cast<char, ulong>(id))
            (left, right) = (Fold(left ^ word, leftKey), Fold(right ^ word, rightKey));
        var last = 0UL;
        foreach (var character in id[(id.Length & ~3)..])
            last = (last << 16) | character;
        return new IdHash(Fold(left ^ last, leftKey), Fold(right ^ last, rightKey));
    }

    public override int GetHashCode() => (int)Left;

    private static ulong Fold(ulong value, ulong key) => Math.BigMul(value, key, out var low) ^ low;
}
