namespace TraceClient.Testing;

/// <summary>Random numbers that are a pure function of the seed, the purpose and the indexes, so that any item is computed alone.</summary>
internal readonly struct SeededRandom(int seed, string purpose)
{
    private readonly ulong _key = Mix(Hash(purpose) ^ ((ulong)(uint)seed << 17));

    public ulong Key => _key;

    public ulong At(long item, long part = 0, int field = 0) =>
        Mix(_key ^ Mix((ulong)item * 0x9E3779B97F4A7C15UL ^ Mix((ulong)part + ((ulong)(uint)field << 40))));

    public int Below(int bound, long item, long part = 0, int field = 0) => (int)(At(item, part, field) % (ulong)bound);

    public T Pick<T>(ReadOnlySpan<T> choices, long item, long part = 0, int field = 0) => choices[Below(choices.Length, item, part, field)];

    /// <summary>Applies the finalizer of SplitMix64: each input bit affects all output bits.</summary>
    public static ulong Mix(ulong value)
    {
        value ^= value >> 30;
        value *= 0xBF58476D1CE4E5B9UL;
        value ^= value >> 27;
        value *= 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
            hash = (hash ^ character) * 1099511628211UL;
        return hash;
    }
}
