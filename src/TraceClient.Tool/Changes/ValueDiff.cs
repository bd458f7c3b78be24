namespace TraceClient.Tool;

/// <summary>Finds what differs between two values, at any depth.</summary>
internal static class ValueDiff
{
    /// <summary>The differences: what was there before in its order, then what is new. None when the values are equal.</summary>
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

    // What is the same at both ends has not changed its place; between them the values are compared one by one.
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
