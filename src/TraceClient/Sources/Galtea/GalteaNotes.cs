using System.Text.Json;

namespace TraceClient.Galtea;

/// <summary>Collects what the model has no member for: attributes under <c>galtea.</c>, and warnings on what cannot be read.</summary>
internal sealed class GalteaNotes(string? spanId = null)
{
    /// <summary>Beyond this a time plus a duration leaves the range of <see cref="TraceTimestamp"/>.</summary>
    private const double MaxMilliseconds = long.MaxValue / 1e6;

    private readonly List<KeyValuePair<string, AttributeValue>> _attributes = [];
    private readonly List<TraceWarning> _warnings = [];

    public IReadOnlyList<KeyValuePair<string, AttributeValue>> Attributes => _attributes;

    public IReadOnlyList<TraceWarning> Warnings => _warnings;

    /// <summary>Keeps a value; one that the source does not give is left out.</summary>
    public void Add(string name, AttributeValue value)
    {
        if (value.Kind != AttributeValueKind.Null)
            _attributes.Add(KeyValuePair.Create("galtea." + name, value));
    }

    /// <summary>Keeps members that the wire model does not know, also those whose value is null.</summary>
    public void AddUnknown(IDictionary<string, JsonElement>? members)
    {
        foreach (var (name, value) in members ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            _attributes.Add(KeyValuePair.Create("galtea." + name, AttributeValue.From(value)));
    }

    /// <summary>The time; null, and a warning, when it cannot be read.</summary>
    public TraceTimestamp? Read(string name, GalteaTime? time)
    {
        if (time is { Value: null })
            AddUnreadable(name, time.Value.Text);
        return time?.Value;
    }

    /// <summary>The duration; null, and a warning, when it is negative or longer than any time can reach.</summary>
    public TimeSpan? ReadMilliseconds(string name, double? milliseconds)
    {
        if (milliseconds is not { } value)
            return null;
        if (value is >= 0 and < MaxMilliseconds)
            return TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerMillisecond));

        AddUnreadable(name, value);
        return null;
    }

    private void AddUnreadable(string name, AttributeValue value)
    {
        Add(name, value);
        _warnings.Add(new TraceWarning(TraceWarningCodes.Unreadable, $"'{name}' could not be read; it is kept as the attribute 'galtea.{name}'.", spanId));
    }
}
