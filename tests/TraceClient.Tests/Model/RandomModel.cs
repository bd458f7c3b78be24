using System.Text.Json;

namespace TraceClient.Tests.Model;

/// <summary>Makes values of the model's types, each a function of the random numbers.</summary>
/// <param name="texts">The texts to pick from.</param>
/// <param name="names">The names of attributes.</param>
/// <param name="numbers">Numbers as JSON.</param>
/// <param name="payloads">Bodies as JSON.</param>
/// <param name="special">
/// Makes further attribute values. Without it, JSON with numbers that no double holds stands in no list, where OTLP rounds them.
/// </param>
internal sealed class RandomModel(
    string[] texts, string[] names, string[] numbers, string[] payloads, Func<Random, AttributeValue>? special = null)
{
    private const int MaxDepth = 3;

    public static T Pick<T>(Random random, params ReadOnlySpan<T> values) => values[random.Next(values.Length)];

    public static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"d\":[", depth)) + "1.50" + string.Concat(Enumerable.Repeat("]}", depth));

    public static TraceTimestamp? Time(Random random) => random.Next(4) switch
    {
        0 => null,
        1 => new TraceTimestamp(Pick(random, 0, -1, 1, 150, long.MinValue, long.MaxValue)),
        _ => new TraceTimestamp(1_790_000_000_123_456_789 + random.Next()),
    };

    public static TimeSpan? Duration(Random random) => random.Next(4) switch
    {
        0 => TimeSpan.FromTicks(random.Next()),
        1 => Pick(random, TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.MinValue, TimeSpan.FromTicks(1), TimeSpan.FromTicks(-1)),
        _ => null,
    };

    public string? Text(Random random) => random.Next(3) == 0 ? null : Pick(random, texts);

    public List<TraceWarning> Warnings(Random random) =>
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => new TraceWarning(Pick(random, "retry", "of-my-own"), Pick(random, texts)))];

    public AttributeMap Map(Random random) => random.Next(4) switch
    {
        0 => AttributeMap.Empty,
        1 => AttributeMap.From(JsonPayload.Parse(Object(random, random.Next(4), "k", MaxDepth))),
        _ => Map(random, random.Next(5), MaxDepth),
    };

    public AttributeValue Value(Random random, int depth) => random.Next(depth == 0 ? 8 : special is null ? 11 : 13) switch
    {
        0 => default,
        1 => Pick(random, texts),
        2 => random.Next(2) == 0,
        3 => Pick(random, 0, 1, -1, long.MaxValue, long.MinValue, 1L << 53),
        4 => Pick(random, 0.0, -0.0, 3.0, 0.1, 1e15, 1e300, double.Epsilon, double.MaxValue, -123456789012345678),
        5 => Pick(random, double.NaN, double.PositiveInfinity, double.NegativeInfinity),
        6 when depth == MaxDepth || special is not null => AttributeValue.From(JsonPayload.Parse(Json(random, depth))),
        6 or 7 => "text",
        8 => AttributeValue.From(Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))),
        9 or 10 => AttributeValue.From(Map(random, random.Next(4), depth - 1)),
        _ => special!(random),
    };

    private AttributeMap Map(Random random, int count, int depth) =>
        AttributeMap.From(Enumerable.Range(0, count).Select(_ => KeyValuePair.Create(Pick(random, names), Value(random, depth))));

    private string Json(Random random, int depth) => random.Next(depth == 0 ? 4 : 7) switch
    {
        0 => Pick(random, payloads),
        1 or 2 => Pick(random, numbers),
        3 => JsonSerializer.Serialize(Pick(random, texts)),
        4 => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json(random, depth - 1))) + "]",
        5 => Nested(random.Next(10, 60)),
        _ => Object(random, random.Next(4), "m", depth - 1),
    };

    private string Object(Random random, int count, string name, int depth) =>
        "{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{name}{i}\":{Json(random, depth)}")) + "}";
}
