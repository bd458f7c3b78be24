using System.Text.Json.Serialization;

namespace TraceClient.Galtea;

/// <summary>A time as Galtea writes it: ISO 8601 with <c>Z</c> or an offset and any number of digits of the second.</summary>
/// <param name="Text">The text as it came; JSON where the service sent no string.</param>
[JsonConverter(typeof(GalteaTimeConverter))]
public readonly record struct GalteaTime(string Text)
{
    /// <summary>The time; null when the text is none.</summary>
    public TraceTimestamp? Value => TraceTimestamp.TryParse(Text, out var value) ? value : null;

    /// <summary>The text as it came.</summary>
    public override string ToString() => Value is null ? "" : Text;
}
