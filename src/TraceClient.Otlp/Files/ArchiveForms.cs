using System.Text.Json;

namespace TraceClient.Otlp;

/// <summary>Tells what a file is by its first bytes.</summary>
internal static class ArchiveForms
{
    /// <summary>How many bytes are looked at.</summary>
    public const int PeekBytes = 64 * 1024;

    private static readonly string[] OfOtlp = ["resourceSpans", "resource_spans", "batches"];
    private static readonly string[] OfCalyptia = ["trace_id", "plugin_instance", "sessionID", "items"];

    public static ArchiveForm Of(ReadOnlySpan<byte> start, bool isGzip)
    {
        start = start[OtlpForms.ByteOrderMarkLength(start)..].TrimStart(" \t\r\n"u8);
        if (IsCalyptia(start))
            return ArchiveForm.Calyptia;
        return !isGzip && IsObject(FirstLine(start)) ? ArchiveForm.OtlpLines : ArchiveForm.Otlp;
    }

    // The first member with a telling name decides.
    private static bool IsCalyptia(ReadOnlySpan<byte> start)
    {
        if (start is not [(byte)'{' or (byte)'[', ..])
            return false;
        try
        {
            var reader = new Utf8JsonReader(start, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 512 }));
            var depth = start[0] == (byte)'[' ? 2 : 1;
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != depth)
                    continue;
                if (IsOneOf(OfOtlp, ref reader))
                    return false;
                if (IsOneOf(OfCalyptia, ref reader))
                    return true;
            }
        }
        catch (JsonException)
        {
            // Whoever reads it says what is wrong.
        }

        return false;
    }

    private static bool IsOneOf(string[] names, ref Utf8JsonReader reader)
    {
        foreach (var name in names)
        {
            if (reader.ValueTextEquals(name))
                return true;
        }

        return false;
    }

    // A line that goes on beyond what is looked at is one of a file with very long lines: only those have that.
    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> start) => start.IndexOf((byte)'\n') is >= 0 and var end ? start[..end] : start;

    private static bool IsObject(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t\r"u8);
        return line is [(byte)'{', .., (byte)'}'] || line.Length >= PeekBytes - 16;
    }
}
