using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>A time as the control plane writes it: ISO 8601 with <c>Z</c>, an offset or neither (then UTC), and a <c>T</c> or a space.</summary>
/// <param name="Text">The text as it came; JSON where the service sent no string.</param>
[JsonConverter(typeof(KubiyaTimeConverter))]
public readonly record struct KubiyaTime(string Text)
{
    /// <summary>The time; null when the text is none.</summary>
    public TraceTimestamp? Value => TraceTimestamp.TryParse(Text, out var value) ? value : null;

    /// <summary>The text as it came.</summary>
    public override string ToString() => Value is null ? "" : Text;
}

/// <summary>Takes whatever is there: a time in an unknown form must not make a whole answer unreadable.</summary>
internal sealed class KubiyaTimeConverter : JsonConverter<KubiyaTime>
{
    public override KubiyaTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new KubiyaTime(reader.GetString()!);

        using var document = JsonDocument.ParseValue(ref reader);
        return new KubiyaTime(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, KubiyaTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}

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

/// <summary>Takes whatever is there: one time in an unknown form must not make a whole trace unreadable.</summary>
internal sealed class KubiyaUnixTimeConverter : JsonConverter<KubiyaUnixTime>
{
    public override KubiyaUnixTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var nanoseconds))
            return new KubiyaUnixTime(nanoseconds);
        if (reader.TokenType == JsonTokenType.String)
            return new KubiyaUnixTime(reader.GetString()!);

        using var document = JsonDocument.ParseValue(ref reader);
        return new KubiyaUnixTime(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, KubiyaUnixTime value, JsonSerializerOptions options)
    {
        if (value.Value is { } time)
            writer.WriteNumberValue(time.UnixNanoseconds);
        else
            writer.WriteStringValue(value.Text);
    }
}
