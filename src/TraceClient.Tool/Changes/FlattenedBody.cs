namespace TraceClient.Tool;

/// <summary>Represents the values of a record's body by path, to measure the similarity of two records.</summary>
internal sealed class FlattenedBody
{
    private const int MaxValues = 256;
    private const double SameKeyWeight = 0.25;
    private readonly Dictionary<string, AttributeValue> _values = new(StringComparer.Ordinal);

    public FlattenedBody(Record record)
    {
        var rest = new Stack<(string Path, AttributeValue Value)>([("", BodyValue.Of(record.Body))]);
        while (_values.Count < MaxValues && rest.TryPop(out var next))
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

    /// <summary>Returns the similarity to another body: 1 for equal values under equal keys, 0 for no common key. An equal key with a
    /// different value counts a quarter.</summary>
    public double SimilarityTo(FlattenedBody other)
    {
        var all = _values.Count;
        var alike = 0.0;
        foreach (var (path, value) in other._values)
        {
            if (!_values.TryGetValue(path, out var here))
                all++;
            else
                alike += here == value ? 1 : SameKeyWeight;
        }

        return all == 0 ? 1 : alike / all;
    }
}
