using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TraceClient.Calyptia;

namespace TraceClient.Tests.Sources.Calyptia;

/// <summary>Events as the service would send them, made up or taken from files of Fluent Bit's Tap.</summary>
internal static class CalyptiaTestData
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Gap = TimeSpan.FromMinutes(1);

    /// <summary>An event that the service took in so many seconds after <see cref="Start"/>.</summary>
    public static CalyptiaTraceRecord Record(
        string id, int type, double at, string instance = "dummy.0", int count = 1, string traceId = "trace.0", long? code = null,
        string alias = "") => new()
        {
            Id = id,
            Type = new CalyptiaRecordType(type.ToString(CultureInfo.InvariantCulture)),
            TraceId = traceId,
            PluginInstance = instance,
            PluginAlias = alias,
            ReturnCode = code,
            StartTime = SourceTime.FromUnixSeconds(Start.ToUnixTimeSeconds() + (long)at),
            EndTime = SourceTime.FromUnixSeconds(Start.ToUnixTimeSeconds() + (long)at + 1),
            CreatedAt = Time(Start.AddSeconds(at)),
            Records = [.. Enumerable.Range(0, type == 4 ? 0 : count)
                .Select(i => new CalyptiaLogRecord { Record = JsonPayload.Parse($$"""{"n":{{i}}}""") })],
        };

    public static SourceTime Time(DateTimeOffset time) =>
        SourceTime.FromText(time.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>The chunks of events that are given oldest first.</summary>
    public static IReadOnlyList<CalyptiaChunk> Split(params CalyptiaTraceRecord[] records)
    {
        var newestFirst = Enumerable.Reverse(records).Select((record, i) => new CalyptiaEvent(record, i, later: default, keepRecord: true));
        return [.. new CalyptiaChunkWalk(Gap).List(newestFirst).Reverse()];
    }

    /// <summary>What the chunks are made of, as ids.</summary>
    public static string Show(IEnumerable<CalyptiaChunk> chunks) =>
        string.Join(" | ", chunks.Select(chunk => string.Join(' ', chunk.Events.Select(step => step.Id))));

    public static CalyptiaSource Source(FakeCalyptiaApi api, CalyptiaOptions? options = null, string? tokenProject = null) => new(
        api, options ?? new CalyptiaOptions(), new FakeTimeProvider(Start.AddDays(1)), _ => ValueTask.FromResult(tokenProject));

    public static CalyptiaTraceRecord Deserialize(string json) => Deserialize(Encoding.UTF8.GetBytes(json));

    public static CalyptiaTraceRecord Deserialize(byte[] json) =>
        Wire.Calyptia<CalyptiaTraceRecord>(json);

    /// <summary>The lines of a file of the Tap.</summary>
    public static IReadOnlyList<byte[]> ReadTap(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia", file));
        var lines = new List<byte[]>();
        foreach (var range in bytes.AsSpan().Split((byte)'\n'))
        {
            if (!bytes.AsSpan(range).IsEmpty)
                lines.Add(bytes[range]);
        }

        return lines;
    }

    /// <summary>A line of the Tap as the service would send it: the bytes of its members stay.</summary>
    public static CalyptiaTraceRecord FromTap(byte[] line, int index)
    {
        var json = new ArrayBufferWriter<byte>();
        var createdAt = Start.AddMilliseconds(10 * index).ToString("O", CultureInfo.InvariantCulture);
        json.Write(Encoding.UTF8.GetBytes($$"""{"id":"record-{{index}}","sessionID":"session","createdAt":"{{createdAt}}" """));
        using var document = JsonDocument.Parse(line);
        foreach (var member in document.RootElement.EnumerateObject().Where(member => member.Name != "date"))
        {
            json.Write(Encoding.UTF8.GetBytes($",\"{(member.Name == "return" ? "return_code" : member.Name)}\":"));
            json.Write(JsonMarshal.GetRawUtf8Value(member.Value));
        }

        json.Write("}"u8);
        return Deserialize(json.WrittenSpan.ToArray());
    }

    /// <summary>The bodies of the log records of a line.</summary>
    public static IReadOnlyList<JsonPayload> BodiesOf(byte[] line)
    {
        using var document = JsonDocument.Parse(line);
        return
        [
            .. document.RootElement.GetProperty("records").EnumerateArray()
                .Select(record => JsonPayload.FromUtf8(JsonMarshal.GetRawUtf8Value(record.GetProperty("record")))),
        ];
    }
}
