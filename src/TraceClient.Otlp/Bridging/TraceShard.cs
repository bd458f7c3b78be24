namespace TraceClient.Otlp;

/// <summary>One of several equal shares of all traces, as text <c>2/4</c>:
/// machines that each take another one need nobody to divide the work.</summary>
/// <remarks>A trace's share follows from its id alone: <see cref="OtlpIds.TraceId"/> as a
/// number, modulo the count, plus 1. It is the same on every machine and in every run.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TraceShard : IParsable<TraceShard>
{
    // So that the default is the whole.
    private readonly int _before;
    private readonly int _others;

    /// <summary>Creates a share.</summary>
    /// <param name="number">Which one, from 1 to <paramref name="count"/>.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such share.</exception>
    public TraceShard(int number, int count)
    {
        if (!Exists(number, count))
            throw new ArgumentOutOfRangeException(nameof(number), "Shares are numbered from 1 up to how many there are.");
        (_before, _others) = (number - 1, count - 1);
    }

    /// <summary>Gets the number of the share, from 1 to <see cref="Count"/>.</summary>
    public int Number => _before + 1;

    /// <summary>Gets the number of shares; 1 for all traces in one.</summary>
    public int Count => _others + 1;

    /// <summary>Returns whether a trace is part of this share.</summary>
    public bool Contains(TraceReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (Count == 1)
            return true;
        var id = UInt128.Parse(
            OtlpIds.TraceId(reference.Source, reference.Id), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return (int)(id % (UInt128)Count) == _before;
    }

    /// <summary>Reads <c>2/4</c>, the second of four.</summary>
    /// <exception cref="FormatException">The text is no share.</exception>
    public static TraceShard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var shard)
            ? shard
            : throw new FormatException("Invalid share of the traces. Use a share such as '2/4', the second of four: from 1/4 to 4/4.");
    }

    /// <summary>Reads <c>2/4</c>, without an exception.</summary>
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

    /// <summary><c>2/4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static bool Exists(int number, int count) => number >= 1 && number <= count;

    private static bool TryRead(string text, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
