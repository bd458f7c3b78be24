using System.Reflection;
using System.Text;
using System.Text.Json;
using TraceClient.Calyptia;
using TraceClient.Galtea;
using TraceClient.Http;
using TraceClient.Kubiya;

namespace TraceClient.Tests.Sources;

/// <summary>One odd value is one odd value: the row, the list and the trace live on, and what was sent is kept.</summary>
public sealed class OddValueTests
{
    private static readonly (string Source, WireTypes Types)[] Sources =
        [("Calyptia", CalyptiaWire.Types), ("Galtea", GalteaWire.Types), ("Kubiya", KubiyaWire.Types)];

    private static readonly byte[][] OddValues =
    [
        .. ((string[])
        [
            "null", "true", "false", "0", "-1", "3.0", "12.5", "1e400", "-1e-400", "2147483648", "9223372036854775808",
            "123456789012345678901234567890",
            "\"\"", "\"text\"", "\"3\"", "\"12.5\"", "\"NaN\"", "\"true\"", "\"\\ud800\"", "\"\\udc00\\ud800x\"",
            "\"2026-11-22T01:18:51Z\"", "\"2026-13-41T25:61:61Z\"",
            "[]", "[null]", "[1]", "[\"a\"]", "[{}]", "[[]]", "{}", "{\"a\":1}", "{\"\\ud800\":{}}",
        ]).Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xFF, 0xED, 0xA0, 0x80, (byte)'"'],
        [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'"', 0xC3, (byte)'"', (byte)'}'],
    ];

    public static TheoryData<string> ReadTypes => [.. Sources.SelectMany(source => TypesOf(source.Source)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(ReadTypes))]
    public void Every_member_may_be_of_any_kind(string name)
    {
        var (type, types) = Sources.SelectMany(source => TypesOf(source.Source).Select(type => (type, source.Types)))
            .Single(entry => entry.type.Name == name);
        var read = typeof(OddValueTests).GetMethod(nameof(CountAround), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(
            type).CreateDelegate<Func<WireTypes, string, byte[], int>>();

        foreach (var member in type.GetProperties().SelectMany(property => NamesOf(property.Name)).Append("a member that nobody knows"))
        {
            foreach (var value in OddValues)
                Assert.Equal(3, read(types, member, value));
        }
    }

    [Fact]
    public void Spans_are_made_of_any_rows()
    {
        foreach (var value in OddValues)
        {
            foreach (var member in typeof(KubiyaSpan).GetProperties().SelectMany(property => NamesOf(property.Name)))
                AssertReadable(
                    KubiyaSpanMapper.ToSpan(Wire.Kubiya<KubiyaSpan>(With("\"id\":\"i\",\"span_id\":\"s\"", member, value)), "t"));
            foreach (var member in typeof(GalteaTrace).GetProperties().SelectMany(property => NamesOf(property.Name)))
                AssertReadable(GalteaSpanMapper.ToSpan(Wire.Galtea<GalteaTrace>(With("\"id\":\"i\"", member, value))));
        }
    }

    [Fact]
    public async Task Traces_are_made_of_any_records()
    {
        var reader = new CalyptiaFileReader();
        foreach (var value in OddValues)
        {
            foreach (var member in typeof(CalyptiaTraceRecord).GetProperties().SelectMany(property => NamesOf(property.Name))
                .Where(name => name is not ("sessionID" or "items")))
            {
                using var input = new MemoryStream(With("\"type\":1,\"plugin_instance\":\"i\",\"trace_id\":\"t\"", member, value));
                var trace = Assert.Single(await reader.ReadTracesAsync(input, TestContext.Current.CancellationToken)
                    .ToListAsync(TestContext.Current.CancellationToken));
                Assert.All(trace.Spans, AssertReadable);
            }
        }
    }

    [Theory]
    [InlineData("latencyMs", "\"fast\"")]
    [InlineData("name", "{\"first\":\"a\"}")]
    [InlineData("parentTraceId", "[1]")]
    [InlineData("type", "7")]
    [InlineData("description", "\"half \\ud800\"")]
    public void What_could_not_be_read_is_kept_with_a_warning(string member, string json)
    {
        var span = GalteaSpanMapper.ToSpan(Wire.Galtea<GalteaTrace>($$"""{"id":"i","{{member}}":{{json}}}"""));

        var warning = Assert.Single(span.Warnings);
        Assert.Equal((TraceWarningCodes.Unreadable, "i"), (warning.Code, warning.SpanId));
        Assert.Contains($"'galtea.{member}'", warning.Message, StringComparison.Ordinal);
        Assert.Equal(AttributeValue.From(JsonPayload.Parse(json)), span.Attributes[$"galtea.{member}"]);
    }

    [Theory]
    [InlineData("""{"\ud800":1,"trace_id":"t","plugin_instance":"i"}""")]
    [InlineData("""{"\ud800":1,"items":[{"trace_id":"t","plugin_instance":"i"}],"\udfff":2}""")]
    public async Task A_name_of_a_saved_record_may_be_no_text(string json)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(json));

        Assert.Single(await new CalyptiaFileReader().ReadTracesAsync(input, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_name_that_is_no_text_says_nothing_of_the_member_around_it()
    {
        var span = Wire.Kubiya<KubiyaSpan>("""{"span_id":"s","events":[{"name":"e","\ud800":1}]}""");

        Assert.Null(span.Extensions);
        Assert.Equal(["\uFFFD"], Assert.Single(span.Events!).Extensions!.Keys);
    }

    [Fact]
    public void A_number_in_another_form_is_the_same_number()
    {
        var header = Wire.Kubiya<KubiyaTraceHeader>("""{"span_count":3.0,"error_count":"4","duration_ms":1e3}""");

        Assert.Equal((3, 4, 1000L), (header.SpanCount, header.ErrorCount, header.DurationMs));
        Assert.Null(header.Extensions);
    }

    [Fact]
    public void A_number_that_does_not_fit_is_kept()
    {
        var header = Wire.Kubiya<KubiyaTraceHeader>("""{"error_count":2147483648,"duration_ms":12.5}""");

        Assert.Equal((null, 12L), (header.ErrorCount, header.DurationMs));
        Assert.Equal((2147483648L, 12.5), (header.Extensions!["error_count"].GetInt64(), header.Extensions["duration_ms"].GetDouble()));
    }

    [Fact]
    public void A_null_among_log_records_is_left_out_with_a_warning()
    {
        var record = Wire.Calyptia<CalyptiaTraceRecord>("""{"records":[null,{"timestamp":1,"record":{"a":1}},null]}""");

        Assert.Single(record.Records);
        Assert.Equal(2, record.NullRecords);
    }

    private static int CountAround<T>(WireTypes types, string member, byte[] value) =>
        Wire.Read<IReadOnlyList<T>>(types,
            [(byte)'[', .. With("", member, value), (byte)',', .. With("", member, "null"u8.ToArray()), (byte)',', .. "{}]"u8]).Count;

    private static byte[] With(string members, string member, byte[] value) =>
        [.. Encoding.UTF8.GetBytes($"{{{members}{(members.Length > 0 ? "," : "")}\"{member}\":"), .. value, (byte)'}'];

    private static void AssertReadable(Span span)
    {
        Assert.NotEqual("", span.ToString());
        Assert.All(span.Attributes.Concat(span.Resource).Concat(span.Records.SelectMany(record => record.Attributes)),
            attribute => Assert.NotNull(attribute.Value.ToString()));
    }

    private static IEnumerable<string> NamesOf(string property)
    {
        var camel = JsonNamingPolicy.CamelCase.ConvertName(property);
        return new[] { camel, JsonNamingPolicy.SnakeCaseLower.ConvertName(property), camel.EndsWith("Id", StringComparison.Ordinal)
            ? camel[..^1] + "D"
            : camel }.Distinct();
    }

    private static IEnumerable<Type> TypesOf(string source) =>
        typeof(ITraceClient).Assembly.GetType($"TraceClient.{source}.I{source}Api")!.GetMethods()
        .Select(method => method.ReturnType)
        .SelectMany(Arguments)
        .Where(type => type.Namespace == $"TraceClient.{source}")
        .Distinct();

    private static IEnumerable<Type> Arguments(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Arguments) : [type];
}
