namespace TraceClient.Tool;

/// <summary>Compares two values at any depth.</summary>
internal static class ValueDiff
{
    /// <summary>Returns the differences: changed and removed values in their previous order, then added ones.</summary>
    public static IReadOnlyList<ValueChange> Between(AttributeValue before, AttributeValue after)
    {
        var changes = new List<ValueChange>();
        Compare([], before, after, changes);
        return changes;
    }

    private static void Compare(IReadOnlyList<string> path, AttributeValue before, AttributeValue after, List<ValueChange> changes)
    {
        if (before.AsMap is { } mapBefore && after.AsMap is { } mapAfter)
            CompareMaps(path, mapBefore, mapAfter, changes);
        else if (before.AsList is { } listBefore && after.AsList is { } listAfter)
            CompareLists(path, listBefore, listAfter, changes);
        else if (before != after)
            changes.Add(new ValueChange(path, before, after));
    }

    private static void CompareMaps(IReadOnlyList<string> path, AttributeMap before, AttributeMap after, List<ValueChange> changes)
    {
        foreach (var (key, value) in before)
        {
            if (after.TryGetValue(key, out var there))
                Compare([.. path, key], value, there, changes);
            else
                changes.Add(new ValueChange([.. path, key], value, null));
        }

        foreach (var (key, value) in after.Where(entry => !before.ContainsKey(entry.Key)))
            changes.Add(new ValueChange([.. path, key], null, value));
    }

    // Equal items at both ends keep their positions; the items between them are compared one by one.
    private static void CompareLists(
        IReadOnlyList<string> path, IReadOnlyList<AttributeValue> before, IReadOnlyList<AttributeValue> after, List<ValueChange> changes)
    {
        var shorter = Math.Min(before.Count, after.Count);
        var head = 0;
        while (head < shorter && before[head] == after[head])
            head++;
        var tail = 0;
        while (tail < shorter - head && before[^(tail + 1)] == after[^(tail + 1)])
            tail++;

        for (var i = head; i < Math.Max(before.Count, after.Count) - tail; i++)
        {
            IReadOnlyList<string> item = [.. path, i.ToString(CultureInfo.InvariantCulture)];
            if (i >= before.Count - tail)
                changes.Add(new ValueChange(item, null, after[i]));
            else if (i >= after.Count - tail)
                changes.Add(new ValueChange(item, before[i], null));
            else
                Compare(item, before[i], after[i], changes);
        }
    }
}

/// <summary>Converts bodies to values for comparison.</summary>
internal static class BodyValue
{
    // Deeper nesting would exhaust the call stack; such a body is compared as text.
    private const int MaxDepth = 512;

    public static AttributeValue Of(JsonPayload body) =>
        IsDeep(body.Utf8.Span) ? AttributeValue.From(body.ToString()) : AttributeValue.From(body);

    private static bool IsDeep(ReadOnlySpan<byte> json)
    {
        var (depth, isText) = (0, false);
        for (var i = 0; i < json.Length && depth <= MaxDepth; i++)
        {
            switch (json[i])
            {
                case (byte)'"':
                    isText = !isText;
                    break;
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'{' or (byte)'[' when !isText:
                    depth++;
                    break;
                case (byte)'}' or (byte)']' when !isText:
                    depth--;
                    break;
            }
        }

        return depth > MaxDepth;
    }
}
