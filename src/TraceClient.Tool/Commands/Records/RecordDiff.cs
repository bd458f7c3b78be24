namespace TraceClient.Tool;

/// <summary>Finds what a step of a pipeline did to the records that it got.</summary>
internal static class RecordDiff
{
    /// <summary>Each record of either side once: in the order in which they are after the step, dropped ones where they stood before it.</summary>
    public static IReadOnlyList<RecordChange> Between(IReadOnlyList<Record> before, IReadOnlyList<Record> after)
    {
        var partners = RecordPairing.Of(before, after);
        var kept = partners.OfType<int>().ToHashSet();
        var changes = new List<RecordChange>(Math.Max(before.Count, after.Count));
        var next = 0;
        for (var i = 0; i < after.Count; i++)
        {
            if (partners[i] is not { } partner)
            {
                changes.Add(new RecordChange(null, after[i], []));
                continue;
            }

            AddDropped(upTo: partner);
            changes.Add(new RecordChange(before[partner], after[i], ValueDiff.Between(ValueOf(before[partner]), ValueOf(after[i]))));
        }

        AddDropped(upTo: before.Count);
        return changes;

        void AddDropped(int upTo)
        {
            for (; next < upTo; next++)
            {
                if (!kept.Contains(next))
                    changes.Add(new RecordChange(before[next], null, []));
            }
        }
    }

    private static AttributeValue ValueOf(Record record) => AttributeValue.From(AttributeMap.From(
    [
        KeyValuePair.Create("timestamp", AttributeValue.From(record.Timestamp?.ToString())),
        KeyValuePair.Create("body", AttributeValue.From(record.Body)),
        KeyValuePair.Create("attributes", AttributeValue.From(record.Attributes)),
    ]));
}
