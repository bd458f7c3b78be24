namespace TraceClient.Tool;

/// <summary>The single values of a record's body by their paths: what makes two records alike.</summary>
internal sealed class RecordLeaves
{
    private const int Most = 256;
    private const double SameKey = 0.25;
    private readonly Dictionary<string, AttributeValue> _values = new(StringComparer.Ordinal);

    public RecordLeaves(Record record)
    {
        var rest = new Stack<(string Path, AttributeValue Value)>([("", BodyValue.Of(record.Body))]);
        while (_values.Count < Most && rest.TryPop(out var next))
        {
            if (next.Value.AsMap is { } map)
            {
                foreach (var (key, value) in map)
                    rest.Push(($"{next.Path}\n{key}", value));
            }
            else
            {
                _values[next.Path] = next.Value;
            }
        }
    }

    /// <summary>1 for the same values under the same keys, 0 for no key in
    /// common; the same keys with other values count a little.</summary>
    public double SimilarityTo(RecordLeaves other)
    {
        var all = _values.Count;
        var alike = 0.0;
        foreach (var (path, value) in other._values)
        {
            if (!_values.TryGetValue(path, out var here))
                all++;
            else
                alike += here == value ? 1 : SameKey;
        }

        return all == 0 ? 1 : alike / all;
    }
}
