using System.Text.Json;
using TraceClient.Galtea;

namespace TraceClient.Tests.Sources.Galtea;

public class GalteaJsonTests
{
    [Fact]
    public void A_new_row_is_sent_without_what_it_does_not_say()
    {
        var row = new GalteaNewTrace
        {
            InferenceResultId = GalteaSamples.TurnId,
            Name = "lookup_order",
            Type = "TOOL",
            InputData = JsonPayload.Parse("""{"order_id":"o-1"}"""),
            OutputData = JsonPayload.Parse("""{"state":"packed"}"""),
            LatencyMs = 30.5,
            Metadata = JsonPayload.Parse("""{"region":"eu"}"""),
        };

        AssertSameJson("post-traces.request.json", JsonSerializer.SerializeToUtf8Bytes(row, GalteaJsonContext.Default.GalteaNewTrace));
    }

    [Fact]
    public void A_batch_is_sent_as_the_reference_says()
    {
        var batch = new GalteaTraceBatch
        {
            Traces =
            [
                new GalteaNewTrace { InferenceResultId = "i", Name = "a", Id = "1",
                    StartTime = new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero) },
                new GalteaNewTrace { InferenceResultId = "i", Name = "b", ParentTraceId = "1" },
            ],
        };

        var json = JsonSerializer.Serialize(batch, GalteaJsonContext.Default.GalteaTraceBatch);

        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse("""
                {"traces":[{"inferenceResultId":"i","name":"a","id":"1","startTime":"2026-01-15T10:00:00+00:00"},{"inferenceResultId":"i","name":"b","parentTraceId":"1"}]}
                """),
            JsonElement.Parse(json)));
    }

    [Fact]
    public void A_deletion_names_its_rows()
    {
        var deletion =
            new GalteaTraceDeletion { Ids = ["trace_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1", "trace_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2"] };

        AssertSameJson("delete-traces-batch.request.json",
            JsonSerializer.SerializeToUtf8Bytes(deletion, GalteaJsonContext.Default.GalteaTraceDeletion));
    }

    [Fact]
    public void Sessions_versions_and_products_are_read()
    {
        var session = Assert.Single(GalteaSamples.List<GalteaSession>("get-sessions.200.json"));
        var version = Assert.Single(GalteaSamples.List<GalteaVersion>("get-versions.200.json"));
        var product = Assert.Single(GalteaSamples.List<GalteaProduct>("get-products.200.json"));

        Assert.Equal(("chat-77", "COMPLETED", true), (session.CustomId, session.Status, session.IsProduction));
        Assert.Equal(("1.4.0", product.Id), (version.Name, version.ProductId));
        Assert.Equal("Support bot", product.Name);
        Assert.Contains("riskLevel", product.Extensions!.Keys);
        Assert.Null(session.Extensions);
        Assert.Null(version.Extensions);
    }

    [Fact]
    public void A_text_view_shows_no_data()
    {
        var row = GalteaSamples.Row("""{"id":"a","name":"secret name","inputData":"secret input","error":"secret error"}""");
        var result = GalteaSamples.Result("""{"id":"r","input":"secret input","userId":"secret user"}""");

        Assert.Equal("Galtea trace a", row.ToString());
        Assert.Equal("Galtea inference result r", result.ToString());
    }

    private static void AssertSameJson(string sample, byte[] actual)
    {
        var expected = JsonElement.Parse(GalteaSamples.Bytes(sample));
        Assert.True(JsonElement.DeepEquals(expected, JsonElement.Parse(actual)), System.Text.Encoding.UTF8.GetString(actual));
    }
}
