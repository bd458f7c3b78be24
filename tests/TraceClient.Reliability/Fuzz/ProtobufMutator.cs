using System.Text;

namespace TraceClient.Reliability.Fuzz;

/// <summary>Changes protobuf by its fields, at any depth.</summary>
internal static class ProtobufMutator
{
    private const int LengthDelimited = 2;

    public static byte[] Mutate(Random random, byte[] message, int depth = 0)
    {
        var fields = Parse(message);
        if (fields.Count == 0 || random.Next(8) == 0)
            return ByteMutator.Mutate(random, message);
        var field = fields[random.Next(fields.Count)];
        var whole = message[field.Start..field.End];
        var content = message[field.Content..field.End];
        if (field.Type == LengthDelimited && depth < 8 && random.Next(4) != 0)
            return ByteMutator.Replace(message, field.Start, field.End, Delimited(field.Number, Mutate(random, content, depth + 1)));
        return ByteMutator.Replace(message, field.Start, field.End, random.Next(10) switch
        {
            0 => [],
            1 => [.. whole, .. whole],
            2 => [.. Tag(field.Number, random.Next(8)), .. content],
            3 => [.. Tag(random.Next(1, 40), field.Type), .. whole[(field.Content - field.Start)..]],
            4 => [.. Tag(field.Number, LengthDelimited), .. Varint(ulong.MaxValue >> random.Next(64)), .. content],
            5 => [.. Tag(field.Number, 0), .. Varint(ulong.MaxValue >> random.Next(64))],
            6 => Delimited(field.Number, [.. Enumerable.Range(0, random.Next(40)).Select(_ => (byte)random.Next(256))]),
            7 => [.. Tag(field.Number, 0), .. Enumerable.Repeat((byte)0xFF, random.Next(1, 20))],
            8 => Nested(field.Number, content, random.Next(1, 400)),
            _ => Delimited(field.Number, Encoding.UTF8.GetBytes(random.Next(2) == 0 ? ErrorRule.Phrase : ErrorRule.EMail)),
        });
    }

    private static byte[] Nested(int number, byte[] content, int depth)
    {
        for (; depth > 0; depth--)
            content = Delimited(number, content);
        return content;
    }

    private static byte[] Delimited(int number, byte[] content) =>
        [.. Tag(number, LengthDelimited), .. Varint((ulong)content.Length), .. content];

    private static byte[] Tag(int number, int type) => Varint(((ulong)number << 3) | (uint)type);

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    private static List<(int Number, int Type, int Start, int Content, int End)> Parse(byte[] message)
    {
        var fields = new List<(int, int, int, int, int)>();
        for (var at = 0; at < message.Length;)
        {
            var start = at;
            if (!TryVarint(message, ref at, out var tag))
                return fields;
            var content = at;
            switch (tag & 7)
            {
                case 0 when TryVarint(message, ref at, out _):
                    break;
                case 1 or 5:
                    at += (tag & 7) == 1 ? 8 : 4;
                    break;
                case LengthDelimited when TryVarint(message, ref at, out var length) && length <= int.MaxValue:
                    content = at;
                    at = (int)Math.Min(at + (long)length, int.MaxValue);
                    break;
                default:
                    return fields;
            }

            if (at > message.Length)
                return fields;
            fields.Add(((int)(tag >> 3), (int)(tag & 7), start, content, at));
        }

        return fields;
    }

    private static bool TryVarint(byte[] message, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; at < message.Length && shift < 64; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return true;
        }

        return false;
    }
}
