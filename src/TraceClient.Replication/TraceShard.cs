using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TraceClient.Replication;

/// <summary>Represents one of several equal shares of all traces, such as <c>2/4</c>, to divide work among machines.</summary>
/// <remarks>
/// The share of a trace depends on its reference only: the first 8 bytes of SHA-256 over <c>source:id</c> as a big-endian number, modulo
/// the count, plus 1. It is the same on every machine, in every run and in every version.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TraceShard : IParsable<TraceShard>
{
    // The default value of the struct must be 1/1.
    private readonly int _before;
    private readonly int _others;

    /// <summary>Initializes a share.</summary>
    /// <param name="number">The number of the share, from 1 to <paramref name="count"/>.</param>
    /// <param name="count">The number of shares.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not from 1 to the count.</exception>
    public TraceShard(int number, int count)
    {
        if (!Exists(number, count))
            throw new ArgumentOutOfRangeException(nameof(number), "The number of a share must be from 1 to the number of shares.");
        (_before, _others) = (number - 1, count - 1);
    }

    /// <summary>Gets the number of the share, from 1 to <see cref="Count"/>.</summary>
    public int Number => _before + 1;

    /// <summary>Gets the number of shares.</summary>
    public int Count => _others + 1;

    /// <summary>Determines whether a trace is part of this share.</summary>
    /// <param name="reference">The reference of the trace.</param>
    /// <returns>True if the trace is part of this share.</returns>
    public bool Contains(TraceReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (Count == 1)
            return true;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{reference.Source}:{reference.Id}"), hash);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)Count) == _before;
    }

    /// <summary>Parses a share, such as <c>2/4</c>, the second of four.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The share.</returns>
    /// <exception cref="FormatException">The text is not a share.</exception>
    public static TraceShard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var shard)
            ? shard
            : throw new FormatException("Invalid share of the traces. Use a share such as '2/4', the second of four: from 1/4 to 4/4.");
    }

    /// <summary>Tries to parse a share, such as <c>2/4</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shard">The share.</param>
    /// <returns>False if the text is not a share.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out TraceShard shard)
    {
        shard = default;
        if (text?.Split('/') is not [var first, var second] || !TryRead(first, out var number) || !TryRead(second, out var count)
            || !Exists(number, count))
            return false;
        shard = new TraceShard(number, count);
        return true;
    }

    static TraceShard IParsable<TraceShard>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<TraceShard>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TraceShard result) =>
        TryParse(s, out result);

    /// <summary>Returns the share as text.</summary>
    /// <returns>Text such as <c>2/4</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static bool Exists(int number, int count) => number >= 1 && number <= count;

    private static bool TryRead(string text, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
