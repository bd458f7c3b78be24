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
