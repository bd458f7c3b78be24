using System.Globalization;
using System.Text.Json;

namespace TraceClient.Calyptia;

/// <summary>Gathers what a span's event says beyond the members of the model.</summary>
internal sealed class CalyptiaSpanAttributes
{
    private readonly List<KeyValuePair<string, AttributeValue>> _entries = [];
    private readonly string _spanId;

    public CalyptiaSpanAttributes(CalyptiaEvent step)
    {
        _spanId = step.Id;
        Add(CalyptiaAttributes.Type, NumberOrText(step.Type.Value));
        Add(CalyptiaAttributes.PluginInstance, step.Instance);
        if (!string.IsNullOrEmpty(step.Alias))
            Add(CalyptiaAttributes.PluginAlias, step.Alias);

        // The service sends a code for every type, but only an output's means something.
        if (step.ReturnCode is { } code && (step.IsOutput || code != 0))
            Add(CalyptiaAttributes.ReturnCode, code);
    }

    public List<TraceWarning> Warnings { get; } = [];

    /// <summary>Keeps a time that is no member of the span, or that could not become one.</summary>
    public void AddTime(string name, CalyptiaTime time, bool isMember)
    {
        if (CalyptiaLogRecords.GroupMarkerOf(time) is { } marker)
            Add(CalyptiaAttributes.GroupMarker, marker);
        else if (time.Timestamp is { } timestamp && !isMember)
            Add(name, timestamp.ToString());

        if (!time.IsUnreadable)
            return;
        Add(name, AttributeValue.From(time.Json));
        WarnUnreadable($"The time {name[CalyptiaAttributes.Prefix.Length..]}");
    }

    public void AddExtensions(Dictionary<string, JsonElement>? extensions)
    {
        foreach (var (name, value) in extensions ?? [])
            Add(CalyptiaAttributes.Prefix + name, AttributeValue.From(value));
    }

    public void WarnUnreadable(string what) =>
        Warnings.Add(new TraceWarning(TraceWarningCodes.Unreadable, $"{what} could not be read; it is kept as an attribute.", _spanId));

    public AttributeMap ToMap() => AttributeMap.From(_entries);

    private void Add(string name, AttributeValue value) => _entries.Add(KeyValuePair.Create(name, value));

    private static AttributeValue NumberOrText(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text;
}
