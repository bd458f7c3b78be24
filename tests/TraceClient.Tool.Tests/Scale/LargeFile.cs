using TraceClient.Otlp;

namespace TraceClient.Tool.Tests.Scale;

/// <summary>Provides a file of 100,000 traces, newest first, with about one kilobyte each.</summary>
public sealed class LargeFile : IAsyncLifetime
{
    public const int Traces = 100_000;
    private static readonly string Payload = new('x', 700);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracectl-scale-");

    /// <summary>Gets the path of the file.</summary>
    public string Path => PathOf("large.jsonl");

    public static string ReferenceOf(int trace) => $"kubiya:t{trace}";

    /// <summary>Returns the path of another file in the same folder.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public async ValueTask InitializeAsync()
    {
        await using var file = File.Create(Path);
        await new OtlpWriter().WriteAsync(file, OtlpFormat.JsonLines, Enumerable.Range(0, Traces).Select(Make).ToAsyncEnumerable());
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static Trace Make(int number)
    {
        var start = new TraceTimestamp(ViewTraces.Start.UnixNanoseconds - (number * 1_000_000L));
        return TraceAssembler.Assemble(
            new Trace { Reference = TraceReference.Parse(ReferenceOf(number)), Name = "one of many", StartTime = start },
            [new Span { Id = "step", Name = "step", StartTime = start, EndTime = start,
                Attributes = AttributeMap.Empty.With("payload", Payload) }]);
    }
}
