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
