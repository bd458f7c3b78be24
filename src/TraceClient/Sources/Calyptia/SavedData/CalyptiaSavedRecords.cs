using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace TraceClient.Calyptia;

/// <summary>Makes trace records of the objects of one file; those of Tap get what the service would give them.</summary>
internal sealed class CalyptiaSavedRecords
{
    private const string TapDate = "date";
    private const string TapReturn = "return";
    private const int SessionHashBytes = 8;

    private static readonly CalyptiaJsonContext Json =
        new(new JsonSerializerOptions(CalyptiaJsonContext.Default.Options) { MaxDepth = CalyptiaSavedObjects.MaxDepth });

    private string? _session;
    private long _count;

    /// <summary>Reads the next object of the file.</summary>
    /// <exception cref="FormatException">It is no trace record. The message shows nothing of it.</exception>
    public CalyptiaTraceRecord Read(ReadOnlySpan<byte> json)
    {
        // The first object alone names the session: a file that grows keeps its references, and so does one that is renamed.
        _session ??= "tap-" + Convert.ToHexString(SHA256.HashData(json).AsSpan(0, SessionHashBytes)).ToLowerInvariant();
        _count++;

        var record = Deserialize(json);
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

    private static CalyptiaTraceRecord Deserialize(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Json.CalyptiaTraceRecord)!;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or OverflowException or InvalidOperationException or ArgumentException)
        {
            // The serializer's own message can show a piece of the data.
            throw Mismatch();
        }
    }

    private static FormatException Mismatch() => new("A trace record has a value that is not of the type required there.");

    private void CompleteTapped(CalyptiaTraceRecord record)
    {
        record.Id = string.Create(CultureInfo.InvariantCulture, $"{_session}-{_count}");
        record.PluginAlias ??= "";
        if (record.CreatedAt.Json.IsNull && TryTake(record, TapDate, out var date))
            record.CreatedAt = date.Deserialize(Json.CalyptiaTime);
        if (record.ReturnCode is null && TryTake(record, TapReturn, out var code))
            record.ReturnCode = code.ValueKind == JsonValueKind.Number && code.TryGetInt64(out var number) ? number : null;
        record.ReturnCode ??= 0;
        if (record.Extensions is { Count: 0 })
            record.Extensions = null;
    }

    private static bool TryTake(CalyptiaTraceRecord record, string name, out JsonElement value)
    {
        value = default;
        return record.Extensions?.Remove(name, out value) == true;
    }

    private static bool IsName(string? id) => !string.IsNullOrWhiteSpace(id) && !id.Any(c => c == '/' || char.IsControl(c));
}
