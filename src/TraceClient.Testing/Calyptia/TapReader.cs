using TraceClient.Calyptia;

namespace TraceClient.Testing;

/// <summary>Reads the output of Fluent Bit's Tap.</summary>
internal static class TapReader
{
    private const long MaxBytes = 256 << 20;

    /// <summary>Reads all events that can be read.</summary>
    /// <exception cref="InvalidDataException">Nothing but something else than events stands there, or there is too much.</exception>
    public static async Task<List<JsonMembers>> ReadAsync(Stream tap, CancellationToken cancellationToken)
    {
        using var objects = new CalyptiaSavedObjects(tap, MaxBytes, (int)MaxBytes);
        var events = new List<JsonMembers>();
        try
        {
            while (await objects.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    events.Add(JsonMembers.Parse(objects.Current.Span));
                }
                catch (Exception exception) when (exception is FormatException or ArgumentException)
                {
                    objects.Refuse(exception.Message);
                }
            }
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture,
                    $"What stands at byte {objects.Offset} of the Tap output cannot be read. {exception.Message}"), exception);
        }

        return events;
    }

    /// <summary>An event as the record that the service would give.</summary>
    public static JsonMembers ToRecord(JsonMembers tapped, CalyptiaStore store)
    {
        var code = tapped.Raw("return") ?? "0"u8.ToArray();
        var record =
            JsonMembers.Parse(
                """{"type":0,"trace_id":"","start_time":0,"end_time":0,"plugin_instance":"","plugin_alias":"","return_code":"""u8
                    + """0,"records":[]}"""u8).With(tapped);
        record.Remove("date").Remove("return").Set("return_code", code);
        foreach (var name in new[] { "start_time", "end_time" })
        {
            if (record.Number(name) is { } seconds)
                record.Set(name, store.Time((long)seconds));
        }

        return record.SetText("createdAt", Clock.Rfc3339(Date(tapped) ?? store.Now));
    }

    /// <summary>The ticks of an event's <c>date</c>; null when it has none.</summary>
    public static long? Date(JsonMembers tapped) =>
        tapped.Number("date") is { } seconds ? DateTime.UnixEpoch.Ticks + (long)(seconds * TimeSpan.TicksPerSecond) : null;
}
