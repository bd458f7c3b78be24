namespace TraceClient.Testing;

/// <summary>The three shapes of <c>detail</c>, and the envelope of some deployments.</summary>
internal static class KubiyaErrors
{
    public static void Write(Utf8JsonWriter writer, Refusal refusal, TraceSimulatorOptions options)
    {
        writer.WriteStartObject();
        if (options.Kubiya.ErrorEnvelope)
            WriteEnvelope(writer, refusal, options);
        else
            WriteDetail(writer, refusal);
        writer.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter writer, Refusal refusal)
    {
        switch (refusal.Status)
        {
            case 401:
                writer.WriteStartObject("detail");
                writer.WriteString("error", "Unauthorized");
                writer.WriteString("message", refusal.Message);
                writer.WriteString("hint", refusal.Hint);
                writer.WriteEndObject();
                break;
            case 422:
                WriteValidation(writer, refusal);
                break;
            default:
                writer.WriteString("detail", refusal.Message);
                if (refusal.Hint is not null)
                    writer.WriteString("hint", refusal.Hint);
                break;
        }
    }

    private static void WriteValidation(Utf8JsonWriter writer, Refusal refusal)
    {
        writer.WriteStartArray("detail");
        writer.WriteStartObject();
        writer.WriteString("type", refusal.Kind);
        writer.WriteStartArray("loc");
        writer.WriteStringValue(refusal.Place);
        if (!string.IsNullOrEmpty(refusal.Parameter))
            writer.WriteStringValue(refusal.Parameter);
        writer.WriteEndArray();
        writer.WriteString("msg", refusal.Message);
        writer.WriteString("input", refusal.Input);
        var lastWord = refusal.Message[(refusal.Message.LastIndexOf(' ') + 1)..];
        if (refusal.Kind is "less_than_equal" or "greater_than_equal"
            && long.TryParse(lastWord, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound))
        {
            writer.WriteStartObject("ctx");
            writer.WriteNumber(refusal.Kind == "less_than_equal" ? "le" : "ge", bound);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteEnvelope(Utf8JsonWriter writer, Refusal refusal, TraceSimulatorOptions options)
    {
        var now = options.TimeProvider.GetUtcNow().UtcTicks;
        writer.WriteStartObject("error");
        writer.WriteString("id", new IdCodec(new Noise(options.Seed, "kubiya error"), "", IdForm.Uuid)[now % (1L << 58)]);
        writer.WriteString("code", refusal.Status switch
        {
            401 => "UNAUTHORIZED",
            404 => "RESOURCE_NOT_FOUND",
            400 or 422 => "VALIDATION_ERROR",
            429 => "RATE_LIMIT_EXCEEDED",
            _ => "REQUEST_FAILED",
        });
        writer.WriteString("message", refusal.Message);
        if (refusal.Parameter is not null)
            writer.WriteString("field", refusal.Parameter);
        writer.WriteString("timestamp", KubiyaDates.Format(now, KubiyaDateForm.Offset, wholeSeconds: false));
        writer.WriteEndObject();
    }
}
