using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TraceClient.Calyptia;
using TraceClient.Testing;

namespace TraceClient.Tests.Sources.Calyptia;

public sealed class CalyptiaFileReaderTests
{
    private const string Api1 =
        """{"id":"r1","sessionID":"s","type":1,"trace_id":"trace.0","plugin_instance":"dummy.0","records":[{"timestamp":"""
            + """1,"record":{"a":"}{\"]"}}],"createdAt":"2026-11-22T10:00:00Z"}""";
    private const string Api2 =
        """{"id":"r2","sessionID":"s","type":3,"trace_id":"trace.0","plugin_instance":"dummy.0","records":"""
            + """[],"createdAt":"2026-11-22T10:00:01Z"}""";
    private const string Tap1 =
        """{"date":1795309985.483325,"type":1,"trace_id":"trace.0","plugin_instance":"dummy.1","records":[{"timestamp":"""
            + """1,"record":{"a":"}{\"]"}}],"start_time":1795309985,"end_time":1795309985}""";
    private const string Tap2 =
        """{"date":1795309985.483342,"type":4,"trace_id":"trace.0","plugin_instance":"http.0","plugin_alias":"out","records":"""
            + """[],"return":2}""";

    public static TheoryData<string, string> Shapes => new()
    {
        { "an array of the API", $"[{Api2},\n {Api1}]" },
        { "a page of the CLI", $$"""{"items":[{{Api2}},{{Api1}}],"endCursor":null}""" },
        { "a page with its items behind", $$"""{"endCursor":"x","count":2,"items":[{{Api2}},{{Api1}}]}""" },
        { "pages run together", $$"""{"items":[{{Api2}}]}{"items":[]}{"items":null}{"items":[{{Api1}}]}""" },
        { "Tap lines", $"{Tap1}\n{Tap2}\n" },
        { "Tap lines of Windows", $"\uFEFF{Tap1}\r\n{Tap2}\r\n" },
        { "Tap arrays, one a line", $"[{Tap1}]\n[{Tap2}]\n" },
        { "a Tap array", $"[{Tap1},{Tap2}]" },
        { "Tap objects run together", $"{Tap1}{Tap2}" },
    };

    public static TheoryData<string> Samples =>
        ["v2.0.14-a-multi-append-chunks.jsonl", "v2.0.14-a-non-utf8-cesu8.jsonl.bin", "v2.0.14-d-two-inputs-same-prefix.jsonl"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Every_shape_is_read_however_its_bytes_come_compressed_or_not(string shape, string text)
    {
        var data = Encoding.UTF8.GetBytes(text);
        var isTap = shape.Contains("Tap", StringComparison.Ordinal);

        foreach (var input in new Stream[] { new MemoryStream(data), new Trickle(data), new MemoryStream(Compress(data)) })
        {
            var records = await ReadRecordsAsync(input);

            Assert.Equal(isTap ? ["1", "4"] : ["3", "1"], records.Select(record => record.Type.Value));
            Assert.Equal(isTap ? records[0].SessionId + "-1" : "r2", records[0].Id);
            Assert.Equal("""{"a":"}{\"]"}""", records.Single(record => record.Records.Count > 0).Records[0].Record.ToString());
        }
    }

    [Fact]
    public async Task An_event_of_Tap_becomes_the_record_that_the_service_would_give()
    {
        var records = await ReadRecordsAsync(Encoding.UTF8.GetBytes(Tap1 + Tap2));

        Assert.Equal(
            ("", 0, "2026-11-22T01:13:05.483325Z"), (records[0].PluginAlias, records[0].ReturnCode, records[0].CreatedAt.ToString()));
        Assert.Equal(
            ("out", 2, "2026-11-22T01:13:05.483342Z"), (records[1].PluginAlias, records[1].ReturnCode, records[1].CreatedAt.ToString()));
        Assert.All(records, record => Assert.Null(record.Extensions));
    }

    [Fact]
    public async Task Data_of_Tap_keep_their_ids_when_more_is_appended()
    {
        var once = await ReadRecordsAsync(Encoding.UTF8.GetBytes(Tap1));
        var grown = await ReadRecordsAsync(Encoding.UTF8.GetBytes($"{Tap1}\n{Tap2}"));
        var other = await ReadRecordsAsync(Encoding.UTF8.GetBytes(Tap2));

        Assert.Equal((once[0].SessionId, once[0].Id), (grown[0].SessionId, grown[0].Id));
        Assert.NotEqual(once[0].SessionId, other[0].SessionId);
        Assert.StartsWith("tap-", once[0].SessionId, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_real_file_has_the_traces_that_the_service_gives_for_it(string file)
    {
        var data = Sample(file);
        await using var simulator = await TraceSimulator.StartAsync(options => options.Calyptia.Pipelines = 0, Token);
        using var tap = new MemoryStream(data);
        await simulator.Calyptia.LoadTapAsync(tap, cancellationToken: Token);
        await using var client = TraceClients.Create(simulator.Configure);
        var online = new List<Trace>();
        await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = ["calyptia"] }, Token))
            online.Add(await client.GetTraceAsync(summary.Reference, Token));

        var offline = await ReadTracesAsync(data);

        Assert.NotEmpty(online);
        Assert.Equal(online.Select(Shown), offline.Select(Shown));
        Assert.Equal(
            online.SelectMany(trace => trace.Spans).SelectMany(span => span.Records), offline.SelectMany(trace => trace.Spans)
                .SelectMany(span => span.Records));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Bodies_stay_as_they_are_to_the_byte(string file)
    {
        var lines = ReadTap(file);

        var records = await ReadRecordsAsync(Sample(file));

        Assert.Equal(lines.Select(BodiesOf), records.Select(record => record.Records.Select(log => log.Record)));
    }

    [Fact]
    public async Task The_array_of_a_session_that_was_saved_has_the_references_of_the_service()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: Token);
        await using var client = TraceClients.Create(simulator.Configure);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", simulator.Tokens.Calyptia);

        foreach (var session in simulator.Calyptia.SessionIds)
        {
            var saved = await http.GetByteArrayAsync(
                new Uri($"{simulator.CalyptiaAddress}/v1/trace_sessions/{session}/records?last=1000"), Token);
            var online = await client.ListTracesAsync(new TraceQuery { Sources = ["calyptia"], SessionId = session }, Token)
                .ToListAsync(Token);

            var offline = await ReadTracesAsync(saved);

            Assert.Equal(online.Select(summary => summary.Reference), offline.Select(trace => trace.Reference));
            Assert.Equal(online.Select(summary => summary.SpanCount), offline.Select(trace => (int?)trace.Spans.Count));
            Assert.Equal((await client.GetTraceAsync(online[0].Reference, Token)).Spans, offline[0].Spans);
        }
    }

    [Theory]
    [InlineData("{\"type\":1}", 0)]
    [InlineData("oops", 0)]
    [InlineData("\n oops\n{\"trace_id\":oops}", 2)]
    [InlineData("{\"trace_id\":\"oops", 0)]
    [InlineData("[\"oops\"]", 1)]
    [InlineData("{\"items\":[", 10)]
    [InlineData("[[{\"trace_id\":\"a\"}]]", 1)]
    [InlineData("{\"trace_id\":\"a\",\"sessionID\":\"o/oops\"}", 0)]
    public async Task What_has_no_record_is_refused_with_its_place_and_not_shown(string data, long offset)
    {
        var fault = await Assert.ThrowsAsync<TraceFormatException>(() => ReadRecordsAsync(Encoding.UTF8.GetBytes(data)));

        Assert.Equal(("calyptia", offset), (fault.SourceName, fault.ByteOffset));
        Assert.DoesNotContain("oops", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A oops", 1, 1, 0)]
    [InlineData("A \n{\"trace_id\":oops}", 1, 1, 0)]
    [InlineData("A \n{\"trace_id\":\"oops", 1, 1, 0)]
    [InlineData("[A ,", 1, 1, 0)]
    [InlineData("[A ", 1, 1, 0)]
    [InlineData("[A ,\"oops\"]", 1, 1, 0)]
    [InlineData("{\"items\":[A ],\"endCursor\":\"oops", 1, 1, 0)]
    [InlineData("oops\nA \r\noops\r\nA ", 2, 2, 0)]
    [InlineData("{\"x\":oops,\"records\":[{}]}\nA ", 1, 1, 0)]
    [InlineData("{\"x\":\nA \n{\"x\":[{\"y\":1},\nA \n", 2, 2, 0)]
    [InlineData("{\"x\":1}A {\"trace_id\":\"a\",\"sessionID\":\"o/oops\"}", 1, 2, 0)]
    [InlineData("[[A ]]\nA ", 2, 1, 1)]
    [InlineData("{\"x\":\"y\":[\"{\",A ]}\nA ", 2, 1, 1)]
    [InlineData("{\"x\":\"y\":[A ]}{\"x\":\"y\":[A ]}A ", 3, 2, 2)]
    [InlineData("[{\"x\":\"y\":[A ]},A ,{\"x\":\"y\":[A ]},A ]", 4, 2, 2)]
    [InlineData("{\"items\":[A ,{\"x\":\"y\":[A ]},A ],\"endCursor\":null}", 3, 2, 1)]
    [InlineData("{\"x\":[A ],oops}\nA ", 2, 1, 1)]
    [InlineData("{\"x\":1:{\"record\":{\"trace_id\":\"a\",\"type\":1}},\"y\":A ", 1, 1, 1)]
    public async Task What_cannot_be_read_is_skipped_and_counted(string data, int read, int unreadable, int recovered)
    {
        var bytes = Encoding.UTF8.GetBytes(data.Replace("A ", Tap1, StringComparison.Ordinal));

        foreach (var input in new Stream[] { new MemoryStream(bytes), new Trickle(bytes), new MemoryStream(Compress(bytes)) })
        {
            var report = new CalyptiaFileReport();
            var records = await new CalyptiaFileReader().ReadRecordsAsync(input, report, Token).ToListAsync(Token);

            Assert.Equal((read, unreadable, recovered), (records.Count, report.Unreadable, report.Recovered));
            Assert.All(records, record => Assert.Equal(("dummy.1", "}{\"]"), (record.PluginInstance, Inside(record))));
        }

        static string? Inside(CalyptiaTraceRecord record) =>
            JsonDocument.Parse(record.Records[0].Record.ToString()).RootElement.GetProperty("a").GetString();
    }

    [Fact]
    public async Task Events_inside_the_malformed_ones_of_a_newer_version_are_read_and_have_their_time()
    {
        var report = new CalyptiaFileReport();
        var data = Sample("v3.1.10-b-filter-drops-all.NOT-JSON.txt");

        var records = await new CalyptiaFileReader().ReadRecordsAsync(new MemoryStream(data), report, Token).ToListAsync(Token);
        var traces = await ReadTracesAsync(data);

        Assert.Equal((9, 9), (report.Unreadable, report.Recovered));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"trace.{i}"), records.Select(record => record.TraceId));
        Assert.Equal("2026-11-22T01:14:19.483088Z", records[0].CreatedAt.ToString());
        Assert.All(records,
            record => Assert.Equal("""{"level":"debug","msg":"noise","env":"prod"}""", record.Records[0].Record.ToString()));
        Assert.Equal(9, traces.Count);
    }

    [Fact]
    public async Task A_chunk_that_begins_with_a_malformed_event_is_one_trace()
    {
        var data = Encoding.UTF8.GetBytes("""
            {"date":1795310059.483088,"type":1,"trace_id":"trace.0","plugin_instance":"dummy.0","plugin_alias":"in","records":"start_time",1795310059:["\x6b",{"type":2,"trace_id":"trace.0","plugin_instance":"modify.0","records":[]}]}
            {"date":1795310059.483090,"type":3,"trace_id":"trace.0","plugin_instance":"dummy.0","plugin_alias":"in","records":[]}
            """);

        var trace = Assert.Single(await ReadTracesAsync(data));

        Assert.Equal(["Filter", "PreOutput"], trace.Spans.Select(span => span.Type.Value));
        Assert.Single(trace.Roots);
    }

    [Fact]
    public async Task Malformed_lines_do_not_gather_in_memory()
    {
        var line = Encoding.UTF8.GetBytes($"{{\"date\":1,\"records\":\"x\",1:[{Tap1}]}} {new string('x', 3000)}\n");
        using var input = new MemoryStream([.. Enumerable.Repeat(line, 2000).SelectMany(bytes => bytes)]);
        var report = new CalyptiaFileReport();

        var options = new CalyptiaFileReaderOptions { MaxElementBytes = 1000 };
        var count = await new CalyptiaFileReader(options).ReadRecordsAsync(input, report, Token).CountAsync(Token);

        Assert.Equal((2000, 2000, 2000), (count, report.Unreadable, report.Recovered));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("{\"items\":null}")]
    public async Task Data_without_records_has_none(string data) => Assert.Empty(await ReadRecordsAsync(Encoding.UTF8.GetBytes(data)));

    [Fact]
    public async Task Limits_are_of_a_record_of_all_bytes_and_of_nesting()
    {
        var data = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Tap1 + "\n", 1000)));
        var deep = $$"""{"trace_id":"a","records":[{"record":{{new string('[', 600)}}{{new string(']', 600)}}}]}""";

        Assert.Equal(
            1000, (await ReadRecordsAsync(new MemoryStream(data), new CalyptiaFileReaderOptions { MaxElementBytes = Tap1.Length })).Count);
        await RefusedAsync(data, new CalyptiaFileReaderOptions { MaxElementBytes = Tap1.Length - 1 });
        await RefusedAsync(Compress(data), new CalyptiaFileReaderOptions { MaxBytes = data.Length - 1 });
        await RefusedAsync(Encoding.UTF8.GetBytes(deep));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new CalyptiaFileReader(new CalyptiaFileReaderOptions { ChunkGap = TimeSpan.Zero }));
    }

    [Fact]
    public async Task A_record_is_there_before_the_rest_of_the_page_was_read()
    {
        using var input =
            new MemoryStream(Encoding.UTF8.GetBytes("{\"items\":[" + string.Join(',', Enumerable.Repeat(Api1, 100_000)) + "]}"));

        await using var records = new CalyptiaFileReader().ReadRecordsAsync(input, Token).GetAsyncEnumerator(Token);

        Assert.True(await records.MoveNextAsync());
        Assert.InRange(input.Position, 1, 200_000);
    }

    [Fact]
    public async Task A_trace_is_found_by_the_forms_that_a_reference_has()
    {
        var builder = new CalyptiaTraceBuilder();
        foreach (var record in await ReadRecordsAsync(Sample("v2.0.14-d-two-inputs-same-prefix.jsonl")))
            builder.Add(record);
        var traces = builder.ToTraces();
        var wanted = traces[3];

        Assert.Equal(wanted, builder.FindTrace(wanted.Id));
        Assert.Equal(
            wanted, builder.FindTrace($"{wanted.SessionId}/{wanted.Attributes.GetString("calyptia.trace_id")}/{wanted.Spans[^1].Id}"));
        var newest = builder.FindTrace($"{wanted.SessionId}/trace.0")!;
        Assert.Equal(traces.First(trace => trace.Id.Contains("/trace.0/", StringComparison.Ordinal)), newest);
        Assert.Equal(TraceWarningCodes.AmbiguousId, Assert.Single(newest.Warnings).Code);
        Assert.Null(builder.FindTrace($"{wanted.SessionId}/trace.99"));
        Assert.Null(builder.FindTrace("no id"));
    }

    [Fact]
    public async Task Any_split_of_the_records_lists_and_makes_the_same_traces()
    {
        var records = await ReadRecordsAsync(Sample("v2.0.14-a-multi-append-chunks.jsonl"));
        var whole = new CalyptiaTraceBuilder();
        records.ForEach(whole.Add);
        var expected = whole.ToTraces();

        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            CalyptiaTraceIndex[] parts = [new(), new(), new()];
            var builder = new CalyptiaTraceBuilder();
            foreach (var record in records.OrderBy(_ => random.Next()).SelectMany(record => Enumerable.Repeat(record, random.Next(1, 3))))
            {
                parts[random.Next(parts.Length)].Add(record);
                builder.Add(record);
            }

            var all = new CalyptiaTraceIndex();
            foreach (var part in parts)
                all.Add(part);

            Assert.Equal(expected, builder.ToTraces());
            Assert.Equal(
                expected.Select(
                    trace => (trace.Reference, trace.Name, trace.Status, trace.StartTime, trace.EndTime, (int?)trace.Spans.Count)),
                all.ToSummaries().Select(
                    summary => (summary.Reference, summary.Name, summary.Status, summary.StartTime, summary.EndTime, summary.SpanCount)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Any_bytes_end_in_records_or_in_a_typed_exception()
    {
        byte[] sample = [.. Sample("v2.0.14-a-non-utf8-cesu8.jsonl.bin"), .. Sample("v3.1.10-b-filter-drops-all.NOT-JSON.txt")];
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var altered = sample[..random.Next(sample.Length)];
            if (altered.Length > 0)
                altered[random.Next(altered.Length)] = (byte)random.Next(256);
            if (await Xunit.Record.ExceptionAsync(() => ReadRecordsAsync(altered)) is { } fault)
                Assert.IsType<TraceFormatException>(fault);
        }
    }

    private static string Shown(Trace trace) =>
        $"{trace.Name} {trace.Status} {trace.StartTime} {trace.EndTime} "
        + string.Join(", ", trace.Spans.Select(span =>
            $"{span.Type} {span.Name} {span.Status} {span.StartTime} {span.EndTime} {span.Attributes.GetString("calyptia.created_at")}"));

    private static IReadOnlyList<byte[]> ReadTap(string file) => CalyptiaTestData.ReadTap(file);

    private static IReadOnlyList<JsonPayload> BodiesOf(byte[] line) => CalyptiaTestData.BodiesOf(line);

    private static byte[] Sample(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia", file));

    private static byte[] Compress(byte[] data)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(data);
        return compressed.ToArray();
    }

    private static Task RefusedAsync(byte[] data, CalyptiaFileReaderOptions? options = null) =>
        Assert.ThrowsAsync<TraceFormatException>(() => ReadRecordsAsync(new MemoryStream(data), options));

    private static Task<List<CalyptiaTraceRecord>> ReadRecordsAsync(byte[] data) => ReadRecordsAsync(new MemoryStream(data));

    private static Task<List<CalyptiaTraceRecord>> ReadRecordsAsync(Stream input, CalyptiaFileReaderOptions? options = null) =>
        new CalyptiaFileReader(options).ReadRecordsAsync(input, Token).ToListAsync(Token).AsTask();

    private static Task<List<Trace>> ReadTracesAsync(byte[] data) =>
        new CalyptiaFileReader().ReadTracesAsync(new MemoryStream(data), Token).ToListAsync(Token).AsTask();

    /// <summary>Gives its data byte by byte.</summary>
    private sealed class Trickle(byte[] data) : MemoryStream(data)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
