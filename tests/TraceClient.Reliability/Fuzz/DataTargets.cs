using System.Buffers;
using System.Net;
using System.Text;
using TraceClient.Calyptia;
using TraceClient.Otlp;
using TraceClient.Replication;

namespace TraceClient.Reliability.Fuzz;

/// <summary>The readers of files: OTLP, Tap, archives, checkpoints, the model as JSON, and the responses of a collector.</summary>
internal sealed class DataTargets(IReadOnlyList<Trace> traces) : IDisposable
{
    // Eight megabytes of white space in 8 KB: a reader must stop at its limit.
    private static readonly byte[] Bomb = ResponseDamage.Gzip(ByteMutator.Repeat(" ", 8 << 20));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("traceclient-fuzz-");
    private readonly byte[][] _saved = [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Samples",
        "calyptia")).Order(StringComparer.Ordinal).Select(Head)];
    private readonly Dictionary<OtlpFormat, byte[]> _otlp = Enum.GetValues<OtlpFormat>()
        .ToDictionary(format => format, format => Write(traces, format));
    private byte[] _checkpoint = [];

    public IEnumerable<FuzzTarget> All() =>
    [
        .. Enum.GetValues<OtlpFormat>().Select(format => new FuzzTarget($"otlp.{format}", fuzz => ReadOtlpAsync(fuzz, format))),
        new("otlp.export-response", ExportAsync),
        new("files.tap", ReadTapAsync),
        new("files.archive", ReadArchiveAsync),
        new("files.checkpoint", ReadCheckpointAsync),

        // A JsonConverter has the contract of System.Text.Json: what cannot be converted is a JsonException.
        Model("trace", traces), Model("span", traces.SelectMany(trace => trace.Spans).ToList()),
            Model("summary", traces.Select(OneTraceSource.SummaryOf).ToList()),
        Model("record", traces.SelectMany(trace => trace.Spans).SelectMany(span => span.Records).ToList()),
        Model("attributes", traces.SelectMany(trace => trace.Spans).Select(span => span.Attributes).ToList()),
        Model("reference", traces.Select(trace => trace.Reference).ToList()),
            Model("payload", [JsonPayload.Parse("""{"a":[1,"x",null,{"b":1e3}]}""")]),
    ];

    public void Dispose() => _folder.Delete(recursive: true);

    private static FuzzTarget Model<T>(string name, IReadOnlyList<T> values) => new(
        $"model.{name}",
        fuzz =>
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(values[fuzz.Random.Next(values.Count)]);
            var read = JsonSerializer.Deserialize<T>(new JsonMutator(fuzz.Random).Mutate(json));
            _ = read is Trace trace ? ModelUse.Of(trace) : read is Span span ? ModelUse.Of(span) : read?.ToString()?.Length;
            JsonSerializer.SerializeToUtf8Bytes(read);
            return Task.CompletedTask;
        },
        static exception => exception is JsonException);

    private async Task ReadOtlpAsync(FuzzCase fuzz, OtlpFormat format)
    {
        var reader = new OtlpReader(new OtlpReaderOptions
        {
            Format = fuzz.Random.Next(2) == 0 ? format : null,
            MaxBytes = FuzzLimits.BodyBytes,
            MaxElementBytes = FuzzLimits.ElementBytes,
        });
        var bytes = Mutate(fuzz, _otlp[format], format == OtlpFormat.Protobuf);
        if (fuzz.Random.Next(2) == 0)
        {
            await foreach (var trace in reader.ReadTracesAsync(StreamOf(fuzz, bytes), fuzz.Cancellation))
                ModelUse.Of(trace);
        }
        else
        {
            await foreach (var span in reader.ReadSpansAsync(StreamOf(fuzz, bytes), fuzz.Cancellation))
                ModelUse.Of(span.Span);
        }
    }

    private async Task ReadTapAsync(FuzzCase fuzz)
    {
        var options = new CalyptiaFileReaderOptions { MaxBytes = FuzzLimits.BodyBytes, MaxElementBytes = FuzzLimits.ElementBytes };
        var reader = new CalyptiaFileReader(options);
        var bytes = Mutate(fuzz, _saved[fuzz.Random.Next(_saved.Length)]);
        await foreach (var trace in reader.ReadTracesAsync(StreamOf(fuzz, bytes), fuzz.Cancellation))
            ModelUse.Of(trace);
    }

    private async Task ReadArchiveAsync(FuzzCase fuzz)
    {
        var paths = new List<string>();
        for (var i = fuzz.Random.Next(1, 3); i > 0; i--)
        {
            var isOtlp = fuzz.Random.Next(2) == 0;
            var format = (OtlpFormat)fuzz.Random.Next(_otlp.Count);
            var bytes = isOtlp ? Mutate(fuzz, _otlp[format], format == OtlpFormat.Protobuf)
                : Mutate(fuzz, _saved[fuzz.Random.Next(_saved.Length)]);
            paths.Add(PathOf($"{i}"));
            await File.WriteAllBytesAsync(paths[^1], bytes, fuzz.Cancellation);
        }

        var options = new OtlpReaderOptions { MaxBytes = FuzzLimits.BodyBytes, MaxElementBytes = FuzzLimits.ElementBytes };
        var archive = await TraceArchive.OpenAsync(paths, options, fuzz.Cancellation);
        await using var client = archive.CreateClient();
        var list = client.ListTracesAsync(new TraceQuery { ContinueOnSourceFailure = true }, fuzz.Cancellation);
        await foreach (var summary in list)
        {
            ModelUse.Of(summary);
            ModelUse.Of(await client.GetTraceAsync(summary.Reference, fuzz.Cancellation));
            await foreach (var span in client.StreamSpansAsync(summary.Reference, fuzz.Cancellation))
                ModelUse.Of(span);
        }

        foreach (var failure in list.Failures)
            throw failure.Exception;
    }

    private async Task ReadCheckpointAsync(FuzzCase fuzz)
    {
        var path = PathOf("checkpoint");
        if (_checkpoint.Length == 0)
        {
            await MoveAsync(fuzz, path, static () => new HttpResponseMessage(HttpStatusCode.OK));
            _checkpoint = await File.ReadAllBytesAsync(path, fuzz.Cancellation);
        }

        await File.WriteAllBytesAsync(path, Mutate(fuzz, _checkpoint), fuzz.Cancellation);
        await MoveAsync(fuzz, path, static () => new HttpResponseMessage(HttpStatusCode.OK));
    }

    private Task ExportAsync(FuzzCase fuzz)
    {
        byte[] partial = [.. new byte[] { 0x0A, 0x0B, 0x08, 0x02, 0x12, 0x07 }, .. "dropped"u8];
        string[] json = ["{}", """{"partialSuccess":{"rejectedSpans":"2","errorMessage":"dropped"}}""",
            """{"code":3,"message":"bad data","details":[{"@type":"x"}]}"""];
        return MoveAsync(fuzz, checkpoint: null, () =>
        {
            var isJson = fuzz.Random.Next(2) == 0;
            var body = Mutate(fuzz, isJson ? Encoding.UTF8.GetBytes(json[fuzz.Random.Next(json.Length)]) : partial, !isJson);
            var status = (int[])[200, 200, 202, 400, 401, 413, 429, 500, 503];
            var recorded = new RecordedResponse(status[fuzz.Random.Next(status.Length)],
                [("Content-Type", isJson ? "application/json" : "application/x-protobuf")], body);
            return Replay.ResponseOf(recorded, new FuzzStream(body));
        });
    }

    private async Task MoveAsync(FuzzCase fuzz, string? checkpoint, Func<HttpResponseMessage> respond)
    {
        var clock = new AutoAdvancingTimeProvider();
        await using var client = TraceClients.Create(static _ => { }, builder =>
        {
            foreach (var trace in traces)
                builder.AddSource(_ => new OneTraceSource(trace));
        });
        await using var exporter = new OtlpTraceExporter(
            new OtlpExporterOptions
            {
                PrimaryHandler = () => new Collector(fuzz, respond),
                Format = fuzz.Random.Next(2) == 0 ? OtlpExportFormat.Json : OtlpExportFormat.Protobuf,
                Timeout = TimeSpan.FromMinutes(10),
                TotalTimeout = TimeSpan.FromMinutes(30),
                Headers = { ["Authorization"] = $"Bearer {ErrorRule.Token}" },
            },
            clock);
        var replicator = new TraceReplicator(client, exporter, new ReplicationOptions { CheckpointPath = checkpoint }, clock);
        _ = (await replicator.RunAsync(cancellationToken: fuzz.Cancellation)).ToString();
    }

    private byte[] Mutate(FuzzCase fuzz, byte[] bytes, bool isProtobuf = false)
    {
        var random = fuzz.Random;
        bytes = isProtobuf ? ProtobufMutator.Mutate(random, bytes) : new JsonMutator(random).Mutate(bytes);
        var compression = random.Next(12);
        if (compression == 0)
            bytes = random.Next(8) == 0 ? Bomb : ResponseDamage.Gzip(bytes);
        if (compression == 1)
            bytes = ByteMutator.Mutate(random, ResponseDamage.Gzip(bytes));
        fuzz.Note($"{bytes.Length} bytes, compression {compression}");
        return bytes;
    }

    private static FuzzStream StreamOf(FuzzCase fuzz, byte[] bytes) =>
        new(bytes) { Portion = fuzz.Random.Next(3) == 0 ? fuzz.Random.Next(1, 300) : int.MaxValue };

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static byte[] Write(IEnumerable<Trace> traces, OtlpFormat format)
    {
        var output = new ArrayBufferWriter<byte>();
        new OtlpWriter(new OtlpWriterOptions()).Write(output, format, traces);
        return output.WrittenSpan.ToArray();
    }

    // So much that a case is quick, cut behind a line.
    private static byte[] Head(string path)
    {
        const int Most = 8 << 10;
        var bytes = File.ReadAllBytes(path);
        return bytes.Length <= Most ? bytes : bytes[..Math.Max(Array.LastIndexOf(bytes, (byte)'\n', Most) + 1, Most / 2)];
    }

    private sealed class Collector(FuzzCase fuzz, Func<HttpResponseMessage> respond) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            fuzz.CountRequest();
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(respond());
        }
    }
}

/// <summary>A source of one trace.</summary>
internal sealed class OneTraceSource(Trace trace) : ITraceSource
{
    public string Name => trace.Source;

    public TraceFilters Filters => TraceFilters.None;

    public static TraceSummary SummaryOf(Trace trace) => new()
    {
        Reference = trace.Reference,
        Name = trace.Name,
        StartTime = trace.StartTime,
        RecordedAt = trace.EndTime,
        Attributes = trace.Attributes,
        SpanCount = trace.Spans.Count,
    };

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        yield return SummaryOf(trace);
    }

    public Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default) =>
        Task.FromResult(id == trace.Id ? trace : null);

    public IAsyncEnumerable<Span> StreamSpansAsync(string id, CancellationToken cancellationToken = default) =>
        trace.Spans.ToAsyncEnumerable();

    public Task PingAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
