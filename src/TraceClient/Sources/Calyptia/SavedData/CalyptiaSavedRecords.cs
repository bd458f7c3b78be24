using System.Security.Cryptography;

namespace TraceClient.Calyptia;

/// <summary>Makes trace records of the objects of one file; those of Tap get what the service would give them.</summary>
internal sealed class CalyptiaSavedRecords
{
    private const int SessionHashBytes = 8;

    private readonly WireMemory _memory = new();
    private string? _session;
    private long _count;

    /// <summary>Reads the next object of the file.</summary>
    /// <exception cref="FormatException">The object is not a trace record. The message shows nothing of it.</exception>
    /// <exception cref="JsonException">It is malformed. The message can show a piece of it.</exception>
    public CalyptiaTraceRecord Read(ReadOnlySpan<byte> json)
    {
        // The first object alone names the session: a file that grows keeps its references, and so does one that is renamed.
        _session ??= "tap-" + Convert.ToHexString(SHA256.HashData(json).AsSpan(0, SessionHashBytes)).ToLowerInvariant();
        _count++;

        var reader = new WireReader(json, isFinal: true, CalyptiaSavedObjects.MaxDepth, _memory);
        reader.Read();
        var record = CalyptiaWire.SavedRecord.Read(ref reader)!;
        if (record.TraceId is null && record.PluginInstance is null)
            throw new FormatException("An object is not a trace record: it has neither 'trace_id' nor 'plugin_instance'.");
        if (string.IsNullOrEmpty(record.Id))
        {
            record.Id = string.Create(CultureInfo.InvariantCulture, $"{_session}-{_count}");
            record.PluginAlias ??= "";
            record.ReturnCode ??= 0;
        }

        if (string.IsNullOrEmpty(record.SessionId))
            record.SessionId = _session;
        return IsName(record.Id) && IsName(record.SessionId)
            ? record
            : throw new FormatException(
                "A trace record has an 'id' or a 'sessionID' that can be none: it is blank, or has a slash or control characters.");
    }

    private static bool IsName(string id) => !string.IsNullOrWhiteSpace(id) && !id.Any(c => c == '/' || char.IsControl(c));
}
