using System.Text.Json;

namespace TraceClient;

/// <summary>Collects the attributes of a span or trace that a source keeps under its own prefix.</summary>
/// <param name="prefix">Such as <c>kubiya.</c></param>
internal sealed class ExtensionAttributes(string prefix)
{
    private readonly List<KeyValuePair<string, AttributeValue>> _entries = [];

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

    /// <summary>Adds the members that the wire model does not know.</summary>
    public ExtensionAttributes AddUnknown(IDictionary<string, JsonElement>? extensions)
    {
        foreach (var (name, value) in extensions ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            Add(name, AttributeValue.From(value));
        return this;
    }

    /// <summary>The attributes that the source sent as an object, with the collected ones behind; what is no object goes under <paramref name="name"/>.</summary>
    public AttributeMap Behind(JsonPayload attributes, string name) => attributes.ValueKind is JsonValueKind.Object or JsonValueKind.Null
        ? AttributeMap.From(attributes).With(_entries)
        : Add(name, attributes).ToMap();

    /// <summary>The collected attributes.</summary>
    public AttributeMap ToMap() => _entries.Count == 0 ? AttributeMap.Empty : AttributeMap.From(_entries);
}
