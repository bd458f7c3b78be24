using System.Text.Json;
using TraceClient.Calyptia;

namespace TraceClient.Tests.Sources.Calyptia;

public sealed class CalyptiaWireTests
{
    [Theory]
    [InlineData("1795310331", "2026-11-22T01:18:51Z")]
    [InlineData("1795310331.123456789", "2026-11-22T01:18:51.123456789Z")]
    [InlineData("1.795310331e9", "2026-11-22T01:18:51Z")]
    [InlineData("\"2026-11-22T03:18:51+02:00\"", "2026-11-22T01:18:51Z")]
    [InlineData("\"2026-11-22T01:18:51.5Z\"", "2026-11-22T01:18:51.5Z")]
    [InlineData("\"1795310331\"", "2026-11-22T01:18:51Z")]
    public void A_time_may_be_an_integer_a_float_or_a_text_with_any_offset(string json, string expected)
    {
        var record = CalyptiaTestData.Deserialize($$"""{"start_time":{{json}}}""");

        Assert.Equal(expected, record.StartTime.ToString());
        Assert.Equal(json, record.StartTime.Json.ToString());
    }

    [Theory]
    [InlineData("\"yesterday\"")]
    [InlineData("99999999999999999999")]
    [InlineData("true")]
    [InlineData("{\"seconds\":1}")]
    public void A_time_that_cannot_be_read_is_kept(string json)
    {
        var record = CalyptiaTestData.Deserialize($$"""{"end_time":{{json}}}""");

        Assert.True(record.EndTime.IsUnreadable);
        Assert.Equal(json, record.EndTime.Json.ToString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"0001-01-01T00:00:00Z\"")]
    public void No_time_is_not_unreadable(string json)
    {
        var record = CalyptiaTestData.Deserialize($$"""{"end_time":{{json}}}""");

        Assert.False(record.EndTime.IsUnreadable);
        Assert.Null(record.EndTime.Value);
    }

    [Theory]
    [InlineData("\"10m0s\"", "00:10:00", "10m0s")]
    [InlineData("600000000000", "00:10:00", "600000000000")]
    [InlineData("\"soon\"", null, "soon")]
    [InlineData("null", null, null)]
    public void A_lifespan_is_a_Go_duration_or_a_number_of_nanoseconds(string json, string? duration, string? text)
    {
        var session = Session($$"""{"lifespan":{{json}}}""");

        Assert.Equal(duration, session.Lifespan.Duration?.ToString("c"));
        Assert.Equal(text, session.Lifespan.Text);
    }

    [Fact]
    public void Plugins_may_be_null() => Assert.Empty(Session("""{"plugins":null}""").Plugins);

    [Fact]
    public void Unknown_members_of_sessions_and_records_are_kept()
    {
        Assert.Equal(5, Session("""{"id":"s","extra":5}""").Extensions!["extra"].GetInt32());
        Assert.Equal("x", CalyptiaTestData.Deserialize("""{"id":"r","extra":"x"}""").Extensions!["extra"].GetString());
    }

    [Fact]
    public void An_unknown_type_survives()
    {
        var record = CalyptiaTestData.Deserialize("""{"type":7}""");

        Assert.Equal("7", record.Type.Value);
        Assert.Contains("\"type\":7", JsonSerializer.Serialize(new CalyptiaCreateTraceRecord { Type = record.Type },
            CalyptiaJsonContext.Default.CalyptiaCreateTraceRecord), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_valid_UTF_8_survive_in_bodies_extra_keys_and_names()
    {
        byte[] bad = [0xED, 0xA0, 0xBD, 0xFF];
        byte[] json =
        [
            .. "{\"plugin_alias\":\""u8, .. bad, .. "\",\"records\":[{\"timestamp\":1,\"record\":{\"uni\":\""u8, .. bad, .. "\"},\"k"u8,
            .. bad,
            .. "\":\""u8, .. bad, .. "\"}]}"u8,
        ];

        var log = CalyptiaTestData.Deserialize(json).Records[0];

        Assert.Equal<byte>([.. "{\"uni\":\""u8, .. bad, .. "\"}"u8], log.Record.Utf8.ToArray());
        Assert.Equal<byte>([.. "{\"k"u8, .. bad, .. "\":\""u8, .. bad, .. "\"}"u8], log.Extensions.Utf8.ToArray());
    }

    [Fact]
    public void A_pipelines_configuration_is_never_kept()
    {
        const string Json = """
            {"id":"p","name":"edge","config":{"id":"c","rawConfig":"[OUTPUT]\n  password hunter2"},"rawConfig":"hunter2","secrets":["hunter2"],
             "status":{"status":"STARTED","config":{"rawConfig":"hunter2"}}}
            """;
        var pipeline = Wire.Calyptia<CalyptiaPipeline>(Json);

        Assert.Equal("edge", pipeline.Name);
        Assert.Equal("STARTED", pipeline.Status!.Status);
        Assert.DoesNotContain("hunter2", pipeline.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", JsonSerializer.Serialize(pipeline), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_record_does_not_show_its_body()
    {
        var record = CalyptiaTestData.Deserialize("""{"id":"r","records":[{"timestamp":1,"record":{"mail":"a@b.c"},"more":"a@b.c"}]}""");

        Assert.DoesNotContain("a@b.c", record.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("a@b.c", record.Records[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_to_create_is_written_with_the_names_of_the_wire()
    {
        var record = new CalyptiaCreateTraceRecord
        {
            Type = CalyptiaRecordType.Input,
            TraceId = "trace.0",
            StartTime = 5,
            EndTime = 6,
            PluginInstance = "dummy.0",
            Records =
            [
                new CalyptiaLogRecord { Timestamp = SourceTime.FromUnixSeconds(5), Record = JsonPayload.Parse("""{"a":1}"""),
                    Extensions = JsonPayload.Parse("""{"k":true}""") },
            ],
        };

        Assert.Equal(
            """{"type":1,"trace_id":"trace.0","start_time":5,"end_time":"""
                + """6,"plugin_instance":"dummy.0","plugin_alias":"","return_code":0,"records":[{"timestamp":5,"record":{"a":"""
                + """1},"k":true}]}""",
            JsonSerializer.Serialize(record, CalyptiaJsonContext.Default.CalyptiaCreateTraceRecord));
    }

    [Fact]
    public void A_change_of_a_session_leaves_out_what_stays()
    {
        var changes = new CalyptiaUpdateTraceSession { Lifespan = TimeSpan.FromMinutes(10) };

        Assert.Equal("""{"lifespan":"10m0s"}""", JsonSerializer.Serialize(changes, CalyptiaJsonContext.Default.CalyptiaUpdateTraceSession));
    }

    private static CalyptiaTraceSession Session(string json) => Wire.Calyptia<CalyptiaTraceSession>(json);
}
