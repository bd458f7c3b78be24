using TraceClient.Analysis;
using static TraceClient.Testing.Tests.Assertions.Traces;

namespace TraceClient.Testing.Tests.Assertions;

public sealed class GoldenFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string File => Path.Combine(_folder.FullName, "golden", "turn.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_that_does_not_exist_fails_with_a_message_that_says_how_to_create_it()
    {
        var exception = Assert.Throws<TraceAssertionException>(() => Agent().Build().Should().MatchGoldenFile(File));

        Assert.Contains("TRACECLIENT_UPDATE_GOLDEN=1", exception.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void A_file_is_written_on_request_and_matches_the_next_run()
    {
        Update(Agent().Build());

        SecondRun().Should().MatchGoldenFile(File);
        var text = System.IO.File.ReadAllText(File);
        Assert.Contains("\n  \"name\": \"support_agent\",\n", text, StringComparison.Ordinal);
        Assert.Contains("\n    \"totalTokens\": 1000\n", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_the_same_for_each_run()
    {
        var other = Path.Combine(_folder.FullName, "second.json");
        Update(Agent().Session("session-1").Build());
        Update(Agent("turn-2").Session("session-2").StartingAt(DateTimeOffset.UnixEpoch).Build(), other);

        Assert.Equal(System.IO.File.ReadAllText(File), System.IO.File.ReadAllText(other));
    }

    [Fact]
    public void An_update_leaves_a_file_that_matches()
    {
        Update(Agent().Build());
        var text = System.IO.File.ReadAllText(File).Replace("\"golden\"", "\"kept\"", StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, text);

        Update(SecondRun());

        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void An_update_replaces_a_file_that_differs_or_is_invalid()
    {
        Update(Agent().Build());
        Update(SecondRun(configure: agent => agent.Child("close", SpanType.Tool)));
        SecondRun(configure: agent => agent.Child("close", SpanType.Tool)).Should().MatchGoldenFile(File);

        System.IO.File.WriteAllText(File, "<<<<<<< HEAD");
        Assert.Throws<TraceFormatException>(() => Agent().Build().Should().MatchGoldenFile(File));
        Update(Agent().Build());
        Agent().Build().Should().MatchGoldenFile(File);
    }

    [Fact]
    public void A_difference_says_how_to_accept_it()
    {
        Update(Agent().Build());

        var violations = Violations(() => SecondRun(configure: agent => agent.Error("x")).Should().MatchGoldenFile(File));

        Assert.Contains(violations, one => one.ToString() == "baseline: expected status Ok, found Error.");
        Assert.Contains("TRACECLIENT_UPDATE_GOLDEN=1", violations[^1].Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Tolerances_hold_for_files()
    {
        Update(Agent().Build());
        var slower = SecondRun(configure: agent => agent.Duration(TimeSpan.FromSeconds(3)));

        Assert.Throws<TraceAssertionException>(() => slower.Should().MatchGoldenFile(File));
        slower.Should().MatchGoldenFile(File, new TraceComparisonOptions { DurationTolerance = 1 });
    }

    [Fact]
    public void A_relative_path_is_beside_the_calling_source_file()
    {
        var caller = Path.Combine(_folder.FullName, "Tests.cs");
        Update(Agent().Build());

        Agent().Build().Should().MatchGoldenFile("golden/turn.json", callerFile: caller);
    }

    [Fact]
    public void A_source_file_of_a_build_for_CI_is_found_above_the_program()
    {
        var missing = Assert.Throws<TraceAssertionException>(() =>
            Agent().Build().Should().MatchGoldenFile("none.json", callerFile: "/_/tests/TraceClient.Testing.Tests/Assertions/A.cs"));
        var folder = Path.Combine("tests", "TraceClient.Testing.Tests", "Assertions", "none.json");

        Assert.Contains(folder, missing.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Agent().Build().Should().MatchGoldenFile("none.json", callerFile: "/nowhere/A.cs"));
    }

    [Fact]
    public void A_file_keeps_the_order_of_spans_with_one_time_and_parents_that_are_missing()
    {
        var built = new TraceBuilder("galtea", "t").Span("root", SpanType.Agent, root =>
        {
            for (var i = 0; i < 12; i++)
                root.Child($"step {11 - i}", SpanType.Tool, step => step.StartingAfter(TimeSpan.Zero).Output("{\"a\":1}"));
        }).Build();
        var orphan = built with { Spans = [.. built.Spans.Select(span => span with { ParentId = "elsewhere" })] };

        foreach (var trace in new[] { built, orphan })
        {
            Update(trace);
            trace.Should().MatchGoldenFile(File);
        }
    }

    // The only tests that set the variable, one after the other.
    private void Update(Trace trace, string? path = null)
    {
        Environment.SetEnvironmentVariable("TRACECLIENT_UPDATE_GOLDEN", "1");
        try
        {
            trace.Should().MatchGoldenFile(path ?? File);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TRACECLIENT_UPDATE_GOLDEN", null);
        }
    }
}
