using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

public sealed class SyncTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task All_traces_are_copied_and_a_second_run_copies_nothing()
    {
        var path = fixture.NewPath();

        var first = await RunAsync("sync", "--store", path, "--output", "json");
        var second = await RunAsync("sync", "--store", path, "--output", "json");

        var (one, two) = (Parse(first), Parse(second));
        var (traces, spans) = (one.GetProperty("traces").GetInt64(), one.GetProperty("spans").GetInt64());
        Assert.InRange(traces, 50, 100);
        Assert.Equal((0, 0), (one.GetProperty("failures").GetInt32(), one.GetProperty("deleted").GetInt64()));
        Assert.Equal((0, 0), (two.GetProperty("traces").GetInt64(), two.GetProperty("spans").GetInt64()));
        Assert.Equal(
            (traces, spans),
            (two.GetProperty("store").GetProperty("traces").GetInt64(), two.GetProperty("store").GetProperty("spans").GetInt64()));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task The_result_is_a_sentence_for_a_person()
    {
        var result = await RunAsync("sync", "--store", fixture.NewPath(), "--source", "kubiya", "--output", "table");

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Output));
        Assert.Matches(
            "^Copied 25 traces with 2\\d\\d spans to .*\\.db\\. It has 25 traces with 2\\d\\d spans \\(.* KB\\)\\.\n$", result.Error);
    }

    [Theory]
    [InlineData("list", "--limit", "0", "--columns", "ref,name,recorded,session,service")]
    [InlineData("list", "--source", "kubiya", "--errors", "--sort", "oldest", "--columns", "ref,name,status,duration")]
    [InlineData("show", "galtea", "--output", "table")]
    [InlineData("records", "calyptia", "--output", "table")]
    [InlineData("diff", "galtea", "kubiya", "--output", "table")]
    public async Task A_command_shows_the_same_of_the_store_as_of_the_services(params string[] arguments)
    {
        var services = await RunAsync(arguments);
        var store = await RunAsync([.. arguments, "--store", fixture.Path]);

        Assert.Equal(services.ToString(), store.ToString());
        Assert.NotEmpty(store.Output);
    }

    [Fact]
    public async Task Traces_are_found_by_words_in_the_store()
    {
        var word = await RunAsync("list", "--store", fixture.Path, "--find", "refund", "--limit", "0");
        var start = await RunAsync("list", "--store", fixture.Path, "--find", "refun*", "--limit", "0");
        var none = await RunAsync("list", "--store", fixture.Path, "--find", "refun", "--limit", "0");

        Assert.NotEmpty(word.Output);
        Assert.InRange(start.Output.Length, word.Output.Length, int.MaxValue);
        Assert.Equal((ExitCodes.Ok, ""), (none.ExitCode, none.Output));
    }

    [Fact]
    public async Task Services_cannot_be_searched_for_words_and_say_what_to_do()
    {
        var result = await RunAsync("list", "--find", "refund");

        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Equal(
            "tracectl: These sources have no full-text search. Copy their traces to a store, and search there with --store. "
                + "Try: tracectl sync --store traces.db\n", result.Error);
    }

    [Fact]
    public async Task A_search_without_a_word_is_rejected()
    {
        var result = await RunAsync("list", "--find", "--store", fixture.Path, "--", "--");
        var invalid = await RunAsync("list", "--find", "..", "--store", fixture.Path);

        Assert.Equal((ExitCodes.Usage, ExitCodes.Usage), (result.ExitCode, invalid.ExitCode));
        Assert.StartsWith("tracectl: Invalid value '..' for --find. Use words with letters or digits.", invalid.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_content_no_body_is_stored_and_the_tokens_are()
    {
        var path = fixture.NewPath();

        var result = await RunAsync("sync", "--store", path, "--no-content", "--quiet");

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Error));
        Assert.Equal("0\n", (await SqlAsync(path, "SELECT count(*) FROM records WHERE body IS NOT NULL")).Output);
        Assert.NotEqual("0\n", (await SqlAsync(path, "SELECT count(*) FROM records")).Output);
        Assert.Equal(
            "0\n", (await SqlAsync(path, "SELECT count(*) FROM spans WHERE attributes LIKE '%gen_ai.input.messages%'")).Output);
        const string Tokens = "SELECT source, sum(input_tokens), sum(output_tokens), count(model) FROM spans GROUP BY source";
        Assert.Equal((await SqlAsync(fixture.Path, Tokens)).Output, (await SqlAsync(path, Tokens)).Output);
    }

    [Fact]
    public async Task Content_that_was_left_out_is_copied_by_a_run_with_it()
    {
        var path = fixture.NewPath();
        await RunAsync("sync", "--store", path, "--no-content", "--source", "galtea");

        await RunAsync("sync", "--store", path, "--source", "galtea");

        Assert.NotEqual("0\n", (await SqlAsync(path, "SELECT count(*) FROM records WHERE body IS NOT NULL")).Output);
    }

    [Fact]
    public async Task Old_traces_are_not_copied_and_those_of_the_store_are_deleted()
    {
        var path = fixture.Copy("old.db");

        var result = await RunAsync("sync", "--store", path, "--max-age", "30d", "--output", "json");

        Assert.Equal((0, 0), (Parse(result).GetProperty("traces").GetInt64(), Stored(result)));
        Assert.InRange(Parse(result).GetProperty("deleted").GetInt64(), 50, 100);
    }

    [Fact]
    public async Task The_oldest_traces_are_deleted_down_to_a_size_and_not_copied_again()
    {
        var path = fixture.Copy("large.db");

        var first = await RunAsync("sync", "--store", path, "--max-size", "600KB", "--output", "json");
        var second = await RunAsync("sync", "--store", path, "--max-size", "600KB", "--output", "json");

        Assert.InRange(Parse(first).GetProperty("store").GetProperty("bytes").GetInt64(), 1, 600_000);
        Assert.InRange(Stored(first), 1, 60);
        Assert.Equal((0, Stored(first)), (Parse(second).GetProperty("traces").GetInt64(), Stored(second)));
    }

    [Fact]
    public async Task Files_are_copied_to_a_store()
    {
        var (file, path) = (fixture.NewPath() + ".jsonl", fixture.NewPath());
        await RunAsync("export", "--content", "--to", file);

        var result = await TracectlProcess.RunAsync(
            simulator: null, "sync", "--file", file, "--find", "refund", "--store", path, "--output", "json");

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.InRange(Stored(result), 1, 40);
        Assert.Equal(
            (await RunAsync("list", "--store", fixture.Path, "--find", "refund", "--limit", "0", "--columns", "ref,name")).Output,
            (await RunAsync("list", "--store", path, "--limit", "0", "--columns", "ref,name")).Output);
    }

    [Fact]
    public async Task A_source_that_fails_does_not_stop_the_others()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        simulator.Faults.On(SimulatedService.Galtea).RespondWith(403);

        var result = await TracectlProcess.RunAsync(simulator, "sync", "--store", fixture.NewPath(), "--output", "json");

        Assert.Equal(ExitCodes.Authentication, result.ExitCode);
        Assert.Equal(1, Parse(result).GetProperty("failures").GetInt32());
        Assert.InRange(Stored(result), 30, 60);
        Assert.Contains("\"source\":\"galtea\"", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_copies_new_traces_until_it_is_interrupted()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var path = fixture.NewPath();
        await using var process = TracectlProcess.Start(
            simulator, "sync", "--store", path, "--source", "kubiya", "--watch", "100ms", "--output", "jsonl");
        var first = JsonDocument.Parse((await process.ReadLineAsync())!).RootElement;

        simulator.Kubiya.AddSpan(simulator.Kubiya.AddTrace(startedAt: DateTimeOffset.UtcNow));
        var next = JsonDocument.Parse((await process.ReadLineAsync())!).RootElement;
        process.Interrupt();
        var result = await process.WaitAsync();

        Assert.Equal(25, first.GetProperty("store").GetProperty("traces").GetInt64());
        Assert.InRange(next.GetProperty("traces").GetInt64(), 1, 5);
        Assert.Equal(ExitCodes.Interrupted, result.ExitCode);
        Assert.Equal("26\n", (await SqlAsync(path, "SELECT count(*) FROM traces")).Output);
    }

    [Theory]
    [InlineData("Missing option --store. Try: tracectl sync --store traces.db", "sync")]
    [InlineData("Missing option --store. Try: tracectl sql --store traces.db", "sql", "SELECT 1")]
    [InlineData("Missing option --store. Try: tracectl store info --store traces.db", "store", "info")]
    [InlineData("Missing option --store. Try: tracectl store forget --store traces.db", "store", "forget", "kubiya:1")]
    [InlineData("The store missing.db does not exist. Try: tracectl sync --store FILE", "list", "--store", "missing.db")]
    [InlineData("The store missing.db does not exist. Try: tracectl sync --store FILE", "sql", "SELECT 1", "--store", "missing.db")]
    [InlineData(
        "The store missing.db does not exist. Try: tracectl sync --store FILE",
        "store", "prune", "--max-age", "1d", "--store", "missing.db")]
    [InlineData(
        "Invalid value for --store. Use the path of a file, or the address of a PostgreSQL database. Try: --store traces.db",
        "list", "--store", "mysql://host/db")]
    [InlineData(
        "--store cannot be used with --file or --demo, except by tracectl sync. Try: tracectl sync --help",
        "list", "--demo", "--store", "x")]
    [InlineData(
        "Missing option --max-age or --max-size. Try: tracectl store prune --max-age 30d --store traces.db",
        "store", "prune", "--store", "x")]
    [InlineData(
        "Invalid value '30' for --max-age. Use 12h, 30d or 8w. Try: tracectl sync --help", "sync", "--store", "x", "--max-age", "30")]
    [InlineData(
        "Invalid value 'big' for --max-size. Use 500KB, 200MB or 2GB. Try: tracectl sync --help",
        "sync", "--store", "x", "--max-size", "big")]
    [InlineData(
        "Invalid value '0s' for --watch. Use a duration of more than 0, such as 30s or 5m. Try: tracectl sync --help",
        "sync", "--store", "x", "--watch", "0s")]
    public async Task An_invalid_command_line_says_what_to_do(string error, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal((ExitCodes.Usage, "", $"tracectl: {error}\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("list")]
    [InlineData("sql", "SELECT 1")]
    [InlineData("store", "info")]
    public async Task A_file_that_is_not_a_store_is_refused_and_left_alone(params string[] arguments)
    {
        var path = fixture.NewPath();
        await File.WriteAllTextAsync(path, new string('x', 5000), TestContext.Current.CancellationToken);

        var result = await RunAsync([.. arguments, "--store", path]);

        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.Contains("is not a store of traces", result.Error, StringComparison.Ordinal);
        Assert.Equal(5000, new FileInfo(path).Length);
    }

    private static JsonElement Parse(TracectlResult result) => JsonDocument.Parse(result.Output).RootElement;

    private static long Stored(TracectlResult result) => Parse(result).GetProperty("store").GetProperty("traces").GetInt64();

    private static Task<TracectlResult> SqlAsync(string path, string sql) =>
        TracectlProcess.RunAsync(simulator: null, "sql", sql, "--store", path);

    private Task<TracectlResult> RunAsync(params string[] arguments) => TracectlProcess.RunAsync(fixture.Simulator, arguments);
}
