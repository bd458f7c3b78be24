using System.Text;

namespace TraceClient.Testing.Tests;

public sealed class TapTests : IAsyncLifetime
{
    private TraceSimulator _simulator = null!;
    private ServiceHttpClient _calyptia = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await TraceSimulator.StartAsync(options => options.Calyptia.Pipelines = 0, TestContext.Current.CancellationToken);
        _calyptia = new ServiceHttpClient(_simulator, SimulatedService.Calyptia);
    }

    public async ValueTask DisposeAsync()
    {
        _calyptia.Dispose();
        await _simulator.DisposeAsync();
    }

    [Theory]
    [InlineData("v2.0.14-a-multi-append-chunks.jsonl", 94)]
    [InlineData("v2.0.14-d-two-inputs-same-prefix.jsonl", 60)]
    [InlineData("v2.0.14-a-non-utf8-cesu8.jsonl.bin", 5)]
    [InlineData("v3.1.10-two-appends.json", 5)]
    [InlineData("v3.1.10-b-filter-drops-all.NOT-JSON.txt", 9)]
    public async Task A_real_file_becomes_a_session(string file, int events)
    {
        using var tap = new MemoryStream(Sample(file));

        var session = await _simulator.Calyptia.LoadTapAsync(tap, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(events, _simulator.Calyptia.RecordCount(session));
        Assert.Equal([session], _simulator.Calyptia.SessionIdsOf(Assert.Single(_simulator.Calyptia.PipelineIds)));
        Assert.Equal(
            events, (await _calyptia.GetAsync($"/v1/trace_sessions/{session}/records?last=1000")).Text.Split("\"sessionID\"").Length - 1);
    }

    [Fact]
    public async Task Names_times_and_defaults_become_the_service_s()
    {
        var session =
            await LoadAsync(
                """{"date":1795309985.483325,"type":4,"trace_id":"trace.0","plugin_instance":"http.0","records":[],"start_time":"""
                    + """1795309985,"end_time":1795309986,"return":2}""");

        var record = (await _calyptia.JsonAsync($"/v1/trace_sessions/{session}/records"))[0];

        Assert.Equal((2, "", "2026-11-22T01:13:05.483325Z", "2026-11-22T01:13:05Z"), (record.GetProperty("return_code").GetInt32(),
            record.Text("plugin_alias"), record.Text("createdAt"), record.Text("start_time")));
        Assert.False(record.TryGetProperty("date", out _));
        Assert.False(record.TryGetProperty("return", out _));
    }

    [Fact]
    public async Task The_bytes_of_a_body_stay_as_they_are()
    {
        var sample = Sample("v2.0.14-a-non-utf8-cesu8.jsonl.bin");
        using var tap = new MemoryStream(sample);
        var session = await _simulator.Calyptia.LoadTapAsync(tap, cancellationToken: TestContext.Current.CancellationToken);

        var response = await _calyptia.GetAsync($"/v1/trace_sessions/{session}/records");

        byte[] surrogates = [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80];
        Assert.True(sample.AsSpan().IndexOf(surrogates) >= 0);
        Assert.True(response.Bytes.AsSpan().IndexOf(surrogates) >= 0);
    }

    [Theory]
    [InlineData("""{"type":1,"trace_id":"a"}""" + "\n" + """{"type":2,"trace_id":"b"}""" + "\n")]
    [InlineData("""[{"type":1,"trace_id":"a"}]""" + "\n" + """[{"type":2,"trace_id":"b"}]""")]
    [InlineData("""[{"type":1,"trace_id":"a"},{"type":2,"trace_id":"b"}]""")]
    [InlineData("""{"type":1,"trace_id":"a"}{"type":2,"trace_id":"b"}""")]
    [InlineData("\uFEFF{\"type\":1,\"trace_id\":\"a\",\"x\":\"}{\\\"\"}\r\n{\"type\":2,\"trace_id\":\"b\"}")]
    public async Task Every_format_of_file_is_read(string tap)
    {
        var session = await LoadAsync(tap);

        Assert.Equal(["b", "a"], (await _calyptia.JsonAsync($"/v1/trace_sessions/{session}/records")).Texts("trace_id"));
    }

    [Theory]
    [InlineData("""{"type":1,"trace_id":"a"}x""" + "\n")]
    [InlineData("""{"type":oops}""" + "\n" + """{"type":1,"trace_id":"a"}{"type":""")]
    [InlineData("""{"type":2,"records":"x",1:[{"type":1,"trace_id":"a","plugin_instance":"b"}]}""")]
    public async Task Invalid_events_are_skipped(string tap)
    {
        var session = await LoadAsync(tap);

        Assert.Equal(["a"], (await _calyptia.JsonAsync($"/v1/trace_sessions/{session}/records")).Texts("trace_id"));
    }

    [Theory]
    [InlineData(""" x""", "at byte 1.")]
    [InlineData("""[{"type":""", "at byte 1.")]
    [InlineData("""{"type":oops}""", "at byte 0.")]
    public async Task A_file_without_events_is_an_error_with_its_position(string tap, string place)
    {
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync(tap));

        Assert.Contains(place, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("oops", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", name));

    private async Task<string> LoadAsync(string text)
    {
        using var tap = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await _simulator.Calyptia.LoadTapAsync(tap, cancellationToken: TestContext.Current.CancellationToken);
    }
}
