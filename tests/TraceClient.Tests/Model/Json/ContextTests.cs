using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Tests.Model.Json;

/// <summary>What an application has in its own types, with and without reflection.</summary>
public sealed class ContextTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly Report Sample = new(
        OddTraces.Make(1), [OddTraces.MakeSummary(1), OddTraces.MakeSummary(2)], new TraceReference("s", "1"), SpanStatus.Error,
        new TraceTimestamp(1), OddTraces.Map(new Random(3)));

    [Fact]
    public void A_context_of_another_assembly_knows_the_model()
    {
        var json = JsonSerializer.Serialize(Sample, ReportContext.Default.Report);
        var again = JsonSerializer.Deserialize(json, ReportContext.Default.Report)!;

        Assert.Equal(Sample.Trace, again.Trace);
        Assert.Equal(Sample.Summaries, again.Summaries);
        Assert.Equal(Sample with { Trace = again.Trace, Summaries = again.Summaries }, again);
        Assert.Contains("\"Status\":\"Error\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_the_same_whatever_the_options()
    {
        var plain = JsonSerializer.Serialize(Sample.Trace);
        JsonSerializerOptions[] all =
        [
            JsonSerializerOptions.Web,
            new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase },
            new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower },
            new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.WriteAsString },
            new() { TypeInfoResolver = ReportContext.Default },
            new() { TypeInfoResolver = TraceJson.Resolver },
        ];

        Assert.All(all, options => Assert.Equal(plain, JsonSerializer.Serialize(Sample.Trace, options)));
    }

    [Fact]
    public void Indented_json_has_the_same_members()
    {
        var span = new Span
        {
            Id = "1",
            Name = "n",
            Records = [new Record { Kind = RecordKind.Log, Body = JsonPayload.Parse("{\n \"a\":1}") }]
        };
        var indented = JsonSerializer.Serialize(span, Indented);

        Assert.Contains("\n  \"id\": \"1\"", indented, StringComparison.Ordinal);
        Assert.True(JsonElement.DeepEquals(
            JsonDocument.Parse(JsonSerializer.Serialize(span)).RootElement, JsonDocument.Parse(indented).RootElement));
        Assert.Equal(span, JsonSerializer.Deserialize<Span>(indented));
    }

    [Fact]
    public void The_resolver_serves_lists_and_streams_without_reflection()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = TraceJson.Resolver };

        foreach (var type in (Type[])[typeof(Trace), typeof(List<TraceSummary>), typeof(Span[]), typeof(IReadOnlyList<Trace>),
            typeof(IAsyncEnumerable<TraceSummary>), typeof(TraceTimestamp?)])
            Assert.NotNull(options.GetTypeInfo(type));
    }

    [Fact]
    public async Task A_stream_of_traces_is_written_and_read_asynchronously()
    {
        Trace[] traces = [.. Enumerable.Range(0, 50).Select(OddTraces.Make)];
        using var stream = new MemoryStream();

        await JsonSerializer.SerializeAsync(stream, traces, cancellationToken: TestContext.Current.CancellationToken);
        stream.Position = 0;
        var again = await JsonSerializer.DeserializeAsyncEnumerable<Trace>(stream, cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(traces, again);
    }

    [Fact]
    public void The_path_of_an_error_goes_on_within_the_members_of_an_application()
    {
        var exception = Assert.Throws<JsonException>(
            () => JsonSerializer.Deserialize("""{"Trace":{"reference":"s:1"}}""", ReportContext.Default.Report));

        Assert.Equal("$.Trace", exception.Path);
        Assert.Equal("$.name is missing.", exception.Message);
    }
}

internal sealed record Report(Trace Trace, IReadOnlyList<TraceSummary> Summaries, TraceReference Reference, SpanStatus Status,
    TraceTimestamp? At, AttributeMap Attributes);

[JsonSerializable(typeof(Report))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.Unspecified)]
internal sealed partial class ReportContext : JsonSerializerContext;
