using System.Globalization;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>A time of a span as the control plane writes it: Unix nanoseconds, a number that only an Int64 holds exactly.</summary>
[JsonConverter(typeof(KubiyaUnixTimeConverter))]
public readonly record struct KubiyaUnixTime
{
    private readonly long _nanoseconds;
    private readonly string? _text;

    /// <summary>Takes Unix nanoseconds.</summary>
    public KubiyaUnixTime(long nanoseconds) => _nanoseconds = nanoseconds;

    /// <summary>Takes what stands in the place of the number: its digits as text, an ISO 8601 time, or what is no time at all.</summary>
    public KubiyaUnixTime(string text)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _nanoseconds))
            _text = text;
    }

    /// <summary>The time; null when it cannot be read.</summary>
    public TraceTimestamp? Value => _text is null
        ? new TraceTimestamp(_nanoseconds)
        : TraceTimestamp.TryParse(_text, out var value) ? value : null;

    /// <summary>What came, as text; JSON where it was neither a number nor a string.</summary>
    public string Text => _text ?? _nanoseconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>What came, as text.</summary>
    public override string ToString() => Value is null ? "" : Text;
}
