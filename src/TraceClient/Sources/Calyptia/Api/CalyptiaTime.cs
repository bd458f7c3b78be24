using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>A time as the service sends it: whole or broken Unix seconds, or an RFC 3339 text with any offset.</summary>
[JsonConverter(typeof(CalyptiaTimeConverter))]
public readonly record struct CalyptiaTime
{
    private const string GoZeroDate = "0001-01-01T00:00:00";

    internal CalyptiaTime(JsonPayload json, TraceTimestamp? timestamp)
    {
        Json = json;
        Timestamp = timestamp;
    }

    /// <summary>A time in whole Unix seconds, as Fluent Bit sends it.</summary>
    public static CalyptiaTime FromUnixSeconds(long seconds) =>
        FromNumber(seconds, JsonPayload.Parse(seconds.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The time; null when there is none or it cannot be read.</summary>
    public TraceTimestamp? Timestamp { get; }

    /// <summary>The JSON as it came; JSON <c>null</c> when there is none.</summary>
    public JsonPayload Json { get; }

    /// <summary>True when there is a value but it is no time. Go's zero time counts as no value.</summary>
    public bool IsUnreadable => Timestamp is null && !Json.IsNull
        && !(Json.TryGetString(out var text) && (text.Length == 0 || text.StartsWith(GoZeroDate, StringComparison.Ordinal)));

    /// <summary>The time in RFC 3339; empty when there is none.</summary>
    public override string ToString() => Timestamp?.ToString() ?? "";

    internal static CalyptiaTime FromText(string text, JsonPayload json) =>
        TraceTimestamp.TryParse(text, out var timestamp) ? new(json, timestamp)
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? FromNumber(seconds, json)
        : new(json, timestamp: null);

    internal static CalyptiaTime FromNumber(decimal seconds, JsonPayload json)
    {
        const long Limit = long.MaxValue / 1_000_000_000;
        return new(json, seconds is > -Limit and < Limit ? TraceTimestamp.FromUnixSeconds(seconds) : null);
    }
}

/// <summary>Takes a time in any of the service's forms, and keeps what is none.</summary>
internal sealed class CalyptiaTimeConverter : JsonConverter<CalyptiaTime>
{
    public override bool HandleNull => true;

    public override CalyptiaTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return default;
            case JsonTokenType.Number when reader.TryGetDecimal(out var seconds):
                return CalyptiaTime.FromNumber(seconds, CalyptiaJson.ReadRaw(ref reader));
            default:
                var json = CalyptiaJson.ReadRaw(ref reader);
                return json.TryGetString(out var text) ? CalyptiaTime.FromText(text, json) : new CalyptiaTime(json, timestamp: null);
        }
    }

    public override void Write(Utf8JsonWriter writer, CalyptiaTime value, JsonSerializerOptions options) => value.Json.WriteTo(writer);
}
