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
    public void A_value_is_read_as_its_own_kind_only()
    {
        AttributeValue[] values = [default, "x", true, 7L, 1.5, AttributeValue.From(["a"]), AttributeValue.From(AttributeMap.Empty)];

        Assert.Equal([null, "x", null, null, null, null, null], values.Select(value => value.AsString));
        Assert.Equal([null, null, true, null, null, null, null], values.Select(value => value.AsBoolean));
        Assert.Equal([null, null, null, 7L, null, null, null], values.Select(value => value.AsInt64));
        Assert.Equal([null, null, null, 7.0, 1.5, null, null], values.Select(value => value.AsDouble));
        Assert.Equal([false, false, false, false, false, true, false], values.Select(value => value.AsList is not null));
        Assert.Equal([false, false, false, false, false, false, true], values.Select(value => value.AsMap is not null));
        Assert.Equal(["null", "x", "true", "7", "1.5", """["a"]""", "{}"], values.Select(value => value.ToString()));
        Assert.Equal("false", AttributeValue.From(value: false).ToString());
    }

    [Theory]
    [InlineData("null", AttributeValueKind.Null)]
    [InlineData("\"x\"", AttributeValueKind.String)]
    [InlineData("true", AttributeValueKind.Boolean)]
    [InlineData("false", AttributeValueKind.Boolean)]
    [InlineData("-7", AttributeValueKind.Int64)]
    [InlineData("1e400", AttributeValueKind.Double)]
    [InlineData("1e2", AttributeValueKind.Double)]
    [InlineData("100.0", AttributeValueKind.Double)]
    [InlineData("100.00", AttributeValueKind.Double)]
    [InlineData("1E+25", AttributeValueKind.Double)]
    [InlineData("[null,1.0]", AttributeValueKind.List)]
    [InlineData("{\"a\":{}}", AttributeValueKind.Map)]
    public void Any_json_value_has_a_kind_and_is_written_as_it_came(string json, AttributeValueKind kind)
    {
        var value = AttributeValue.From(JsonPayload.Parse(json));
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            value.WriteTo(writer);

        Assert.Equal(kind, value.Kind);
        Assert.Equal(json, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void A_number_that_no_double_holds_prints_as_it_came()
    {
        Assert.Equal("1e400", AttributeValue.From(JsonPayload.Parse("1e400")).ToString());
        Assert.Equal(double.PositiveInfinity, AttributeValue.From(JsonPayload.Parse("1e400")).AsDouble);
        Assert.Equal("100", AttributeValue.From(100.0).ToString());
    }

    [Fact]
    public void Values_and_names_that_are_missing_are_argument_exceptions()
    {
        Assert.Throws<ArgumentNullException>(() => AttributeValue.From((AttributeMap)null!));
        Assert.Throws<ArgumentNullException>(() => AttributeValue.From(1L).WriteTo(null!));
        Assert.Throws<ArgumentNullException>(() => AttributeMap.Empty.WriteTo(null!));
        Assert.Throws<ArgumentNullException>(() => AttributeMap.Empty.ContainsKey(null!));
    }

    [Fact]
    public void A_list_is_copied()
    {
        var items = new List<AttributeValue> { "a" };
        var value = AttributeValue.From(items);

        items.Add("b");

        Assert.Equal(["a"], value.AsList!);
    }

    [Fact]
    public void A_map_keeps_the_order_of_what_is_added()
    {
        KeyValuePair<string, AttributeValue>[] added = [new("z", 3), new("c", 4)];

        var map = AttributeMap.From(JsonPayload.Parse("""{"b":1,"a":2}""")).With(added);

        Assert.Equal(["b", "a", "z", "c"], map.Keys);
        Assert.Equal([1L, 2L, 3L, 4L], map.Values.Select(value => value.AsInt64));
        Assert.Equal(map.Keys, map.Select(entry => entry.Key));
        Assert.Equal(map.ToArray(), ((System.Collections.IEnumerable)map).Cast<KeyValuePair<string, AttributeValue>>());
        Assert.Equal("The attribute 'y' does not exist.", Assert.Throws<KeyNotFoundException>(() => map["y"]).Message);
        Assert.Same(map, map.With());
    }

    [Fact]
    public void Of_given_entries_with_one_name_the_first_counts()
    {
        var map = AttributeMap.From([new("a", 1), new("b", 2), new("a", 3)]);

        Assert.Equal(["a", "b"], map.Keys);
        Assert.Equal(1, map.GetInt64("a"));
    }

    [Fact]
    public void What_a_source_adds_to_an_object_goes_by_a_name_that_is_free()
    {
        var map = AttributeMap.Of(
            JsonPayload.Parse("""{"galtea.a":1,"galtea.row.a":2,"plain":3}"""),
            "row",
            row => [new("galtea.a", (string)row), new("galtea.b", 5), new("plain", 6), new("galtea.b", 7)]);

        Assert.Equal(["galtea.a", "galtea.row.a", "plain", "galtea.row.row.a", "galtea.b", "row.plain"], map.Keys);
        Assert.Equal("row", map.GetString("galtea.row.row.a"));
        Assert.Equal(5, map.GetInt64("galtea.b"));
        Assert.Equal([.. map.Keys, "c"], map.With("c", 1).With("plain", 9).Keys);
        Assert.Equal(3, map.With("c", 1).GetInt64("plain"));
    }

    [Fact]
    public void Only_a_map_of_nothing_but_an_object_has_it_as_its_source()
    {
        var json = JsonPayload.Parse("""{"a":1}""");

        Assert.Equal(json, AttributeMap.From(json).Source);
        Assert.Null(AttributeMap.Empty.Source);
        Assert.Null(AttributeMap.From(json).With("b", 1).Source);
        Assert.Null(AttributeMap.Of(json, "row", _ => []).Source);
        Assert.Throws<ArgumentException>("jsonObject", () => AttributeMap.From(JsonPayload.Parse("1")));
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
