using System.Net;
using System.Text.Json;
using TraceClient.Otlp;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Web;

/// <summary>Tests of the list that the server sends.</summary>
public sealed class TraceListTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "fast slow refund")]
    [InlineData("text=REF", "refund")]
    [InlineData("text=galtea:g", "refund")]
    [InlineData("text=s-1", "slow refund")]
    [InlineData("text=(", "")]
    [InlineData("source=kubiya", "fast slow")]
    [InlineData("errors=true", "slow")]
    [InlineData("errors=false", "fast slow refund")]
    [InlineData("since=20m", "fast slow")]
    [InlineData("since=2026-03-14T15:00Z", "fast")]
    [InlineData("session=s-1", "slow refund")]
    [InlineData("type=Tool", "slow")]
    [InlineData("model=GPT-4o", "refund")]
    [InlineData("minDuration=1s", "slow refund")]
    [InlineData("source=kubiya&errors=true&session=s-1&type=Tool&minDuration=1s&since=1h", "slow")]
    [InlineData("sort=newest", "fast slow refund")]
    [InlineData("sort=oldest", "refund slow fast")]
    [InlineData("sort=duration", "slow refund fast")]
    [InlineData("sort=spans", "refund fast slow")]
    [InlineData("sort=errors", "slow fast refund")]
    [InlineData("sort=name", "fast refund slow")]
    [InlineData("limit=1", "fast")]
    [InlineData("limit=2&offset=1", "slow refund")]
    [InlineData("offset=3", "")]
    [InlineData("limit=0", "")]
    [InlineData("text=&source=&errors=&since=&session=&type=&model=&minDuration=&sort=&offset=&limit=", "fast slow refund")]
    public async Task A_list_is_filtered_sorted_and_paged(string query, string names)
    {
        await using var served = await StartAsync();

        Assert.Equal(names, await served.NamesAsync(query));
    }

    [Theory]
    [InlineData("source=x", "Invalid value 'x' for source. Use galtea or kubiya.")]
    [InlineData("errors=yes", "Invalid value 'yes' for errors. Use true or false.")]
    [InlineData("since=yesterday", "Invalid value 'yesterday' for since. Use 2h, 2026-11-20 or 2026-11-20T08:00Z.")]
    [InlineData("minDuration=long", "Invalid value 'long' for minDuration. Use 500ms, 2s, 10m or 1h.")]
    [InlineData("sort=size", "Invalid value 'size' for sort. Use newest, oldest, duration, spans, errors or name.")]
    [InlineData("limit=201", "Invalid value '201' for limit. Use a number from 0 to 200.")]
    [InlineData("limit=-1", "Invalid value '-1' for limit. Use a number from 0 to 200.")]
    [InlineData("offset=x", "Invalid value 'x' for offset. Use a number of 0 or more.")]
    public async Task An_invalid_value_is_refused_with_the_allowed_ones(string query, string message)
    {
        await using var served = await StartAsync();

        var error = (await served.GetJsonAsync($"/api/traces?{query}", HttpStatusCode.BadRequest)).GetProperty("error");

        Assert.Equal(("usage", message), (error.GetProperty("code").GetString(), error.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_list_has_its_total_the_sources_and_the_values_of_filters()
    {
        await using var served = await StartAsync();

        var list = await served.GetJsonAsync("/api/traces?errors=true");

        Assert.Equal((1, 0, 0), (Int(list, "total"), Int(list, "offset"), Int(list, "hidden")));
        Assert.Equal(served.Server.Index.Version, list.GetProperty("version").GetInt64());
        Assert.Equal("""[{"name":"galtea","count":1,"isLoading":false},{"name":"kubiya","count":2,"isLoading":false}]""",
            list.GetProperty("sources").GetRawText());
        Assert.Equal("""["Agent","Tool"]""", list.GetProperty("types").GetRawText());
        Assert.Equal("""["gpt-4o"]""", list.GetProperty("models").GetRawText());
        Assert.Equal(
            """
            {"reference":"kubiya:b","source":"kubiya","id":"b","name":"slow","status":"Error","recordedAt":"2026-03-14T14:59:26Z",
            "startTime":"2026-03-14T14:59:26Z","endTime":"2026-03-14T14:59:28Z","durationMs":2000,"sessionId":"s-1",
            "spanCount":1,"errorCount":1,"spanTypes":["Tool"]}
            """.ReplaceLineEndings(""),
            list.GetProperty("traces")[0].GetRawText());
    }

    [Fact]
    public async Task Traces_that_reading_creates_in_Kubiya_are_hidden_and_counted()
    {
        var (kubiya, galtea) = (new ServedSource("kubiya"), new ServedSource("galtea"));
        kubiya.Put(ServedTraces.Of("kubiya:a", "traces.list"));
        kubiya.Put(ServedTraces.Of("kubiya:b", "traces.get", age: 1));
        kubiya.Put(ServedTraces.Of("kubiya:c", "run", age: 2));
        galtea.Put(ServedTraces.Of("galtea:d", "traces.list", age: 3));
        await using var served = await Served.StartAsync(kubiya, galtea);

        Assert.Equal("run traces.list", await served.NamesAsync(""));
        Assert.Equal(2, Int(await served.GetJsonAsync("/api/traces"), "hidden"));
        Assert.Equal(1, Int(await served.GetJsonAsync("/api/traces?text=get"), "hidden"));
        Assert.Equal("traces.list traces.get run traces.list", await served.NamesAsync("all=true"));

        await using var all = await Served.StartAsync(new WebServerOptions { IncludesRequestTraces = true }, kubiya, galtea);
        Assert.Equal("traces.list traces.get run traces.list", await all.NamesAsync(""));
    }

    [Fact]
    public async Task A_source_that_fails_is_named_while_the_others_are_listed()
    {
        var (kubiya, galtea) = (new ServedSource("kubiya"), new ServedSource("galtea"));
        kubiya.Put(ServedTraces.Of("kubiya:a", "before the error"));
        galtea.Put(ServedTraces.Of("galtea:b", "run", age: 1));
        kubiya.Failure = new TraceAuthenticationException("kubiya: The token is not valid.") { SourceName = "kubiya" };
        await using var served = await Served.StartAsync(kubiya, galtea);

        var list = await served.GetJsonAsync("/api/traces");

        Assert.Equal("before the error run", await served.NamesAsync(""));
        Assert.Equal(
            """
            {"code":"authentication","exitCode":4,"message":"kubiya: The token is not valid.","hint":"tracectl doctor",
            "source":"kubiya"}
            """.ReplaceLineEndings(""),
            list.GetProperty("sources")[1].GetProperty("error").GetRawText());
        Assert.False(list.GetProperty("sources")[0].TryGetProperty("error", out _));
    }

    [Fact]
    public async Task The_first_list_does_not_wait_for_a_slow_source()
    {
        var (kubiya, galtea) = (new ServedSource("kubiya"), new ServedSource("galtea"));
        var gate = new TaskCompletionSource();
        kubiya.Gate = gate.Task;
        kubiya.Put(ServedTraces.Of("kubiya:a", "slow"));
        galtea.Put(ServedTraces.Of("galtea:b", "fast", age: 1));
        await using var served = await Served.StartLoadingAsync(new WebServerOptions(), kubiya, galtea);
        using var events = served.Server.Events.Subscribe();
        while (served.Server.Index.Sources[0].IsLoading)
            await events.Events.ReadAsync(Token);

        var list = await served.GetJsonAsync("/api/traces");

        Assert.Equal("fast", Assert.Single(list.GetProperty("traces").EnumerateArray()).GetProperty("name").GetString());
        Assert.True(list.GetProperty("sources")[1].GetProperty("isLoading").GetBoolean());
        gate.SetResult();
        await served.LoadAsync();
        Assert.Equal("slow fast", await served.NamesAsync(""));
    }

    [Fact]
    public async Task Sessions_have_the_sums_of_their_traces()
    {
        await using var served = await StartAsync();

        var list = await served.GetJsonAsync("/api/sessions");

        Assert.Equal(2, Int(list, "total"));
        Assert.Equal(
            """
            [{"source":"kubiya","id":"s-1","name":"slow","traceCount":1,"startTime":"2026-03-14T14:59:26Z",
            "recordedAt":"2026-03-14T14:59:26Z","durationMs":2000,"spanCount":1,"errorCount":1},
            {"source":"galtea","id":"s-1","name":"refund","traceCount":1,"startTime":"2026-03-14T14:09:26Z",
            "recordedAt":"2026-03-14T14:09:26Z","durationMs":1000,"spanCount":9,"errorCount":0}]
            """.ReplaceLineEndings(""),
            list.GetProperty("sessions").GetRawText());
        Assert.Equal(1, Int(await served.GetJsonAsync("/api/sessions?errors=true"), "total"));
    }

    [Fact]
    public async Task Traces_of_the_simulator_are_listed_and_no_token_is_sent()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: Token);
        await using var client = TraceClients.Create(simulator.Configure);
        await using var served = await Served.StartAsync(new WebServerOptions(), client, new FakeTimeProvider());
        await served.LoadAsync();

        var (status, text) = await served.GetAsync("/api/traces?limit=200");

        Assert.Equal(HttpStatusCode.OK, status);
        using var list = JsonDocument.Parse(text);
        Assert.Equal(served.Server.Index.Sources.Sum(source => source.Count), Int(list.RootElement, "total"));
        Assert.All(
            [simulator.Tokens.Calyptia, simulator.Tokens.Kubiya, simulator.Tokens.Galtea],
            token => Assert.DoesNotContain(token, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_read_as_a_whole_and_once()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.jsonl");
        try
        {
            await using (var file = File.Create(path))
            {
                var traces = Enumerable.Range(0, 120).Select(i => ServedTraces.Of($"kubiya:t{i}", $"run{i}", age: i));
                await new OtlpWriter().WriteAsync(file, OtlpFormat.JsonLines, traces.ToAsyncEnumerable(), Token);
            }

            var archive = await TraceArchive.OpenAsync([path], cancellationToken: Token);
            await using var served = await Served.StartAsync(
                new WebServerOptions { IsPolling = false }, archive.CreateClient(), new FakeTimeProvider());
            await served.LoadAsync();

            Assert.Equal(120, Int(await served.GetJsonAsync("/api/traces"), "total"));
            Assert.Equal("run119", await served.NamesAsync("offset=119"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static Task<Served> StartAsync()
    {
        var (kubiya, galtea) = (new ServedSource("kubiya"), new ServedSource("galtea"));
        kubiya.Put(ServedTraces.Of("kubiya:a", "fast", type: SpanType.Agent));
        kubiya.Put(ServedTraces.Of("kubiya:b", "slow", age: 10, milliseconds: 2000, type: SpanType.Tool, failed: true, session: "s-1"));
        galtea.Put(
            ServedTraces.Of("galtea:g", "refund", age: 60, milliseconds: 1000, type: SpanType.Agent, session: "s-1"),
            summary => summary with { Model = "gpt-4o", SpanCount = 9 });
        return Served.StartAsync(kubiya, galtea);
    }
}
