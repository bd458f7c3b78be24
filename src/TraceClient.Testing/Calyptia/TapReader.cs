using System.Globalization;

namespace TraceClient.Testing;

/// <summary>Splits the output of Fluent Bit's Tap into its events: JSON lines, arrays per line, or objects run together.</summary>
internal static class TapReader
{
    /// <summary>Reads all events.</summary>
    /// <exception cref="InvalidDataException">Something stands where an event should be, or the last one is cut off.</exception>
    public static List<JsonMembers> Read(ReadOnlySpan<byte> tap)
    {
        var events = new List<JsonMembers>();
        var at = tap.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (at < tap.Length)
        {
            // Between events there is white space, and where they come in arrays, what arrays are made of.
            if (tap[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'[' or (byte)']' or (byte)',')
            {
                at++;
                continue;
            }

            if (tap[at] != (byte)'{')
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"At byte {at} of the Tap output there is no event."));
            var end = EndOfObject(tap, at);
            events.Add(Parsed(tap[at..end], at));
            at = end;
        }

        return events;
    }

    /// <summary>An event as the record that the service would give.</summary>
    public static JsonMembers ToRecord(JsonMembers tapped, CalyptiaStore store)
    {
        var code = tapped.Raw("return") ?? "0"u8.ToArray();
        var record = JsonMembers.Parse("""{"type":0,"trace_id":"","start_time":0,"end_time":0,"plugin_instance":"","plugin_alias":"","return_code":0,"records":[]}"""u8).With(tapped);
        record.Remove("date").Remove("return").Set("return_code", code);
        foreach (var name in new[] { "start_time", "end_time" })
        {
            if (record.Number(name) is { } seconds)
                record.Set(name, store.Time((long)seconds));
        }

        return record.SetText("createdAt", Clock.Rfc3339(Date(tapped) ?? store.Now));
    }

    /// <summary>The ticks of an event's <c>date</c>; null when it has none.</summary>
    public static long? Date(JsonMembers tapped) => tapped.Number("date") is { } seconds ? DateTime.UnixEpoch.Ticks + (long)(seconds * TimeSpan.TicksPerSecond) : null;

    private static int EndOfObject(ReadOnlySpan<byte> tap, int start)
    {
        var (depth, inText) = (0, false);
        for (var at = start; at < tap.Length; at++)
        {
            var current = tap[at];
            if (inText)
            {
                if (current == (byte)'\\')
                    at++;
                else if (current == (byte)'"')
                    inText = false;
            }
            else if (current == (byte)'"')
            {
                inText = true;
            }
            else if (current is (byte)'{' or (byte)'[')
            {
                depth++;
            }
            else if (current is (byte)'}' or (byte)']' && --depth == 0)
            {
                return at + 1;
            }
        }

        throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The event at byte {start} of the Tap output is cut off."));
    }

    private static JsonMembers Parsed(ReadOnlySpan<byte> json, int at)
    {
        try
        {
            return JsonMembers.Parse(json);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The event at byte {at} of the Tap output is not valid JSON."), exception);
        }
    }
}
