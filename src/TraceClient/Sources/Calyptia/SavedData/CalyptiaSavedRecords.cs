using System.Security.Cryptography;

namespace TraceClient.Calyptia;

/// <summary>Makes trace records of the objects of one file; those of Tap get what the service would give them.</summary>
internal sealed class CalyptiaSavedRecords
{
    private const string TapDate = "date";
    private const string TapReturn = "return";
    private const int SessionHashBytes = 8;

    private readonly WireMemory _memory = new();
    private string? _session;
    private long _count;

    /// <summary>Reads the next object of the file.</summary>
    /// <exception cref="FormatException">It is no trace record. The message shows nothing of it.</exception>
    public CalyptiaTraceRecord Read(ReadOnlySpan<byte> json)
    {
        // The first object alone names the session: a file that grows keeps its references, and so does one that is renamed.
        _session ??= "tap-" + Convert.ToHexString(SHA256.HashData(json).AsSpan(0, SessionHashBytes)).ToLowerInvariant();
        _count++;

        var record = Parse(json);
        if (record.TraceId is null && record.PluginInstance is null)
            throw new FormatException("An object is no trace record: it has neither 'trace_id' nor 'plugin_instance'.");
        if (string.IsNullOrEmpty(record.Id))
            CompleteTapped(record);
        if (string.IsNullOrEmpty(record.SessionId))
            record.SessionId = _session;
        return IsName(record.Id) && IsName(record.SessionId)
            ? record
            : throw new FormatException("A trace record has an 'id' or a 'sessionID' that can be none: it is blank, or has a slash or control characters.");
    }

    private CalyptiaTraceRecord Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new WireReader(json, isFinal: true, CalyptiaSavedObjects.MaxDepth, _memory);
            reader.Read();
            return CalyptiaWire.TraceRecord.Read(ref reader)!;
        }
        catch (JsonException)
        {
            // The reader's own message can show a piece of the data.
            throw Malformed();
        }
    }

    private void CompleteTapped(CalyptiaTraceRecord record)
    {
        record.Id = string.Create(CultureInfo.InvariantCulture, $"{_session}-{_count}");
        record.PluginAlias ??= "";
        if (record.CreatedAt.IsNull && TryTake(record, TapDate, out var date))
            record.CreatedAt = TimeOf(date);
        if (record.ReturnCode is null && TryTake(record, TapReturn, out var code))
            record.ReturnCode = code.ValueKind == JsonValueKind.Number && code.TryGetInt64(out var number) ? number : null;
        record.ReturnCode ??= 0;
        if (record.Extensions is { Count: 0 })
            record.Extensions = null;
    }

    private static FormatException Malformed() => new("A trace record is malformed.");

    private static SourceTime TimeOf(JsonElement date) => date.ValueKind switch
    {
        JsonValueKind.Number => SourceTime.FromNumber(date.GetRawText(), TimeNumber.Seconds),
        JsonValueKind.String => SourceTime.FromText(date.GetString()!, TimeNumber.Seconds),
        JsonValueKind.Null => default,
        _ => SourceTime.Unreadable(date.GetRawText()),
    };

    private static bool TryTake(CalyptiaTraceRecord record, string name, out JsonElement value)
    {
        value = default;
        return record.Extensions?.Remove(name, out value) == true;
    }

    private static bool IsName(string? id) => !string.IsNullOrWhiteSpace(id) && !id.Any(c => c == '/' || char.IsControl(c));
}
