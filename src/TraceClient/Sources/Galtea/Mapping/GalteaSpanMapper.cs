using System.Runtime.InteropServices;
using System.Text.Json;

namespace TraceClient.Galtea;

/// <summary>Makes a span of a row.</summary>
internal static class GalteaSpanMapper
{
    public static Span ToSpan(GalteaTrace row)
    {
        var id = row.Id ?? "";
        var notes = new ExtensionAttributes(GalteaNotes.Prefix, id);
        var timing = GalteaTiming.Of(row, notes);
        notes.Add("error", row.Error.ValueKind == JsonValueKind.String ? JsonPayload.Null : row.Error)
            .Add("node_type", row.NodeType)
            .Add("description", row.Description)
            .Add("created_at", row.CreatedAt?.Text)
            .AddUnknown(row.Extensions);

        var type = TypeOf(row);
        return new Span
        {
            Id = id,
            ParentId = row.ParentTraceId,
            Name = string.IsNullOrEmpty(row.Name) ? id : row.Name,
            Type = type,
            Kind = type == SpanType.Generation || type == SpanType.Retriever || type == SpanType.Embedding ? SpanKind.Client : SpanKind.Internal,
            Status = row.Error.IsNull ? SpanStatus.Unset : SpanStatus.Error,
            StatusMessage = MessageOf(row.Error),
            StartTime = timing.Start,
            EndTime = timing.End,
            Duration = timing.Duration,
            Attributes = notes.Behind(row.Metadata, "metadata"),
            Records = RecordsOf(row),
            Warnings = notes.Warnings,
        };
    }

    private static SpanType TypeOf(GalteaTrace row)
    {
        if (!string.IsNullOrWhiteSpace(row.Type))
            return new SpanType(row.Type);

        // Old exports have other names for two types, and the others as they are today.
        return row.NodeType?.ToUpperInvariant() switch
        {
            "LLM" => SpanType.Generation,
            null or "" or "CUSTOM" => SpanType.Span,
            _ when string.IsNullOrWhiteSpace(row.NodeType) => SpanType.Span,
            _ => new SpanType(row.NodeType),
        };
    }

    private static string? MessageOf(JsonPayload error)
    {
        if (error.IsNull)
            return null;
        if (error.TryGetString(out var text))
            return text;
        var message = error.ValueKind == JsonValueKind.Object ? AttributeMap.From(error).GetString("message") : null;
        return message ?? error.ToString();
    }

    private static IReadOnlyList<Record> RecordsOf(GalteaTrace row) => (row.InputData.IsNull, row.OutputData.IsNull) switch
    {
        (true, true) => [],
        (false, true) => [Input(row)],
        (true, false) => [Output(row)],
        _ => [Input(row), Output(row)],
    };

    private static Record Input(GalteaTrace row) => new() { Kind = RecordKind.Input, Body = row.InputData };

    private static Record Output(GalteaTrace row) => new() { Kind = RecordKind.Output, Body = row.OutputData };
}

/// <summary>When a step began and ended and how long it took; what a row lacks follows from the rest where it can.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GalteaTiming(TraceTimestamp? Start, TraceTimestamp? End, TimeSpan? Duration)
{
    public static GalteaTiming Of(GalteaTrace row, ExtensionAttributes notes)
    {
        var start = notes.Read("start_time", row.StartTime);
        var end = notes.Read("end_time", row.EndTime);
        if (notes.ReadMilliseconds("latency_ms", row.LatencyMs) is not { } latency)
            return new(start, end, Duration: null);

        // The latency has digits that the times have not; where they differ by more than that, both can still be seen.
        if (start is not null && end is not null && end - start != latency)
            notes.Add("latency_ms", row.LatencyMs);
        return new(start ?? Shift(end, -latency), end ?? Shift(start, latency), latency);
    }

    private static TraceTimestamp? Shift(TraceTimestamp? time, TimeSpan by)
    {
        if (time is not { UnixNanoseconds: var from })
            return null;
        var to = (Int128)from + ((Int128)by.Ticks * 100);
        return to < long.MinValue || to > long.MaxValue ? null : new TraceTimestamp((long)to);
    }
}

/// <summary>Reads times and durations; one that cannot be read stays as an attribute, with a warning.</summary>
internal static class GalteaNotes
{
    public const string Prefix = "galtea.";

    /// <summary>Beyond this a time plus a duration leaves the range of <see cref="TraceTimestamp"/>.</summary>
    private const double MaxMilliseconds = long.MaxValue / 1e6;

    /// <summary>The time; null, and a warning, when it cannot be read.</summary>
    public static TraceTimestamp? Read(this ExtensionAttributes notes, string name, GalteaTime? time)
    {
        if (time is { Value: null } unreadable)
            notes.AddUnreadable(name, unreadable.Text);
        return time?.Value;
    }

    /// <summary>The duration; null, and a warning, when it is negative or longer than any time can reach.</summary>
    public static TimeSpan? ReadMilliseconds(this ExtensionAttributes notes, string name, double? milliseconds)
    {
        if (milliseconds is not { } value)
            return null;
        if (value is >= 0 and < MaxMilliseconds)
            return TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerMillisecond));

        notes.AddUnreadable(name, value);
        return null;
    }
}
