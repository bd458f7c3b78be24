using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace TraceClient.Calyptia;

/// <summary>Makes of the events of Fluent Bit's Tap the records that the service would have made of them.</summary>
internal sealed class CalyptiaTap
{
    private const string SessionPrefix = "tap-";
    private const string ReturnCode = "return";
    private const string Date = "date";

    private string? _session;
    private long _events;

    public static bool IsSession(string sessionId) => sessionId.StartsWith(SessionPrefix, StringComparison.Ordinal);

    /// <summary>Gives an event its ids and times; a record of the service stays as it is.</summary>
    /// <param name="record">What was read.</param>
    /// <param name="json">What it was read from.</param>
    public CalyptiaTraceRecord Complete(CalyptiaTraceRecord record, ReadOnlySpan<byte> json)
    {
        if (!string.IsNullOrEmpty(record.Id))
            return record;

        _session ??= SessionPrefix + Convert.ToHexString(SHA256.HashData(json)).ToLowerInvariant()[..16];
        record.Id = (++_events).ToString(CultureInfo.InvariantCulture);
        record.SessionId ??= _session;
        record.PluginAlias ??= "";
        record.ReturnCode ??= Take(record, ReturnCode) is { ValueKind: JsonValueKind.Number } code && code.TryGetInt64(out var number) ? number : 0;
        if (Take(record, Date) is { ValueKind: JsonValueKind.Number } date && date.TryGetDecimal(out var seconds) && record.CreatedAt.Timestamp is null)
            record.CreatedAt = CalyptiaTime.FromNumber(seconds, JsonPayload.Parse(date.GetRawText()));
        return record;
    }

    private static JsonElement? Take(CalyptiaTraceRecord record, string name)
    {
        JsonElement value = default;
        return record.Extensions?.Remove(name, out value) == true ? value : null;
    }
}
