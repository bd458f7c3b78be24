namespace TraceClient.Otlp;

/// <summary>Represents the response of a collector: success, or an error as <c>google.rpc.Status</c>.</summary>
/// <param name="RejectedSpans">The number of rejected spans.</param>
/// <param name="Message">The message, before redaction; null for none.</param>
internal readonly record struct ExportResponse(long RejectedSpans, string? Message)
{
    private const int MaxDepth = 16;
    private const int PartialSuccessField = 1;
    private const int RejectedSpansField = 1;
    private const int MessageField = 2;

    /// <summary>Reads an <c>ExportTraceServiceResponse</c>; null if the body is invalid.</summary>
    public static ExportResponse? ReadSuccess(ReadOnlySpan<byte> body, bool isJson)
    {
        if (body.IsEmpty)
            return default(ExportResponse);
        try
        {
            return isJson ? ReadJson(body) : ReadProtobuf(body);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads the message of a <c>google.rpc.Status</c>; null when there is none.</summary>
    public static string? ReadError(ReadOnlySpan<byte> body, bool isJson)
    {
        try
        {
            if (!isJson)
                return body.IsEmpty ? null : ReadStatus(body);
            using var document = Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Text(document.RootElement, "message") : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> body) =>
        JsonDocument.Parse(body.ToArray(), new JsonDocumentOptions { MaxDepth = MaxDepth });

    private static ExportResponse? ReadJson(ReadOnlySpan<byte> body)
    {
        using var document = Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            return null;
        if (Property(root, "partialSuccess", "partial_success") is not { ValueKind: JsonValueKind.Object } partial)
            return default(ExportResponse);

        // 64-bit numbers are strings in the JSON of proto3, but many programs write numbers.
        var rejected = Property(partial, "rejectedSpans", "rejected_spans") switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetInt64(),
            { ValueKind: JsonValueKind.String } text => long.Parse(text.GetString()!, CultureInfo.InvariantCulture),
            _ => 0,
        };
        return new ExportResponse(Math.Max(rejected, 0), Text(partial, "errorMessage") ?? Text(partial, "error_message"));
    }

    private static ExportResponse ReadProtobuf(ReadOnlySpan<byte> body)
    {
        var response = default(ExportResponse);
        var fields = new ProtobufMessageReader(body);
        while (fields.Next())
        {
            if (fields.Field == PartialSuccessField)
                response = ReadPartial(fields.Bytes());
            else
                fields.Skip();
        }

        return response;
    }

    private static ExportResponse ReadPartial(ReadOnlySpan<byte> message)
    {
        var response = default(ExportResponse);
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            if (fields.Field == RejectedSpansField)
                response = response with { RejectedSpans = Math.Max((long)fields.Varint(), 0) };
            else if (fields.Field == MessageField)
                response = response with { Message = fields.Text() };
            else
                fields.Skip();
        }

        return response;
    }

    private static string? ReadStatus(ReadOnlySpan<byte> body)
    {
        string? message = null;
        var fields = new ProtobufMessageReader(body);
        while (fields.Next())
        {
            if (fields.Field == MessageField)
                message = fields.Text();
            else
                fields.Skip();
        }

        return message;
    }

    private static JsonElement? Property(JsonElement element, string name, string otherName) =>
        element.TryGetProperty(name, out var value) || element.TryGetProperty(otherName, out value) ? value : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
