namespace TraceClient.Tool.Tests.Web;

public sealed class TraceIndexTests
{
    [Fact]
    public void Of_100_000_traces_those_are_listed_that_match()
    {
        var traces = ServedTraces.Many(100_000);
        var index = new TraceIndex(["kubiya"]);
        index.Put("kubiya", traces);
        var query = new TraceListQuery
        {
            Text = "RUN 9",
            ErrorsOnly = true,
            Type = SpanType.Agent,
            Model = "gpt-4o",
            MinDuration = TimeSpan.FromMilliseconds(500),
            Sort = "duration",
        };

        var listed = index.List(query).Traces;

        var expected = traces
            .Where((trace, i) => trace.Name.StartsWith("run 9", StringComparison.Ordinal) && i % 10 == 0 && i % 3 != 0 && i % 997 >= 500)
            .OrderByDescending(trace => trace.Duration).ToList();
        Assert.Equal(expected, listed);
        Assert.NotEmpty(listed);
        Assert.Equal(100_000, index.List(new TraceListQuery()).Traces.Count);
        Assert.Equal(20_000, index.List(new TraceListQuery()).Sessions.Count);
    }

    [Fact]
    public void The_newest_traces_come_first_and_those_without_a_time_last()
    {
        var index = new TraceIndex(["kubiya"]);
        index.Put("kubiya",
        [
            Summary("none"),
            Summary("old") with { RecordedAt = ServedTraces.Now + -TimeSpan.FromHours(1) },
            Summary("new") with { StartTime = ServedTraces.Now },
        ]);

        Assert.Equal(["new", "old", "none"], index.List(new TraceListQuery()).Traces.Select(trace => trace.Name));
    }

    [Fact]
    public void A_trace_is_replaced_and_only_a_difference_is_a_change()
    {
        var index = new TraceIndex(["kubiya"]);

        Assert.True(index.Put("kubiya", [Summary("a")]));
        var version = index.Version;
        Assert.False(index.Put("kubiya", [Summary("a")]));
        Assert.Equal(version, index.Version);
        Assert.True(index.Put("kubiya", [Summary("a") with { Status = TraceStatus.Ok }]));
        Assert.NotEqual(version, index.Version);
        Assert.Equal(TraceStatus.Ok, Assert.Single(index.List(new TraceListQuery()).Traces).Status);
    }

    [Fact]
    public void The_attributes_of_a_trace_are_not_kept()
    {
        var index = new TraceIndex(["kubiya"]);
        var attributes = AttributeMap.From([KeyValuePair.Create("galtea.input", (AttributeValue)"a long text")]);
        index.Put("kubiya", [Summary("a") with { Attributes = attributes }]);

        Assert.Equal([Summary("a")], index.List(new TraceListQuery()).Traces);
        Assert.False(index.Put("kubiya", [Summary("a") with { Attributes = attributes }]));
    }

    [Fact]
    public void Beyond_the_limit_the_oldest_traces_are_removed()
    {
        var index = new TraceIndex(["kubiya"]);
        index.Put("kubiya", ServedTraces.Many(30), maxCount: 10);

        Assert.Equal(ServedTraces.Many(10), index.List(new TraceListQuery()).Traces);
    }

    [Fact]
    public void A_list_stays_as_it_was_when_the_index_changes()
    {
        var index = new TraceIndex(["kubiya"]);
        index.Put("kubiya", [Summary("a")]);
        var before = index.List(new TraceListQuery());
        index.Put("kubiya", [Summary("b")]);

        Assert.Equal(["a"], before.Traces.Select(trace => trace.Name));
        Assert.Equal(2, index.List(new TraceListQuery()).Traces.Count);
        Assert.Same(index.List(new TraceListQuery()), index.List(new TraceListQuery()));
    }

    [Fact]
    public void The_oldest_running_trace_is_that_since_a_time()
    {
        var index = new TraceIndex(["kubiya"]);
        index.Put("kubiya",
        [
            Running("a", 90), Running("b", 50), Running("c", 10), Summary("d") with { RecordedAt = At(55), Status = TraceStatus.Ok },
        ]);

        Assert.Equal(At(50), index.OldestRunning("kubiya", At(60)));
        Assert.Null(index.OldestRunning("kubiya", At(5)));

        static TraceSummary Running(string id, double age) => Summary(id) with { Status = TraceStatus.Running, RecordedAt = At(age) };
        static TraceTimestamp At(double age) => ServedTraces.Now + -TimeSpan.FromMinutes(age);
    }

    private static TraceSummary Summary(string name) => new() { Reference = new TraceReference("kubiya", name), Name = name };
}
