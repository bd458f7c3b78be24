using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TraceClient.Tests.Model;

public sealed class AttributeMapTests
{
    [Fact]
    public void Members_keep_their_order_and_kinds()
    {
        var map = AttributeMap.From(JsonPayload.Parse(
            """{"s":"x","t":true,"f":false,"i":9223372036854775807,"d":1.5,"n":null,"l":[1,"a"],"m":{"k":2}}"""));

        Assert.Equal(["s", "t", "f", "i", "d", "n", "l", "m"], map.Keys);
        Assert.Equal("x", map["s"].AsString);
        Assert.True(map["t"].AsBoolean);
        Assert.False(map["f"].AsBoolean);
        Assert.Equal(long.MaxValue, map.GetInt64("i"));
        Assert.Equal(1.5, map["d"].AsDouble);
        Assert.Equal(AttributeValueKind.Null, map["n"].Kind);
        Assert.Equal([AttributeValue.From(1), AttributeValue.From("a")], map["l"].AsList!);
        Assert.Equal(2, map["m"].AsMap!["k"].AsInt64);
    }

    [Fact]
    public void Of_a_name_that_comes_twice_the_last_value_counts() =>
        Assert.Equal(2, AttributeMap.From(JsonPayload.Parse("""{"a":1,"b":0,"a":2}"""))["a"].AsInt64);

    [Fact]
    public void An_added_entry_does_not_replace_what_the_source_sent()
    {
        var map = AttributeMap.From(JsonPayload.Parse("""{"a":1}""")).With("a", 2).With("b", 3);

        Assert.Equal(1, map["a"].AsInt64);
        Assert.Equal(3, map["b"].AsInt64);
        Assert.Equal(2, map.Count);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public void Entries_are_found_by_name_in_small_and_large_maps(int count)
    {
        var map = AttributeMap.From(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"key{i}", AttributeValue.From(i))));

        Assert.All(Enumerable.Range(0, count), i => Assert.Equal(i, map.GetInt64($"key{i}")));
        Assert.False(map.ContainsKey("other"));
        Assert.Null(map.GetString("key0"));
        Assert.Throws<KeyNotFoundException>(() => map["other"]);
    }

    [Fact]
    public void Numbers_and_truth_values_are_read_by_name()
    {
        var map = AttributeMap.From(JsonPayload.Parse("""{"whole":2,"part":1.5,"yes":true,"no":false,"text":"1.5"}"""));

        Assert.Equal([2, 1.5, null, null, null], new[] { "whole", "part", "yes", "text", "other" }.Select(map.GetDouble));
        Assert.Equal([true, false, null, null, null], new[] { "yes", "no", "whole", "text", "other" }.Select(map.GetBoolean));
    }

    [Fact]
    public void Only_an_object_has_attributes()
    {
        Assert.Throws<ArgumentException>(() => AttributeMap.From(JsonPayload.Parse("[1]")));
        Assert.Empty(AttributeMap.From(JsonPayload.Null));
    }

    [Fact]
    public void Equal_entries_make_equal_maps_in_any_order()
    {
        var left = AttributeMap.From(JsonPayload.Parse("""{"a":1,"b":[1.0,{"c":"x"}]}"""));
        var right = AttributeMap.From(JsonPayload.Parse("""{"b":[1.0,{"c":"x"}],"a":1}"""));

        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.NotEqual(left, right.With("d", 1));
        Assert.NotEqual(left, AttributeMap.From(JsonPayload.Parse("""{"a":2,"b":[1.0,{"c":"x"}]}""")));
    }

    [Theory]
    [InlineData("""{"a":18446744073709551615}""")]
    [InlineData("""{"a":0.1000000000000000055511151231257827}""")]
    [InlineData("""{"a":1e400}""")]
    [InlineData("""{"a":-0.0}""")]
    [InlineData("""{"a":[1,{"b":null}]}""")]
    public void Any_json_is_written_as_it_came(string json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            AttributeMap.From(JsonPayload.Parse(json)).WriteTo(writer);

        Assert.Equal(json, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void The_text_of_a_map_shows_no_values() =>
        Assert.Equal("1 attributes", AttributeMap.From(JsonPayload.Parse("""{"user.email":"someone@example.com"}""")).ToString());

    [Fact]
    public void Odd_names_and_strings_are_kept()
    {
        var map = AttributeMap.From(JsonPayload.Parse("""{"\ud83d":"x","k":"\ud83d"}"""));

        Assert.Equal(2, map.Count);
        Assert.Equal("\\ud83d", map.GetString("k"));
    }

    [Fact]
    public void Values_print_as_text_or_json()
    {
        Assert.Equal("x", AttributeValue.From("x").ToString());
        Assert.Equal("true", AttributeValue.From(value: true).ToString());
        Assert.Equal("1.5", AttributeValue.From(1.5).ToString());
        Assert.Equal("7", AttributeValue.From(7L).ToString());
        Assert.Equal("null", default(AttributeValue).ToString());
        Assert.Equal("""["NaN","Infinity","-Infinity",0.5]""",
            AttributeValue.From([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.5]).ToString());
        Assert.Equal("""{"a":false}""", AttributeValue.From(AttributeMap.Empty.With("a", value: false)).ToString());
    }

    [Fact]
    public void Values_of_different_kinds_differ()
    {
        AttributeValue whole = 1L, number = 1.0, text = "1";

        Assert.True(whole != number && number != text);
        Assert.True(number == AttributeValue.From(1.0) && number.GetHashCode() == AttributeValue.From(1.0).GetHashCode());
        Assert.Equal(AttributeValueKind.Null, AttributeValue.From((string?)null).Kind);
        Assert.Equal(1.0, whole.AsDouble);
    }
}
