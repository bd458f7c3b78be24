using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>How long a trace session lasts. On the wire it is a duration as Go writes it, such as <c>10m0s</c>.</summary>
[JsonConverter(typeof(CalyptiaLifespanConverter))]
public readonly record struct CalyptiaLifespan
{
    internal CalyptiaLifespan(string? text, TimeSpan? duration)
    {
        Text = text;
        Duration = duration;
    }

    /// <summary>Takes a duration.</summary>
    public CalyptiaLifespan(TimeSpan duration)
        : this(GoDuration.ToString(duration), duration)
    {
    }

    /// <summary>The duration with 100 ns resolution; null when there is none or it cannot be read.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>The text as it came: a Go duration, or a number of nanoseconds; null when there is none.</summary>
    public string? Text { get; }

    /// <summary>Takes a duration.</summary>
    public static implicit operator CalyptiaLifespan(TimeSpan duration) => new(duration);

    /// <summary>Reads a duration as Go writes it: <c>10m</c>, <c>1h30m</c>, <c>950ms</c>.</summary>
    /// <returns>False when the text is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out CalyptiaLifespan lifespan)
    {
        var isDuration = GoDuration.TryParse(text, out var duration);
        lifespan = isDuration ? new CalyptiaLifespan(text!.Trim(), duration) : default;
        return isDuration;
    }

    /// <summary>The text as it came.</summary>
    public override string ToString() => Text ?? "";
}
