using System.Text;
using System.Text.Json.Nodes;

namespace TraceClient.Otlp.Tests;

/// <summary>What receivers do with data on its way: they keep one resource
/// per service, give values back as text, and wrap the document.</summary>
public sealed class ReceiverTests
{
    private static readonly TraceTimestamp Noon = new(1_790_000_000_000_000_000);

    [Fact]
    public async Task Traces_stay_apart_when_a_receiver_keeps_one_resource_per_service()
    {
        Trace[] traces = [Make("a/1", "first"), Make("b/2", "second"), Make("4bf92f3577b34da6a3ce929d0e0e4736", "third")];
        var document = JsonNode.Parse(Data.Write(OtlpFormat.Json, traces))!;
        var resources = document["resourceSpans"]!.AsArray();
        foreach (var resource in resources.Skip(1))
            resource!["resource"] = resources[0]!["resource"]!.DeepClone();

        var read = await Data.ReadAsync(document.ToJsonString());

        Assert.Equal(traces, read);
    }

    [Fact]
    public void A_resource_says_nothing_of_a_trace_and_always_names_a_service()
    {
        var document = Data.WriteJson(Make("a/1", "first"));

        var resource = document.GetProperty("resourceSpans")[0].GetProperty("resource");

        Assert.Equal("""{"stringValue":"calyptia"}""", Data.Attribute(resource, "service.name"));
        Assert.Equal(
            ["service.name", "traceclient.derived"], resource.GetProperty("attributes").EnumerateArray()
                .Select(attribute => attribute.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task The_service_that_was_derived_is_none_of_the_trace()
    {
        var read = Assert.Single(await Data.ReadAsync(Data.Write(OtlpFormat.Protobuf, Make("a/1", "first"))));

        Assert.Null(read.ServiceName);
        Assert.All(read.Spans, span => Assert.Empty(span.Resource));
    }

    [Fact]
    public async Task A_native_id_that_does_not_belong_to_the_trace_id_is_not_believed()
    {
        var document = JsonNode.Parse(Data.Write(OtlpFormat.Json, Make("a/1", "first")))!;
        foreach (var span in document["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]!.AsArray())
            span!["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736";

        var read = Assert.Single(await Data.ReadAsync(document.ToJsonString()));

        Assert.Equal("otlp:4bf92f3577b34da6a3ce929d0e0e4736", read.Reference.ToString());
        Assert.All(read.Spans, span => Assert.Equal("a/1", span.Attributes.GetString("traceclient.trace.id")));
    }

    [Fact]
    public async Task Values_that_come_back_as_text_are_understood()
    {
        var trace = Make(
            "a/1", "first") with
        { IsComplete = true, Attributes = AttributeMap.Empty.With("k", 1), Duration = TimeSpan.FromSeconds(7) };
        var document = JsonNode.Parse(Data.Write(OtlpFormat.Json, trace))!;
        foreach (var span in document["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]!.AsArray())
        {
            foreach (var attribute in span!["attributes"]!.AsArray())
                attribute!["value"] = new JsonObject { ["stringValue"] = TextOf(attribute["value"]!).ToString() };
        }

        var read = Assert.Single(await Data.ReadAsync(document.ToJsonString()));

        Assert.Equal(trace, read);
    }

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.Protobuf)]
    public async Task No_span_begins_in_1970_and_what_was_missing_is_missing_again(OtlpFormat format)
    {
        var parent = new Span { Id = "p", Name = "p", StartTime = Noon, EndTime = Noon + TimeSpan.FromSeconds(9) };
        var trace = Assemble(
            "a/1", "t", parent, new Span { Id = "end", ParentId = "p", Name = "end", EndTime = Noon + TimeSpan.FromSeconds(5) },
            new Span { Id = "none", ParentId = "p", Name = "none", Records = [new Record { Kind = RecordKind.Log }] },
            new Span { Id = "start", ParentId = "p", Name = "start", StartTime = Noon });

        var spans = Data.SpansOf(Data.WriteJson(trace)).ToDictionary(span => span.GetProperty("name").GetString()!, StringComparer.Ordinal);
        var read = Assert.Single(await Data.ReadAsync(Data.Write(format, trace)));

        Assert.Equal("1790000005000000000", spans["end"].GetProperty("startTimeUnixNano").GetString());
        Assert.Equal("1790000000000000000", spans["none"].GetProperty("startTimeUnixNano").GetString());
        Assert.Equal("1790000000000000000", spans["none"].GetProperty("endTimeUnixNano").GetString());
        Assert.Equal("1790000000000000000", spans["none"].GetProperty("events")[0].GetProperty("timeUnixNano").GetString());
        Assert.Equal("1790000000000000000", spans["start"].GetProperty("endTimeUnixNano").GetString());
        Assert.Equal("""{"stringValue":"start,end"}""", Data.Attribute(spans["none"], "traceclient.time.missing"));
        Assert.Equal(trace, read);
    }

    [Fact]
    public void Times_can_be_left_out()
    {
        var trace = Assemble("a/1", "t", new Span { Id = "end", Name = "end", EndTime = Noon });

        var span = Assert.Single(Data.SpansOf(Data.WriteJson(trace, new OtlpWriterOptions { MissingTimes = OtlpMissingTimes.Omit })));

        Assert.False(span.TryGetProperty("startTimeUnixNano", out _));
        Assert.Null(Data.Attribute(span, "traceclient.time.missing"));
    }

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.JsonLines)]
    [InlineData(OtlpFormat.Protobuf)]
    public async Task A_trace_without_spans_is_written_and_read(OtlpFormat format)
    {
        var trace = Assemble("turn-1", "turn") with
        {
            Status = TraceStatus.Ok,
            StartTime = Noon,
            Attributes = AttributeMap.Empty.With("galtea.input", "question").With("galtea.actual_output", "reply"),
        };

        var written = Assert.Single(Data.SpansOf(Data.WriteJson(trace, new OtlpWriterOptions { IncludeContent = true })));
        var read = Assert.Single(await Data.ReadAsync(Data.Write(format, trace)));

        Assert.Equal("""{"stringValue":"invoke_agent"}""", Data.Attribute(written, "gen_ai.operation.name"));
        Assert.Equal(
            ["input", "output"], written.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        Assert.Equal(trace, read);
        Assert.Empty(await Data.ReadSpansAsync(new MemoryStream(Data.Write(format, trace))));
    }

    [Fact]
    public async Task The_document_of_a_dashboard_is_unwrapped()
    {
        var trace = Make("a/1", "first");
        var document = Encoding.UTF8.GetString(Data.Write(OtlpFormat.Json, trace));

        var read = await Data.ReadAsync($$"""{"data":{{document}},"totalCount":1,"returnedCount":1}""");

        Assert.Equal(trace, Assert.Single(read));
    }

    // As the Aspire dashboard gives attributes back: lists and maps as JSON text.
    private static JsonNode TextOf(JsonNode value) => value.AsObject().Single() switch
    {
        ("arrayValue", var list) => new JsonArray([.. list!["values"]!.AsArray().Select(item => TextOf(item!.DeepClone()))]),
        ("kvlistValue", var map) => new JsonObject(map!["values"]!.AsArray()
            .Select(item => KeyValuePair.Create(item!["key"]!.GetValue<string>(), (JsonNode?)TextOf(item["value"]!.DeepClone())))),
        ("intValue", var number) => JsonNode.Parse(number!.GetValue<string>())!,
        (_, var other) => other!.DeepClone(),
    };

    private static Trace Make(string id, string name) => Assemble(
        id, name, new Span { Id = "root", Name = name, StartTime = Noon, EndTime = Noon + TimeSpan.FromSeconds(2) },
        new Span { Id = "child", ParentId = "root", Name = "child", StartTime = Noon, EndTime = Noon });

    private static Trace Assemble(string id, string name, params Span[] spans) =>
        TraceAssembler.Assemble(new Trace { Reference = new TraceReference("calyptia", id), Name = name }, spans);
}
