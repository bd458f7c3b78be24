namespace TraceClient.Otlp;

/// <summary>Compares maps by content, with a hash that tells them apart: a map's own hash is its number of entries.</summary>
internal sealed class AttributeMapComparer : IEqualityComparer<AttributeMap>
{
    public static AttributeMapComparer Instance { get; } = new();

    public bool Equals(AttributeMap? x, AttributeMap? y) => ReferenceEquals(x, y) || (x is not null && x.Equals(y));

    public int GetHashCode(AttributeMap obj)
    {
        // Maps are equal in any order of their entries.
        var hash = 0;
        foreach (var (name, value) in obj)
            hash += HashCode.Combine(name, value);
        return hash;
    }
}
