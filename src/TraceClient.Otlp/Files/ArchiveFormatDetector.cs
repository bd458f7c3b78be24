namespace TraceClient.Otlp;

/// <summary>Detects the format of a file by its first bytes.</summary>
internal static class ArchiveFormatDetector
{
    private const int PeekBytes = 64 * 1024;

    // The Collector also writes logs and metrics, which are OTLP without spans.
    private static readonly string[] OfOtlp =
        ["resourceSpans", "resource_spans", "batches", "trace", "resourceLogs", "resourceMetrics", "resourceProfiles"];
    private static readonly string[] OfCalyptia = ["trace_id", "plugin_instance", "plugin_alias", "sessionID", "items"];

    /// <summary>Reads the start of a file, compressed or not.</summary>
    /// <exception cref="TraceFormatException">The compression is damaged.</exception>
    public static async Task<ArchiveFormat> FindAsync(Stream file, CancellationToken cancellationToken)
    {
        using var input = new InputWindow(file, long.MaxValue, PeekBytes);
        try
        {
            await input.BeginAsync(PeekBytes, cancellationToken).ConfigureAwait(false);
            while (!input.IsFinal && input.Window.Length >= PeekBytes && input.Window.TrimStart(" \t\r\n"u8).IsEmpty)
            {
                input.Consume(input.Window.Length);
                await input.FillAsync(PeekBytes, cancellationToken).ConfigureAwait(false);
            }

            return input.Window.IsEmpty ? ArchiveFormat.Empty
                : OtlpFormatDetector.IsJson(input.Window) ? Find(input.Window[InputWindow.ByteOrderMarkLength(input.Window)..])
                : ArchiveFormat.Otlp;
        }
        catch (FormatException) when (!input.Window.IsEmpty)
        {
            return ArchiveFormat.Unknown;
        }
        catch (FormatException exception)
        {
            throw new TraceFormatException(exception.Message, exception);
        }
    }

    /// <summary>The first known member of an outermost object decides.</summary>
    private static ArchiveFormat Find(ReadOnlySpan<byte> start)
    {
        var hasMembers = false;
        try
        {
            var options = new JsonReaderOptions
            {
                AllowMultipleValues = true,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
                MaxDepth = 1000
            };
            var reader = new Utf8JsonReader(start, isFinalBlock: false, new JsonReaderState(options));
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (IsOneOf(OfOtlp, ref reader))
                    return ArchiveFormat.Otlp;
                if (IsOneOf(OfCalyptia, ref reader))
                    return ArchiveFormat.Calyptia;
                hasMembers = true;

                // The API of the Aspire dashboard wraps its data in an object.
                var isWrapper = reader.IsName("data"u8);
                if (!reader.Read() || (!(isWrapper && reader.TokenType == JsonTokenType.StartObject) && !reader.TrySkip()))
                    break;
            }
        }
        catch (JsonException)
        {
            return ArchiveFormat.Unknown;
        }

        return hasMembers ? ArchiveFormat.Unknown : ArchiveFormat.Empty;
    }

    private static bool IsOneOf(string[] names, ref Utf8JsonReader reader)
    {
        foreach (var name in names)
        {
            if (reader.IsName(Encoding.UTF8.GetBytes(name)))
                return true;
        }

        return false;
    }
}
