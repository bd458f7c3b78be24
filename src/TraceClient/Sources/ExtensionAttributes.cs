using System.Text.Json;

namespace TraceClient;

/// <summary>Collects what the model has no member for: attributes under the source's own prefix, and warnings on what cannot be read.</summary>
/// <param name="prefix">Such as <c>kubiya.</c></param>
/// <param name="spanId">The span that is read; null for a trace.</param>
internal sealed class ExtensionAttributes(string prefix, string? spanId = null)
{
    private readonly List<KeyValuePair<string, AttributeValue>> _entries = [];
    private readonly List<TraceWarning> _warnings = [];

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<TraceWarning> Warnings => _warnings;

    /// <summary>Adds a member; nothing where the source does not say.</summary>
    public ExtensionAttributes Add(string name, AttributeValue value)
    {
        if (value.Kind != AttributeValueKind.Null)
            _entries.Add(KeyValuePair.Create(prefix + name, value));
        return this;
    }

    /// <inheritdoc cref="Add(string, AttributeValue)"/>
    public ExtensionAttributes Add(string name, long? value) => value is { } number ? Add(name, AttributeValue.From(number)) : this;

    /// <inheritdoc cref="Add(string, AttributeValue)"/>
    public ExtensionAttributes Add(string name, double? value) => value is { } number ? Add(name, AttributeValue.From(number)) : this;

    /// <summary>Adds JSON of any shape.</summary>
    public ExtensionAttributes Add(string name, JsonPayload value) => Add(name, AttributeValue.From(value));

    /// <summary>Adds a member that says something, but not what it should, and a warning.</summary>
    public ExtensionAttributes AddUnreadable(string name, AttributeValue value)
    {
        Warn(name);
        return Add(name, value);
    }

    /// <summary>Adds a warning on a member that is kept elsewhere.</summary>
    public void Warn(string name) => _warnings.Add(
        new TraceWarning(TraceWarningCodes.Unreadable, $"'{name}' could not be read; it is kept as the attribute '{prefix}{name}'.", spanId));

    /// <summary>Adds the members that the wire model does not know, also those whose value is null.</summary>
    public ExtensionAttributes AddUnknown(IDictionary<string, JsonElement>? extensions)
    {
        foreach (var (name, value) in extensions ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            _entries.Add(KeyValuePair.Create(prefix + name, AttributeValue.From(value)));
        return this;
    }

    /// <summary>The attributes that the source sent as an object, with the collected ones behind; what is no object goes under <paramref name="name"/>.</summary>
    public AttributeMap Behind(JsonPayload attributes, string name) => attributes.ValueKind is JsonValueKind.Object or JsonValueKind.Null
        ? AttributeMap.From(attributes).With(_entries)
        : Add(name, attributes).ToMap();

    /// <summary>The collected attributes.</summary>
    public AttributeMap ToMap() => _entries.Count == 0 ? AttributeMap.Empty : AttributeMap.From(_entries);
}
