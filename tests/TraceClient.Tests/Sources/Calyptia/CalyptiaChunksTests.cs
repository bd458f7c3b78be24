using FsCheck;
using FsCheck.Fluent;
using TraceClient.Calyptia;
using static TraceClient.Tests.Sources.Calyptia.CalyptiaTestData;

namespace TraceClient.Tests.Sources.Calyptia;

public sealed class CalyptiaChunksTests
{
    [Fact]
    public void Passes_of_a_growing_chunk_are_one_chunk()
    {
        var chunks = Split(
            Record("a1", 1, 0), Record("a2", 2, 0.1, "modify.0"), Record("a3", 3, 0.2),
            Record("b1", 1, 1, count: 2), Record("b2", 2, 1.1, "modify.0"), Record("b3", 3, 1.2, count: 2));

        Assert.Equal("a1 a2 a3 b1 b2 b3", Show(chunks));
        Assert.Equal(2, chunks[0].Passes.Count);
    }

    [Fact]
    public void Another_inputs_events_are_another_chunk()
    {
        var chunks = Split(
            Record("a1", 1, 0, "tail.0"), Record("b1", 1, 0.1, "tail.1"), Record("b2", 2, 0.2, "modify.0"), Record("b3", 3, 0.3, "tail.1"),
            Record("a2", 2, 0.4, "modify.0"), Record("a3", 3, 0.5, "tail.0"));

        Assert.Equal("a1 a2 a3 | b1 b2 b3", Show(chunks));
    }

    [Fact]
    public void An_input_that_does_not_grow_is_the_chunk_of_a_restarted_process()
    {
        var chunks = Split(
            Record("a1", 1, 0, count: 3), Record("a3", 3, 0.2, count: 3),
            Record("b1", 1, 1, count: 3), Record("b3", 3, 1.2, count: 3));

        Assert.Equal("a1 a3 | b1 b3", Show(chunks));
    }

    [Fact]
    public void An_input_that_shows_the_chunk_before_the_new_batch_continues_it()
    {
        var chunks = Split(
            Bodies("a3", 3, 0, "A"), Bodies("a4", 1, 1, "A"), Record("a5", 2, 1.1, "modify.0"), Bodies("a6", 3, 1.2, "A", "AA"),
            Bodies("a7", 1, 2, "A", "AA"), Record("a8", 2, 2.1, "modify.0"), Bodies("a9", 3, 2.2, "A", "AA", "AAA"));

        Assert.Equal("a3 a4 a5 a6 a7 a8 a9", Show(chunks));
        Assert.Equal(["a3", "a4 a5 a6", "a7 a8 a9"], ShowPasses(chunks[0]));
    }

    [Fact]
    public void A_batch_that_a_filter_dropped_does_not_end_a_chunk_that_is_shown_as_it_was()
    {
        var chunks = Split(
            Bodies("a3", 3, 0, "A"), Bodies("a4", 1, 1, "A"), Record("a5", 2, 1.1, "grep.0", count: 0),
            Bodies("a6", 1, 2, "A"), Bodies("a7", 3, 2.2, "A", "AA"));

        Assert.Equal(["a3", "a4 a5", "a6 a7"], ShowPasses(Assert.Single(chunks)));
    }

    [Fact]
    public void As_many_other_records_are_the_chunk_of_a_restarted_process()
    {
        var chunks =
            Split(Bodies("a1", 1, 0, "a"), Bodies("a3", 3, 1, "A"), Bodies("b1", 1, 2, "b"), Record("b2", 2, 2.1, "grep.0", count: 0));

        Assert.Equal("a1 a3 | b1 b2", Show(chunks));
    }

    [Fact]
    public void Replicas_chunks_of_equal_records_grow_side_by_side()
    {
        var chunks = Split(
            Record("a1", 1, 0), Record("a3", 3, 0.1), Record("b1", 1, 1), Record("b3", 3, 1.1),
            Record("b4", 1, 2, count: 2), Record("b6", 3, 2.1, count: 2), Record("a4", 1, 3, count: 2), Record("a6", 3, 3.1, count: 2));

        Assert.Equal("a1 a3 a4 a6 | b1 b3 b4 b6", Show(chunks));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Chunks_of_several_inputs_are_put_together_however_their_events_come(bool showsOldState) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var made = Enumerable.Range(0, random.Next(1, 5)).Select(input => Passes(random, $"tail.{input}", showsOldState)).ToList();
            var at = 0.0;
            var records = Interleave(random, made)
                .Select(record => record with { CreatedAt = Time(Start.AddSeconds(at += 0.01 * random.Next(100))) });

            var chunks = Split([.. records]);

            Assert.Equal(
                made.Select(chunk => string.Join(" | ", chunk.Select(pass => string.Join(' ', pass.Select(ShowRecord)))))
                    .Order(StringComparer.Ordinal),
                chunks.Select(chunk => string.Join(" | ", chunk.Passes.Select(
                    pass => string.Join(' ', pass.Select(step => ShowRecord(step.Record!)))))).Order(StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Appends_that_a_filter_dropped_leave_a_chunk_whole(bool showsOldState) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var passes = Passes(new Random(seed), "tail.0", showsOldState, dropsSome: true);

            var chunks =
                Split([.. passes.SelectMany(pass => pass).Select((record, i) => record with { CreatedAt = Time(Start.AddSeconds(i)) })]);

            Assert.Equal(passes.Select(pass => string.Join(' ', pass.Select(record => record.Id))), ShowPasses(Assert.Single(chunks)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_pre_output_without_an_input_that_does_not_grow_is_another_chunk_too()
    {
        var chunks = Split(
            Record("a1", 1, 0, count: 3), Record("a3", 3, 0.2, count: 3),
            Record("b2", 2, 1, "modify.0"), Record("b3", 3, 1.2, count: 1));

        Assert.Equal("a1 a3 | b2 b3", Show(chunks));
    }

    [Fact]
    public void A_missing_input_event_does_not_break_a_chunk()
    {
        var chunks = Split(
            Record("a1", 1, 0), Record("a2", 2, 0.1, "modify.0"), Record("a3", 3, 0.2),
            Record("b2", 2, 1, "modify.0"), Record("b3", 3, 1.2, count: 2));

        Assert.Equal("a1 a2 a3 b2 b3", Show(chunks));
        Assert.Equal(["b2", "b3"], chunks[0].Passes[1].Select(step => step.Id));
    }

    [Fact]
    public void Replicas_chunks_are_told_apart_by_the_records_that_they_began_with()
    {
        var chunks = Split(
            Bodies("a1", 1, 0, "a"), Bodies("a3", 3, 1, "A"), Bodies("b1", 1, 2, "b"), Bodies("b3", 3, 3, "B"),
            Bodies("a4", 1, 4, "A", "a"), Bodies("a5", 3, 5, "A", "AA"), Bodies("b4", 3, 6, "B", "BB"),
            Bodies("a6", 3, 7, "A", "AA", "AAA"));

        Assert.Equal("a1 a3 a4 a5 a6 | b1 b3 b4", Show(chunks));
    }

    [Fact]
    public void Passes_that_replicas_have_open_at_the_same_time_end_with_their_own_records()
    {
        var chunks = Split(
            Bodies("a3", 3, 0, "A"), Bodies("b3", 3, 1, "B"),
            Bodies("a4", 1, 2, "A", "a"), Bodies("b4", 1, 3, "B", "b"), Bodies("a5", 3, 4, "A", "AA"), Bodies("b5", 3, 5, "B", "BB"));

        Assert.Equal("a3 a4 a5 | b3 b4 b5", Show(chunks));
    }

    [Fact]
    public void A_gap_in_time_separates_chunks()
    {
        var chunks = Split(Record("a1", 1, 0), Record("a3", 3, 1), Record("b1", 1, 62, count: 2), Record("b3", 3, 63, count: 2));

        Assert.Equal("a1 a3 | b1 b3", Show(chunks));
    }

    [Fact]
    public void A_gap_as_long_as_allowed_does_not_separate_chunks()
    {
        var chunks = Split(Record("a1", 1, 0), Record("a3", 3, 1), Record("b1", 1, 61, count: 2), Record("b3", 3, 62, count: 2));

        Assert.Equal("a1 a3 b1 b3", Show(chunks));
    }

    [Fact]
    public void A_late_retry_belongs_to_its_chunk()
    {
        var chunks =
            Split(Record("a1", 1, 0), Record("a3", 3, 1), Record("o1", 4, 2, "http.0", code: 2), Record("o2", 4, 600, "http.0", code: 1));

        Assert.Equal("a1 a3 o1 o2", Show(chunks));
    }

    [Fact]
    public void A_filter_that_dropped_everything_ends_the_trace()
    {
        var chunks = Split(Record("a1", 1, 0), Record("a2", 2, 0.1, "grep.0", count: 0));

        Assert.Equal("a1 a2", Show(chunks));
    }

    [Fact]
    public void Filters_alone_are_a_chunk() =>
        Assert.Equal("a2 b2", Show(Split(Record("a2", 2, 0, "grep.0"), Record("b2", 2, 0.1, "grep.1"))));

    [Fact]
    public void Filters_alone_do_not_wait_longer_than_the_gap() =>
        Assert.Equal("a2 | b3", Show(Split(Record("a2", 2, 0, "grep.0"), Record("b3", 3, 100))));

    [Fact]
    public void Outputs_alone_are_a_chunk() =>
        Assert.Equal("o1 o2", Show(Split(Record("o1", 4, 0, "http.0"), Record("o2", 4, 1, "http.1"))));

    [Fact]
    public void Outputs_go_to_the_latest_chunk_of_an_input()
    {
        var chunks = Split(Record("a3", 3, 0, count: 2), Record("b3", 3, 1), Record("o1", 4, 2, "http.0", code: 1));

        Assert.Equal("a3 | b3 o1", Show(chunks));
    }

    [Fact]
    public void Outputs_of_two_inputs_chunks_are_dealt_out_in_turn()
    {
        var chunks = Split(
            Record("a3", 3, 0, "tail.0"), Record("b3", 3, 0.1, "tail.1"),
            Record("o1", 4, 1, "http.0", code: 1), Record("o2", 4, 2, "http.0", code: 1));

        Assert.Equal("a3 o1 | b3 o2", Show(chunks));
        Assert.DoesNotContain(chunks, chunk => chunk.HasAmbiguousOutputs);
    }

    [Fact]
    public void Doubtful_outputs_are_reported_when_they_ended_differently()
    {
        var chunks = Split(
            Record("a3", 3, 0, "tail.0"), Record("b3", 3, 0.1, "tail.1"),
            Record("o1", 4, 1, "http.0", code: 1), Record("o2", 4, 2, "http.0", code: 0));

        Assert.All(chunks, chunk => Assert.True(chunk.HasAmbiguousOutputs));
    }

    [Fact]
    public void Events_at_the_same_time_keep_the_order_of_the_list()
    {
        var chunks = Split(Record("a1", 1, 0), Record("a2", 2, 0, "modify.0"), Record("a3", 3, 0), Record("o1", 4, 0, "http.0"));

        Assert.Equal("a1 a2 a3 o1", Show(chunks));
    }

    [Fact]
    public void No_event_is_lost_whatever_the_order()
    {
        var random = new Random(4711);
        for (var round = 0; round < 500; round++)
        {
            var at = 0.0;
            var records = Enumerable.Range(0, random.Next(1, 30))
                .Select(i => Record($"r{i}", random.Next(0, 6), at += random.Next(4) == 0 ? 70 : 1, $"p.{random.Next(3)}", random.Next(4),
                    code: random.Next(3)))
                .ToArray();

            var ids = Split(records).SelectMany(chunk => chunk.Events).Select(step => step.Id).Order();

            Assert.Equal(records.Select(record => record.Id!).Order(), ids);
        }
    }

    /// <summary>The passes of a chunk: up to 2.1 an input shows the new batch,
    /// from 2.2 on what was there before, and nothing the first time.</summary>
    private static List<List<CalyptiaTraceRecord>> Passes(Random random, string input, bool showsOldState, bool dropsSome = false)
    {
        var passes = new List<List<CalyptiaTraceRecord>>();
        string[] known = [];
        for (var append = random.Next(1, 6); append > 0; append--)
        {
            var isFirst = passes.Count == 0;
            var batch = Enumerable.Range(0, random.Next(1, 4)).Select(i => random.Next(3) == 0 ? "same" : $"{input} {append} {i}")
                .ToArray();
            var drops = dropsSome && !isFirst && append > 1 && random.Next(3) == 0;
            var filters = random.Next(drops ? 1 : 0, 3);
            var result = filters == 0 ? batch : [.. batch.Select(body => $"{body} filtered").Skip(random.Next(batch.Length))];
            var pass = new List<CalyptiaTraceRecord>();
            passes.Add(pass);

            if (!showsOldState || !isFirst)
                Add(1, input, showsOldState ? known : [.. known, .. batch]);
            for (var filter = 1; filter <= filters; filter++)
                Add(2, $"modify.{filter}", filter < filters ? batch : drops ? [] : result);
            if (!drops)
                Add(3, input, known = [.. known, .. result]);

            void Add(int type, string instance, string[] bodies) =>
                pass.Add(Bodies($"{input}-{passes.Count}-{pass.Count}", type, 0, bodies) with { PluginInstance = instance });
        }

        return passes;
    }

    /// <summary>
    /// Any order of the events in which what a filter did can be known: its event names no input, so that it is of the pass that began last
    /// and has not ended, and, where the input's event is missing, of the pass whose pre-output comes next.
    /// </summary>
    private static IEnumerable<CalyptiaTraceRecord> Interleave(Random random, List<List<List<CalyptiaTraceRecord>>> chunks)
    {
        var rest = chunks.ConvertAll(chunk => new Queue<CalyptiaTraceRecord>(chunk.SelectMany(pass => pass)));
        var open = new List<Queue<CalyptiaTraceRecord>>();
        Queue<CalyptiaTraceRecord>? waiting = null;
        while (rest.FindAll(chunk => chunk.Count > 0 && MayBeNext(chunk)) is { Count: > 0 } candidates)
        {
            var chunk = candidates[random.Next(candidates.Count)];
            var record = chunk.Dequeue();
            if (record.Type == CalyptiaRecordType.Input)
                open.Add(chunk);
            else if (record.Type == CalyptiaRecordType.PreOutput)
                open.Remove(chunk);
            waiting = record.Type == CalyptiaRecordType.Filter && !open.Contains(chunk) ? chunk : null;
            yield return record;
        }

        Assert.All(rest, Assert.Empty);

        bool MayBeNext(Queue<CalyptiaTraceRecord> chunk) => (waiting is null || waiting == chunk)
            && (chunk.Peek().Type != CalyptiaRecordType.Filter || open.LastOrDefault() is not { } latest || latest == chunk);
    }

    private static string ShowRecord(CalyptiaTraceRecord record) =>
        $"{record.Id}({string.Join(',', record.Records.Select(log => log.Record))})";

    private static IEnumerable<string> ShowPasses(CalyptiaChunk chunk) =>
        chunk.Passes.Select(pass => string.Join(' ', pass.Select(step => step.Id)));

    private static CalyptiaTraceRecord Bodies(string id, int type, double at, params string[] bodies) =>
        Record(id, type, at) with { Records = [.. bodies.Select(body => new CalyptiaLogRecord { Record = JsonPayload.FromString(body) })] };
}
