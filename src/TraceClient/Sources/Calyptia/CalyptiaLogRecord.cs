using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>A log record as it stood at one step of a pipeline.</summary>
[JsonConverter(typeof(CalyptiaLogRecordConverter))]
public sealed record CalyptiaLogRecord
{
    /// <summary>The record's own time. The numbers 4294967295 and 4294967294 are no times: they mark the start and the end of a group.</summary>
    public CalyptiaTime Timestamp { get; init; }

    /// <summary>The record as it came: usually an object, sometimes a string that holds one. It can hold text that is not valid UTF-8.</summary>
    public JsonPayload Record { get; init; }

    /// <summary>An object with all other members; JSON <c>null</c> when there are none.</summary>
    public JsonPayload Extensions { get; init; }

    /// <summary>The time; the record is not shown.</summary>
    public override string ToString() => $"record of {Timestamp}";
}
