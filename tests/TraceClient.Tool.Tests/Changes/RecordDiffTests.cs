namespace TraceClient.Tool.Tests.Changes;

public sealed class RecordDiffTests
{
    [Fact]
    public void Equal_records_are_unchanged() =>
        Assert.Equal(["unchanged 1:{\"a\":1}", "unchanged 1:{\"a\":1}"],
            Diff([Log(1, """{"a":1}"""), Log(1, """{"a":1}""")], [Log(1, """{"a":1}"""), Log(1, """{"a":1}""")]));

    [Fact]
    public void A_removed_record_keeps_its_position() => Assert.Equal(
        ["unchanged 1:{\"a\":1}", "removed 2:{\"b\":2}", "unchanged 3:{\"c\":3}"],
        Diff([Log(1, """{"a":1}"""), Log(2, """{"b":2}"""), Log(3, """{"c":3}""")], [Log(1, """{"a":1}"""), Log(3, """{"c":3}""")]));

    [Fact]
    public void A_new_record_is_added() => Assert.Equal(
        ["unchanged 1:{\"a\":1}", "added 9:{\"z\":1}"],
        Diff([Log(1, """{"a":1}""")], [Log(1, """{"a":1}"""), Log(9, """{"z":1}""")]));

    [Fact]
    public void A_record_of_the_same_time_is_the_same_record_whatever_has_become_of_it() => Assert.Equal(
        ["changed 1:{\"y\":2}", "changed 2:{\"z\":3}"],
        Diff([Log(1, """{"a":1}"""), Log(2, """{"b":1}""")], [Log(1, """{"y":2}"""), Log(2, """{"z":3}""")]));

    [Fact]
    public void Of_records_of_one_time_the_similar_ones_belong_together()
    {
        var changes = RecordDiff.Between(
            new([Log(1, """{"msg":"a","n":1}"""), Log(1, """{"msg":"b","n":2}"""), Log(1, """{"msg":"c","n":3}""")]),
            new([Log(1, """{"msg":"c","n":3,"host":"x"}"""), Log(1, """{"msg":"a","n":1,"host":"x"}""")]));

        Assert.Equal(
            [("changed", "c"), ("changed", "a"), ("removed", "b")],
            [.. changes.OrderBy(change => change.Kind == ChangeKind.Removed)
                .Select(change => (ChangeText.Of(change.Kind), AttributeValue.From(change.Record.Body).AsMap!.GetString("msg")!))]);
        Assert.All(changes.Where(change => change.Kind == ChangeKind.Changed),
            change => Assert.Equal(["body", "host"], Assert.Single(change.Values).Path));
    }

    [Fact]
    public void A_record_whose_time_was_changed_is_known_by_its_content()
    {
        var change = Assert.Single(RecordDiff.Between(new([Log(1, """{"a":1,"b":2}""")]), new([Log(5, """{"a":1,"b":2}""")])));

        Assert.Equal(["timestamp"], Assert.Single(change.Values).Path);
    }

    [Fact]
    public void Records_that_have_nothing_in_common_are_not_the_same() => Assert.Equal(
        ["removed 1:{\"a\":1}", "added 5:{\"b\":2}"],
        Diff([Log(1, """{"a":1}""")], [Log(5, """{"b":2}""")]).Order(StringComparer.Ordinal).Reverse());

    [Fact]
    public void Many_records_that_were_all_changed_find_their_partners()
    {
        Record[] before = [.. Enumerable.Range(0, 3000).Select(i => Log(i, $$"""{"n":{{i}},"level":"info"}"""))];
        Record[] after =
            [.. Enumerable.Range(0, 3000).Where(i => i % 3 != 0).Select(i => Log(i, $$"""{"n":{{i}},"level":"info","host":"x"}"""))];

        var changes = RecordDiff.Between(new(before), new(after));

        Assert.Equal(2000, changes.Count(change => change.Kind == ChangeKind.Changed && change.Values is [{ Path: ["body", "host"] }]));
        Assert.Equal(1000, changes.Count(change => change.Kind == ChangeKind.Removed));
    }

    [Fact]
    public void Each_record_of_either_side_comes_once()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            Record[] before = [.. Enumerable.Range(0, random.Next(12)).Select(_ => Any(random))];
            Record[] after = [.. Enumerable.Range(0, random.Next(12)).Select(_ => Any(random))];

            var changes = RecordDiff.Between(new(before), new(after));

            Assert.Equal(after, changes.Select(change => change.After?.Record).OfType<Record>());
            Assert.Equal(before.OrderBy(Order, StringComparer.Ordinal),
                changes.Select(change => change.Before?.Record).OfType<Record>().OrderBy(Order, StringComparer.Ordinal));
        }
    }

    private static Record Any(Random random) => Log(random.Next(3), $$"""{"k{{random.Next(3)}}":{{random.Next(3)}}}""");

    private static string Order(Record record) => $"{record.Timestamp}{record.Body}";

    private static IEnumerable<string> Diff(Record[] before, Record[] after) => RecordDiff.Between(new(before), new(after))
        .Select(change =>
            $"{ChangeText.Of(change.Kind)} {change.Record.Timestamp!.Value.UnixNanoseconds / 1_000_000_000}:{change.Record.Body}");

    private static Record Log(long second, string body) => new()
    {
        Kind = RecordKind.Log,
        Timestamp = TraceTimestamp.FromUnixSeconds(second),
        Body = JsonPayload.Parse(body),
    };
}
