namespace TraceClient.Tool.Tests.Changes;

public sealed class ValueDiffTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":[1,{"c":null}]}""", """{"b":[1,{"c":null}],"a":1}""")]
    public void Equal_values_do_not_differ_in_whatever_order_their_keys_are(string before, string after) =>
        Assert.Empty(Diff(before, after));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", "~a 1 2")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "~a 1 1")]
    [InlineData("""{"a":1}""", """{}""", "-a 1")]
    [InlineData("""{}""", """{"a":null}""", "+a null")]
    [InlineData("""{"k8s":{"labels":{"app":"x","v":1}}}""", """{"k8s":{"labels":{"app":"y"}}}""", "~k8s/labels/app x y;-k8s/labels/v 1")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[1]}""", """~a {"b":1} [1]""")]
    [InlineData("""{"b":1,"a":1}""", """{"z":1,"a":2}""", "-b 1;~a 1 2;+z 1")]
    [InlineData("""[1,2,3]""", """[1,2,3,4]""", "+3 4")]
    [InlineData("""[1,2,3]""", """[0,1,2,3]""", "+0 0")]
    [InlineData("""[1,2,3]""", """[1,3]""", "-1 2")]
    [InlineData("""[{"a":1},{"a":2}]""", """[{"a":1},{"a":3}]""", "~1/a 2 3")]
    [InlineData("\"text\"", "\"other\"", "~ text other")]
    public void Differences_are_found_at_any_depth(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join(';', Diff(before, after)));

    [Fact]
    public void A_value_of_500_levels_is_compared_to_the_end()
    {
        var path = string.Concat(Enumerable.Repeat("{\"a\":", 500));

        var change = Assert.Single(ValueDiff.Between(Value(path + "1" + new string('}', 500)), Value(path + "2" + new string('}', 500))));

        Assert.Equal(500, change.Path.Count);
    }

    private static IEnumerable<string> Diff(string before, string after) => ValueDiff.Between(Value(before), Value(after))
        .Select(change =>
            $"{ChangeText.SignOf(change.Kind)}{string.Join('/', change.Path)} "
                + $"{string.Join(' ', new[] { change.Before, change.After }.OfType<AttributeValue>())}");

    private static AttributeValue Value(string json) => AttributeValue.From(JsonPayload.Parse(json));
}
