using TraceClient.Testing;

namespace TraceClient.Otlp.Tests;

public sealed class SimulatorTests
{
    [Theory]
    [InlineData("calyptia", OtlpFormat.Json)]
    [InlineData("calyptia", OtlpFormat.Protobuf)]
    [InlineData("kubiya", OtlpFormat.Json)]
    [InlineData("kubiya", OtlpFormat.Protobuf)]
    [InlineData("galtea", OtlpFormat.Json)]
    [InlineData("galtea", OtlpFormat.Protobuf)]
    public async Task The_traces_of_a_source_are_the_same_after_they_were_written_and_read(string source, OtlpFormat format)
    {
        var traces = await TracesOf(source);

        var again = await Data.ReadAsync(Data.Write(format, traces));

        Assert.True(traces.Length > 10);
        Assert.Equal(traces, again);
        Assert.Equal(traces.Select(trace => trace.Warnings.Count), again.Select(trace => trace.Warnings.Count));
    }

    [Fact]
    public async Task The_steps_of_a_pipeline_are_spans_of_a_service_by_its_name()
    {
        var trace = (await TracesOf("calyptia"))[0];

        var document = Data.WriteJson(trace);

        var resource = Assert.Single(document.GetProperty("resourceSpans").EnumerateArray()).GetProperty("resource");
        Assert.Equal($$"""{"stringValue":"{{trace.ServiceName}}"}""", Data.Attribute(resource, "service.name"));
        Assert.Equal(trace.Spans.Count, Data.SpansOf(document).Count());
    }

    [Fact]
    public async Task Log_records_are_written_when_content_is_asked_for_and_not_otherwise()
    {
        var trace = (await TracesOf("calyptia"))[0];

        var without = Data.WriteJson(trace);
        var with = Data.WriteJson(trace, new OtlpWriterOptions { IncludeContent = true });

        Assert.DoesNotContain("traceclient.record.body", without.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("traceclient.record.body", with.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<Trace[]> TracesOf(string source)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: cancellationToken);
        await using var client = TraceClients.Create(simulator.Configure);
        var traces = new List<Trace>();
        await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = [source], Limit = 20 }, cancellationToken))
            traces.Add(await client.GetTraceAsync(summary.Reference, cancellationToken));
        return [.. traces.DistinctBy(trace => trace.Reference)];
    }
}
