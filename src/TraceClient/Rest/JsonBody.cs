using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TraceClient.Rest;

/// <summary>Reads a body that is one JSON value.</summary>
internal static class JsonBody
{
    /// <summary>Reads the value; null for null and for no body, where that is allowed.</summary>
    /// <param name="body">The body; it is read to its end.</param>
    /// <param name="type">What the value should be.</param>
    /// <param name="required">Whether no body at all, and null, are faults.</param>
    /// <param name="faults">Makes the exceptions.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<T?> ReadAsync<T>(
        BodyStream body,
        JsonTypeInfo<T> type,
        bool required,
        FormatFaults faults,
        CancellationToken cancellationToken)
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false);
            return value is not null || !required ? value : throw faults.WrongValue(type.Kind, (byte)'n', "$", body.Count, body.Start);
        }
        catch (JsonException) when (!required && body is { IsAtEnd: true, Count: 0 })
        {
            return default;
        }
        catch (JsonException fault)
        {
            throw Translate(fault, body, type.Kind, faults);
        }
        catch (Exception fault) when (!body.IsReading && FormatFaults.IsOfConverter(fault))
        {
            throw faults.Mismatch("$", offset: null, body.Start);
        }
    }

    private static TraceFormatException Translate(JsonException fault, BodyStream body, JsonTypeInfoKind kind, FormatFaults faults)
    {
        if (!FormatFaults.StartsJson(body.Start.FirstByte))
        {
            return faults.NotJson(body.Start);
        }

        var offset = body.OffsetOf(fault.LineNumber, fault.BytePositionInLine);
        var path = FormatFaults.MaskPath(fault.Path);
        return FormatFaults.IsSyntax(fault) switch
        {
            true when FormatFaults.IsTooDeep(fault) => faults.TooDeep(path, offset, body.Start),
            true when body.IsAtEnd && offset >= body.Count => faults.Truncated(path, body.Count, body.Start),
            true => faults.Malformed(path, offset, body.Start),
            false when path is "$" => faults.WrongValue(kind, body.Start.FirstByte, path, offset, body.Start),
            false => faults.Mismatch(path, offset, body.Start),
        };
    }
}
