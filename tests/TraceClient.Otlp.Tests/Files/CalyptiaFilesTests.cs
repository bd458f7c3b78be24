using System.Text;
using System.Text.Json;
using TraceClient.Calyptia;
using TraceClient.Testing;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>Saved Calyptia data in an archive.</summary>
public sealed class CalyptiaFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v2.0.14-a-multi-append-chunks.jsonl", "tap.jsonl")]
    [InlineData("v2.0.14-a-non-utf8-cesu8.jsonl.bin", "tap.json")]
    [InlineData("v2.0.14-d-two-inputs-same-prefix.jsonl", "tap.jsonl.gz")]
    public async Task Output_of_Tap_is_listed_and_opened(string sample, string name)
    {
        var data = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia", sample), Token);
        var expected = await new CalyptiaFileReader().ReadTracesAsync(new MemoryStream(data), Token).ToListAsync(Token);
        await using var client = await Archives.OpenAsync(_folder.Write(name, data));

        var listed = await Archives.ListAsync(client);

        Assert.Equal(expected.Select(trace => trace.Reference).ToHashSet(), [.. listed.Select(summary => summary.Reference)]);
        Assert.Equal(listed.Select(summary => summary.RecordedAt).OrderDescending(), listed.Select(summary => summary.RecordedAt));
        foreach (var trace in expected)
        {
            Assert.Equal(trace, await client.GetTraceAsync(trace.Reference, Token));
            Assert.Equal(trace.Spans, await client.StreamSpansAsync(trace.Reference, Token).ToListAsync(Token));
        }
    }

    [Fact]
    public async Task Pages_of_a_session_in_several_files_are_put_together_and_may_overlap()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: Token);
        await using var online = TraceClients.Create(simulator.Configure);
        var session = simulator.Calyptia.SessionIds.First();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", simulator.Tokens.Calyptia);
        using var saved = JsonDocument.Parse(
            await http.GetByteArrayAsync(new Uri($"{simulator.CalyptiaAddress}/v1/trace_sessions/{session}/records?last=1000"), Token));
        var records = saved.RootElement.EnumerateArray().Select(record => record.GetRawText()).ToList();
        _folder.Write("page-1.json", $"[{string.Join(',', records.Take(10))}]");
        _folder.Write("page-2.json", $$"""{"items":[{{string.Join(',', records.Skip(7))}}],"endCursor":null}""");
        await using var offline = await Archives.OpenAsync(_folder.Path);

        var listed = await Archives.ListAsync(offline);
        var expected = await Archives.ListAsync(online, new TraceQuery { Sources = ["calyptia"], SessionId = session });

        Assert.Equal(expected.Select(summary => (summary.Reference, summary.RecordedAt, summary.SpanCount)),
            listed.Select(summary => (summary.Reference, summary.RecordedAt, summary.SpanCount)));
        foreach (var summary in expected)
            Assert.Equal((await online.GetTraceAsync(summary.Reference, Token)).Spans,
                (await offline.GetTraceAsync(summary.Reference, Token)).Spans);
    }

    [Fact]
    public async Task A_trace_is_opened_without_its_record_from_records_and_from_OTLP()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: Token);
        await using var online = TraceClients.Create(simulator.Configure);
        var newest = (await Archives.ListAsync(online, new TraceQuery { Sources = ["calyptia"] }))[0];
        var trace = await online.GetTraceAsync(newest.Reference, Token);
        await using var offline = await Archives.OpenAsync(_folder.Write("a.jsonl", OtlpFormat.JsonLines, trace));

        var shorter = new TraceReference("calyptia", trace.Id[..trace.Id.LastIndexOf('/')]);

        Assert.Equal(trace, await offline.GetTraceAsync(shorter, Token));
        Assert.Null(await offline.FindTraceAsync(new TraceReference("calyptia", "session/trace.99"), Token));
    }

    [Fact]
    public async Task What_stands_before_a_fault_is_listed_and_opened()
    {
        var tap = await File.ReadAllBytesAsync(
            Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia", "v2.0.14-d-two-inputs-same-prefix.jsonl"), Token);
        var half = Encoding.UTF8.GetString(tap)[..(tap.Length / 2)];
        await using var client = await Archives.OpenAsync(_folder.Write("tap.jsonl", half));

        var listed = await Archives.ListAsync(client);

        Assert.InRange(listed.Count, 5, 15);
        var warning = Assert.Single(
            (await client.GetTraceAsync(listed[^1].Reference, Token)).Warnings, warning => warning.Code == TraceWarningCodes.Incomplete);
        Assert.Contains("tap.jsonl", warning.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"1 of {half.Count(c => c == '\n') + 1} events could not be read; 0 were recovered", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_of_a_file_with_malformed_events_say_how_many_there_are()
    {
        var tap = await File.ReadAllBytesAsync(
            Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia", "v3.1.10-b-filter-drops-all.NOT-JSON.txt"), Token);
        await using var client = await Archives.OpenAsync(_folder.Write("tap.jsonl", tap));

        var listed = await Archives.ListAsync(client);

        Assert.Equal(9, listed.Count);
        var warning = Assert.Single((await client.GetTraceAsync(listed[0].Reference, Token)).Warnings);
        Assert.Contains("9 of 18 events could not be read; 9 were recovered", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_warns_once_of_each_file_with_malformed_events()
    {
        var samples = Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia");
        File.Copy(Path.Combine(samples, "v3.1.10-b-filter-drops-all.NOT-JSON.txt"), Path.Combine(_folder.Path, "a.jsonl"));
        File.Copy(Path.Combine(samples, "v3.1.10-two-appends.json"), Path.Combine(_folder.Path, "b.json"));
        _folder.Write("c.jsonl", await File.ReadAllBytesAsync(Path.Combine(samples, "v2.0.14-d-two-inputs-same-prefix.jsonl"), Token)
            is var tap ? tap[..(tap.Length / 2)] : []);

        var archive = await TraceArchive.OpenAsync([_folder.Path], cancellationToken: Token);

        Assert.Equal(2, archive.Warnings.Count);
        Assert.EndsWith("a.jsonl': 9 of 18 events could not be read; 9 were recovered", archive.Warnings[0], StringComparison.Ordinal);
        Assert.Matches("c[.]jsonl': 1 of [0-9]+ events could not be read; 0 were recovered$", archive.Warnings[1]);
    }

    [Fact]
    public async Task An_archive_of_files_that_can_be_read_has_no_warnings()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia", "v3.1.10-two-appends.json"),
            Path.Combine(_folder.Path, "b.json"));

        Assert.Empty((await TraceArchive.OpenAsync([_folder.Path], cancellationToken: Token)).Warnings);
    }
}
