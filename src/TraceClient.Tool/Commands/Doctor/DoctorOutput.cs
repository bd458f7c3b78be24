namespace TraceClient.Tool;

/// <summary>Writes findings: a table and what to do about them, or one object a source.</summary>
internal static class DoctorOutput
{
    public static void Write(CommandContext context, IReadOnlyList<SourceFinding> findings)
    {
        switch (context.Format)
        {
            case OutputFormat.Table:
                new DoctorReport(context.Screen).Write(findings);
                break;
            case OutputFormat.Csv:
                WriteCsv(context, findings);
                break;
            default:
                using (var json = JsonOutput.Array(context))
                {
                    foreach (var finding in findings)
                        json.Write(finding, DoctorJson.Write);
                    json.Finish();
                }

                break;
        }
    }

    private static void WriteCsv(CommandContext context, IReadOnlyList<SourceFinding> findings)
    {
        var csv = new CsvOutput(context.Streams.Out);
        csv.Row("source", "stage", "level", "token", "address", "latencyMs", "exitCode", "error", "hint");
        foreach (var finding in findings)
        {
            csv.Row(
                finding.Settings.Name,
                finding.Stage.ToString(),
                finding.Settings.Level,
                finding.Settings.Credential?.Origin,
                finding.Address,
                finding.Latency?.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
                finding.Error?.ExitCode.ToString(CultureInfo.InvariantCulture),
                finding.Error?.Message,
                finding.Error?.Hint);
        }
    }
}
