namespace TraceClient.Tool;

/// <summary>Writes the results of the checks in the output format.</summary>
internal static class DoctorOutput
{
    public static void Write(CommandContext context, IReadOnlyList<SourceCheckResult> results)
    {
        switch (context.Format)
        {
            case OutputFormat.Table:
                new DoctorTable(context.Screen).Write(results);
                break;
            case OutputFormat.Csv or OutputFormat.Rows:
                WriteCsv(context, results);
                break;
            default:
                JsonOutput.All(context, results, WriteJson);
                break;
        }
    }

    private static void WriteCsv(CommandContext context, IReadOnlyList<SourceCheckResult> results)
    {
        var csv = CsvOutput.Of(context);
        csv.Header("source", "stage", "level", "token", "address", "latencyMs", "exitCode", "error", "hint");
        foreach (var result in results)
        {
            csv.Row(
                result.Settings.Name,
                result.Stage.ToString(),
                result.Settings.Level,
                result.Settings.Credential?.Origin,
                result.Address,
                result.Latency,
                result.Error?.ExitCode,
                result.Error?.Message,
                result.Error?.Hint);
        }
    }

    /// <summary>Writes the result of one source.</summary>
    public static void WriteJson(Utf8JsonWriter writer, SourceCheckResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("source", result.Settings.Name);
        writer.WriteString("stage", result.Stage.ToString());
        writer.WriteBoolean("healthy", result.Stage == SourceCheckStage.Healthy);
        JsonMembers.Write(writer, "level", result.Settings.Level);
        JsonMembers.Write(writer, "token", result.Settings.Credential?.Origin);
        JsonMembers.Write(writer, "address", result.Address);
        JsonMembers.Write(writer, "latencyMs", result.Latency);
        if (result.Error is { } error)
        {
            writer.WritePropertyName("error");
            error.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
