namespace TraceClient.Tool;

/// <summary>Compares the records before and after a step of a pipeline.</summary>
internal static class RecordDiff
{
    /// <summary>Compares the records of two steps.</summary>
    /// <returns>One change for each record, in the order after the step; removed records keep their previous position.</returns>
    public static IReadOnlyList<RecordChange> Between(ChunkRecords before, ChunkRecords after)
    {
        var (sources, results) = (before.New, after.New);
        var matches = RecordMatcher.Match(sources, results);
        var matched = matches.OfType<int>().ToHashSet();
        var changes = new List<RecordChange>(after.Known + Math.Max(sources.Count, results.Count));
        for (var i = 0; i < after.Known; i++)
            changes.Add(new RecordChange(After(i), After(i), []));

        var next = 0;
        for (var i = 0; i < results.Count; i++)
        {
            if (matches[i] is not { } match)
            {
                changes.Add(new RecordChange(null, After(after.Known + i), []));
                continue;
            }

            AddRemoved(upTo: match);
            changes.Add(
                new RecordChange(Before(before.Known + match), After(after.Known + i), ValuesBetween(sources[match], results[i])));
        }

        AddRemoved(upTo: sources.Count);
        return changes;

        IndexedRecord Before(int index) => new(index, before.All[index]);

        IndexedRecord After(int index) => new(index, after.All[index]);

        void AddRemoved(int upTo)
        {
            for (; next < upTo; next++)
            {
                if (!matched.Contains(next))
                    changes.Add(new RecordChange(Before(before.Known + next), null, []));
            }
        }
    }

    /// <summary>Returns whether two records have equal bodies, regardless of their timestamps.</summary>
    public static bool HaveEqualBodies(Record left, Record right) =>
        left.Body == right.Body || ValueDiff.Between(BodyValue.Of(left.Body), BodyValue.Of(right.Body)).Count == 0;

    private static IReadOnlyList<ValueChange> ValuesBetween(Record before, Record after)
    {
        // Most steps leave most records as they are: comparing the bytes first avoids parsing them.
        if (before.Timestamp == after.Timestamp && before.Body == after.Body && before.Attributes.Equals(after.Attributes))
            return [];
        return ValueDiff.Between(ValueOf(before), ValueOf(after));
    }

    private static AttributeValue ValueOf(Record record) => AttributeValue.From(AttributeMap.From(
    [
        KeyValuePair.Create("timestamp", AttributeValue.From(record.Timestamp?.ToString())),
        KeyValuePair.Create("body", BodyValue.Of(record.Body)),
        KeyValuePair.Create("attributes", AttributeValue.From(record.Attributes)),
    ]));
}

/// <summary>Represents the records of a step. The first <paramref name="Known"/> were in the chunk before the pass.</summary>
internal readonly record struct ChunkRecords(IReadOnlyList<Record> All, int Known = 0)
{
    public IReadOnlyList<Record> New => Known == 0 ? All : [.. All.Skip(Known)];
}
