namespace TraceClient.Testing;

/// <summary>Writes errors: the three formats of <c>detail</c>, or the envelope of some deployments.</summary>
internal static class KubiyaErrors
{
    public static void Write(Utf8JsonWriter writer, HttpErrorException error, TraceSimulatorOptions options)
    {
        writer.WriteStartObject();
        if (options.Kubiya.ErrorEnvelope)
            WriteEnvelope(writer, error, options);
        else
            WriteDetail(writer, error);
        writer.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter writer, HttpErrorException error)
    {
        switch (error.Status)
        {
            case 401:
                writer.WriteStartObject("detail");
                writer.WriteString("error", "Unauthorized");
                writer.WriteString("message", error.Message);
                writer.WriteString("hint", error.Hint);
                writer.WriteEndObject();
                break;
            case 422:
                WriteValidation(writer, error);
                break;
            default:
                writer.WriteString("detail", error.Message);
                if (error.Hint is not null)
                    writer.WriteString("hint", error.Hint);
                break;
        }
    }

    private static void WriteValidation(Utf8JsonWriter writer, HttpErrorException error)
    {
        writer.WriteStartArray("detail");
        writer.WriteStartObject();
        writer.WriteString("type", error.Kind);
        writer.WriteStartArray("loc");
        writer.WriteStringValue(error.Place);
        if (!string.IsNullOrEmpty(error.Parameter))
            writer.WriteStringValue(error.Parameter);
        writer.WriteEndArray();
        writer.WriteString("msg", error.Message);
        writer.WriteString("input", error.Input);
        var lastWord = error.Message[(error.Message.LastIndexOf(' ') + 1)..];
        if (error.Kind is "less_than_equal" or "greater_than_equal"
            && long.TryParse(lastWord, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound))
        {
            writer.WriteStartObject("ctx");
            writer.WriteNumber(error.Kind == "less_than_equal" ? "le" : "ge", bound);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteEnvelope(Utf8JsonWriter writer, HttpErrorException error, TraceSimulatorOptions options)
    {
        var now = options.TimeProvider.GetUtcNow().UtcTicks;
        writer.WriteStartObject("error");
        writer.WriteString("id", new IdCodec(new SeededRandom(options.Seed, "kubiya error"), "", IdFormat.Uuid)[now % (1L << 58)]);
        writer.WriteString("code", error.Status switch
        {
            401 => "UNAUTHORIZED",
            404 => "RESOURCE_NOT_FOUND",
            400 or 422 => "VALIDATION_ERROR",
            429 => "RATE_LIMIT_EXCEEDED",
            _ => "REQUEST_FAILED",
        });
        writer.WriteString("message", error.Message);
        if (error.Parameter is not null)
            writer.WriteString("field", error.Parameter);
        writer.WriteString("timestamp", KubiyaDateFormatter.Format(now, KubiyaDateFormat.Offset, wholeSeconds: false));
        writer.WriteEndObject();
    }
}
