using System.Buffers;
using System.Text.Json;

namespace TraceClient.Tests.Model;

public sealed class JsonPayloadTests
{
    [Theory]
    [InlineData("null", JsonValueKind.Null)]
    [InlineData("true", JsonValueKind.True)]
    [InlineData("false", JsonValueKind.False)]
    [InlineData("-12.50e3", JsonValueKind.Number)]
    [InlineData("\"text\"", JsonValueKind.String)]
    [InlineData("[1, 2]", JsonValueKind.Array)]
    [InlineData("{\"a\" : 1}", JsonValueKind.Object)]
    public void A_value_stays_as_it_came(string json, JsonValueKind kind)
    {
        var payload = JsonPayload.Parse(json);

        Assert.Equal(json, payload.ToString());
        Assert.Equal(kind, payload.ValueKind);
        Assert.Equal(kind, payload.ToElement().ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("{'a':1}")]
    [InlineData("{} []")]
    public void What_is_not_one_value_is_refused(string json)
    {
        Assert.Equal("The text is not one JSON value.", Assert.Throws<FormatException>(() => JsonPayload.Parse(json)).Message);
        Assert.False(JsonPayload.TryFromUtf8(System.Text.Encoding.UTF8.GetBytes(json), out var payload));
        Assert.True(payload.IsNull);
    }

    [Fact]
    public void White_space_around_a_value_is_left_out() => Assert.Equal("[ 1 ]", JsonPayload.Parse(" \t\r\n[ 1 ]\n ").ToString());

    [Fact]
    public void Bytes_are_copied()
    {
        var bytes = "[1]"u8.ToArray();
        var payload = JsonPayload.FromUtf8(bytes);

        bytes[1] = (byte)'2';

        Assert.Equal("[1]", payload.ToString());
    }

    [Fact]
    public void Values_as_deep_as_any_are_taken()
    {
        var json = string.Concat(Enumerable.Repeat('[', 200)) + string.Concat(Enumerable.Repeat(']', 200));

        Assert.Equal(JsonValueKind.Array, JsonPayload.Parse(json).ToElement()[0].ValueKind);
    }

    [Fact]
    public void Arguments_that_are_missing_are_argument_exceptions()
    {
        Assert.Throws<ArgumentNullException>(() => JsonPayload.Parse(null!));
        Assert.Throws<ArgumentNullException>(() => JsonPayload.FromString(null!));
        Assert.Throws<ArgumentNullException>(() => JsonPayload.Null.WriteTo(null!));
    }

    [Fact]
    public void The_default_is_json_null()
    {
        Assert.True(default(JsonPayload).IsNull);
        Assert.Equal(JsonPayload.Null, JsonPayload.Parse("null"));
        Assert.Equal("null", default(JsonPayload).ToString());
    }

    [Fact]
    public void Deserialising_keeps_the_bytes_of_any_value()
    {
        var holder =
            JsonSerializer.Deserialize("""{"Value": {"n": 1.50, "big": 12345678901234567890123} }""", PayloadContext.Default.Holder)!;

        Assert.Equal("""{"n": 1.50, "big": 12345678901234567890123}""", holder.Value.ToString());
        Assert.Equal(
            """{"Value":{"n": 1.50, "big": 12345678901234567890123}}""", JsonSerializer.Serialize(holder, PayloadContext.Default.Holder));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_survive_and_every_view_shows_a_replacement()
    {
        byte[] body = [.. "{\"Value\":\"h"u8, 0xED, 0xA0, 0xBD, .. "\"}"u8];

        var payload = JsonSerializer.Deserialize(body, PayloadContext.Default.Holder)!.Value;

        Assert.Equal(body[9..^1], payload.Utf8.ToArray());
        Assert.True(payload.TryGetString(out var text));
        Assert.StartsWith("h\uFFFD", text, StringComparison.Ordinal);
        Assert.StartsWith("h\uFFFD", payload.ToElement().GetString(), StringComparison.Ordinal);
        Assert.True(System.Text.Unicode.Utf8.IsValid(Write(payload)));
    }

    [Fact]
    public void Only_a_string_has_a_text()
    {
        Assert.True(JsonPayload.Parse("\"a\\nb\"").TryGetString(out var text));
        Assert.Equal("a\nb", text);
        Assert.False(JsonPayload.Parse("1").TryGetString(out text));
        Assert.Null(text);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_reason_to_fail()
    {
        Assert.True(JsonPayload.Parse("\"x\\ud83d\"").TryGetString(out var text));
        Assert.Equal("x\\ud83d", text);
    }

    [Fact]
    public void Values_can_be_made_from_code()
    {
        Assert.Equal("\"caf\\u00E9\"", JsonPayload.FromString("café").ToString());
        Assert.Equal(
            """{"Value":1}""", JsonPayload.From(new Holder { Value = JsonPayload.Parse("1") }, PayloadContext.Default.Holder).ToString());
    }

    [Fact]
    public void Equality_is_that_of_the_bytes()
    {
        var one = JsonPayload.Parse("""{"a":1}""");

        Assert.True(one == JsonPayload.Parse("""{"a":1}"""));
        Assert.True(one != JsonPayload.Parse("""{"a": 1}"""));
        Assert.Equal(one.GetHashCode(), JsonPayload.Parse("""{"a":1}""").GetHashCode());
        Assert.NotEqual(one.GetHashCode(), JsonPayload.Parse("""{"b":2}""").GetHashCode());
    }

    private static byte[] Write(JsonPayload payload)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            payload.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
