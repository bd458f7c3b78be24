using TraceClient.Calyptia;

namespace TraceClient.Testing;

/// <summary>Reads the output of Fluent Bit's Tap.</summary>
internal static class TapReader
{
    private const long MaxBytes = 256 << 20;

    /// <summary>Reads all events that are valid.</summary>
    /// <exception cref="InvalidDataException">The input has no events, or is larger than 256 MiB.</exception>
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
                    $"Invalid Tap output at byte {objects.Offset}. {exception.Message}"), exception);
        }

        return events;
    }

    /// <summary>Converts an event to the record that the service would return.</summary>
    public static JsonMembers ToRecord(JsonMembers tapped, CalyptiaStore store)
    {
        var returnCode = tapped.Raw("return") ?? "0"u8.ToArray();
        var record = CalyptiaRecordBody.Complete(tapped, store).Remove("date").Remove("return").Set("return_code", returnCode);
        return record.SetText("createdAt", TimestampFormat.Rfc3339(Date(tapped) ?? store.Now));
    }

    /// <summary>Gets the <c>date</c> of an event in ticks; null if it has none.</summary>
    public static long? Date(JsonMembers tapped) =>
        tapped.Number("date") is { } seconds ? DateTime.UnixEpoch.Ticks + (long)(seconds * TimeSpan.TicksPerSecond) : null;
}
