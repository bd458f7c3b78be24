using System.Text;

namespace TraceClient.Reliability.Fuzz;

/// <summary>Changes JSON by its members and values; what it makes is mostly JSON still.</summary>
internal sealed class JsonMutator(Random random)
{
    private const int MaxNodes = 4000;
    private const int LongestCopy = 2000;

    private static readonly byte[][] OddValues =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-1", "-0", "1", "3.0", "1e3", "1e400", "-1e400", "9223372036854775807", "9223372036854775808",
            "-9223372036854775809", "18446744073709551616", "4294967295", "253402300800", "1795310059123456789", "0.1e-400", "2147483648",
            "123456789012345678901234567890.123456789", "\"\"", "\" \"", "\"x\"", "\"3\"", "\"1e3\"", "\"NaN\"", "\"-Infinity\"",
            "\"null\"",
            "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u202e\\r\\n\\t\"", "\"../..\"", "\"..\"", "\".\"",
            "\"a/b\"", "\"a:b\"", "\"?x=1&y\"", "\"%\"",
            "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"9999-12-31T23:59:59+14:00\"",
            "\"0001-01-01T00:00:00+14:00\"",
            "\"2026-13-45T99:99:99Z\"", "\"2026-11-24 10:00:00\"", "\"2026-11-24T10:00:00.123456789012345Z\"", "\"1h0m0s\"", "\"-1ns\"",
            "\"9999999999h\"", "\"1e9h\"", "\"10m10m\"", "\"{\\\"a\\\":1}\"", "\"[\\\"a\\\"\"", "{}", "[]", "[null]", "[[]]", "{\"\":null}",
            "{\"a\":{\"b\":[1,\"x\",null]}}", "[{}]", "[1,2,3]", "{\"a\":1,\"a\":2}", "\"4bf92f3577b34da6a3ce929d0e0e4736\"",
            "\"00f067aa0ba902b7\"",
            "\"AAAAAAAAAAA=\"", "\"ERROR\"", "\"SUCCESS\"", "\"OK\"", "\"2\"",
        }.Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes($"\"{ErrorRule.Token}\""),
        Encoding.UTF8.GetBytes($"\"{ErrorRule.EMail}\""),
        Encoding.UTF8.GetBytes($"\"{ErrorRule.Phrase}\""),
        Encoding.UTF8.GetBytes($"{{\"{ErrorRule.Phrase}\":\"{ErrorRule.EMail}\"}}"),
    ];

    private static readonly string[] OddNames = ["", "x", "id", "name", "$ref", "__proto__", "a.b", "a[0]", "\\u0000", "\\ud800",
        ErrorRule.Phrase, ErrorRule.EMail];

    /// <summary>Changes one to three things.</summary>
    public byte[] Mutate(byte[] json)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var nodes = random.Next(4) == 0 ? [] : Parse(json);
            json = nodes.Count == 0 ? ByteMutator.Mutate(random, json) : Change(json, nodes, nodes[random.Next(nodes.Count)]);
        }

        return json;
    }

    /// <summary>Changes one element of the list that the JSON is or has, and nothing else of it; null when there is no list.</summary>
    public byte[]? MutateElement(byte[] json)
    {
        var nodes = Parse(json);
        var list = Enumerable.Range(0, nodes.Count)
            .FirstOrDefault(at => IsTop(at) && nodes.Exists(node => node.Parent == at && node.Kind == JsonTokenType.StartObject), -1);
        if (list < 0)
            return null;
        var elements = Enumerable.Range(0, nodes.Count).Where(at => nodes[at].Parent == list).ToList();
        var element = elements[random.Next(elements.Count)];
        var within = Enumerable.Range(element, nodes.Count - element).TakeWhile(at => nodes[at].Start < nodes[element].End).ToList();
        var chosen = nodes[within[random.Next(within.Count)]];
        return ByteMutator.Replace(json, chosen.Start, chosen.End, OddValue(json, nodes, isHuge: false));

        bool IsTop(int at) => nodes[at].Kind == JsonTokenType.StartArray && (nodes[at].Parent < 0 || nodes[nodes[at].Parent].Parent < 0);
    }

    private byte[] Change(byte[] json, List<Node> nodes, Node node)
    {
        var value = json.AsSpan(node.Start, node.End - node.Start);
        switch (random.Next(12))
        {
            case 0:
                return ByteMutator.Replace(json, node.First, Comma(json, node.End), []);
            case 1:
                return ByteMutator.Replace(json, node.First, node.First, [.. json.AsSpan(node.First, node.End - node.First), (byte)',']);
            case 2 when node.First != node.Start:
                var name = random.Next(2) == 0 ? OddNames[random.Next(OddNames.Length)] : NameOf(json, nodes[random.Next(nodes.Count)]);
                return ByteMutator.Replace(json, node.First, node.Start, Encoding.UTF8.GetBytes($"\"{name}\":"));
            case 3:
                return ByteMutator.Replace(json, node.Start, node.End, random.Next(2) == 0 ? [(byte)'[', .. value, (byte)']']
                    : [.. "{\"x\":"u8, .. value, (byte)'}']);
            case 4 when node.Kind == JsonTokenType.String && value.Length > 2:
                var at = node.Start + 1 + random.Next(value.Length - 2);
                return ByteMutator.Replace(json, at, at, ByteMutator.InvalidUtf8(random));
            case 5 when node.Kind == JsonTokenType.Number:
                return ByteMutator.Replace(json, node.Start, node.End, [(byte)'"', .. value, (byte)'"']);
            case 6 when node.Kind == JsonTokenType.String:
                return ByteMutator.Replace(json, node.Start, node.End, value[1..^1]);
            case 7:
                return json[..random.Next(node.Start, node.End + 1)];
            default:
                return ByteMutator.Replace(json, node.Start, node.End, OddValue(json, nodes, isHuge: true));
        }
    }

    private byte[] OddValue(byte[] json, List<Node> nodes, bool isHuge)
    {
        var other = nodes[random.Next(nodes.Count)];
        return random.Next(isHuge ? 24 : 20) switch
        {
            < 14 => OddValues[random.Next(OddValues.Length)],
            < 20 => other.End - other.Start <= LongestCopy ? json[other.Start..other.End] : OddValues[0],
            20 => [(byte)'"', .. ByteMutator.Repeat("a", random.Next(1, 100_000)), (byte)'"'],
            21 => [.. ByteMutator.Repeat("[", 40), .. ByteMutator.Repeat("]", 40)],
            22 => [.. ByteMutator.Repeat("{\"a\":", 700), (byte)'1', .. ByteMutator.Repeat("}", 700)],
            _ => ByteMutator.Repeat("9", random.Next(1, 5000)),
        };
    }

    private static string NameOf(byte[] json, Node node) =>
        node.First == node.Start ? ""
            : Encoding.UTF8.GetString(json, node.First + 1,
            Math.Max(0, Array.LastIndexOf(json, (byte)'"', node.Start - 1) - node.First - 1));

    private static int Comma(byte[] json, int at) => at < json.Length && json[at] == ',' ? at + 1 : at;

    /// <summary>Finds the values; what comes after the first error is left out.</summary>
    private static List<Node> Parse(byte[] json)
    {
        var nodes = new List<Node>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 2000, AllowMultipleValues = true });
        var name = -1;
        try
        {
            while (nodes.Count < MaxNodes && reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        continue;
                    case JsonTokenType.EndArray or JsonTokenType.EndObject:
                        nodes[open.Pop()].End = (int)reader.BytesConsumed;
                        continue;
                }

                nodes.Add(new Node(name < 0 ? start : name, start, (int)reader.BytesConsumed, open.TryPeek(out var parent) ? parent : -1,
                    reader.TokenType));
                name = -1;
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    open.Push(nodes.Count - 1);
            }
        }
        catch (JsonException)
        {
            // The values before it can be changed all the same.
        }

        return nodes;
    }

    private sealed class Node(int first, int start, int end, int parent, JsonTokenType kind)
    {
        /// <summary>Gets where the name begins, or the value where it has none.</summary>
        public int First => first;

        public int Start => start;

        public int End { get; set; } = end;

        public int Parent => parent;

        public JsonTokenType Kind => kind;
    }
}
