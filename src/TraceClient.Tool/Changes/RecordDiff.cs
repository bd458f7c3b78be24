namespace TraceClient.Tool;

/// <summary>Finds what a step of a pipeline did to the records that it got.</summary>
internal static class RecordDiff
{
    /// <summary>Each record that takes part once: in the order in which they
    /// are after the step, dropped ones where they stood before it.</summary>
    public static IReadOnlyList<RecordChange> Between(ChunkRecords before, ChunkRecords after)
    {
        var (sources, results) = (before.New, after.New);
        var partners = RecordPairing.Of(sources, results);
        var kept = partners.OfType<int>().ToHashSet();
        var changes = new List<RecordChange>(after.Known + Math.Max(sources.Count, results.Count));
        for (var i = 0; i < after.Known; i++)
            changes.Add(new RecordChange(After(i), After(i), []));

        var next = 0;
        for (var i = 0; i < results.Count; i++)
        {
            if (partners[i] is not { } partner)
            {
                changes.Add(new RecordChange(null, After(after.Known + i), []));
                continue;
            }

            AddDropped(upTo: partner);
            changes.Add(
                new RecordChange(Before(before.Known + partner), After(after.Known + i), ValuesBetween(sources[partner], results[i])));
        }

        AddDropped(upTo: sources.Count);
        return changes;

        PlacedRecord Before(int place) => new(place, before.All[place]);

        PlacedRecord After(int place) => new(place, after.All[place]);

        void AddDropped(int upTo)
        {
            for (; next < upTo; next++)
            {
                if (!kept.Contains(next))
                    changes.Add(new RecordChange(Before(before.Known + next), null, []));
            }
        }
    }

    /// <summary>Whether two records say the same, at whatever time.</summary>
    public static bool HaveEqualBodies(Record left, Record right) =>
        left.Body == right.Body || ValueDiff.Between(BodyValue.Of(left.Body), BodyValue.Of(right.Body)).Count == 0;

    private static IReadOnlyList<ValueChange> ValuesBetween(Record before, Record after)
    {
        // What a step leaves alone comes as the same bytes: most records are never parsed.
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
