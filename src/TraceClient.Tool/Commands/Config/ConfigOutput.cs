namespace TraceClient.Tool;

/// <summary>Writes settings in the output format, with masked tokens.</summary>
internal static class ConfigOutput
{
    public static void Write(CommandContext context, IReadOnlyList<ResolvedSetting> settings)
    {
        switch (context.Format)
        {
            case OutputFormat.Table:
                WriteTable(context.Screen, settings);
                break;
            case OutputFormat.Csv or OutputFormat.Rows:
                WriteCsv(CsvOutput.Of(context), settings);
                break;
            default:
                JsonOutput.All(context, settings, WriteJson);
                break;
        }
    }

    private static void WriteTable(Screen screen, IReadOnlyList<ResolvedSetting> settings)
    {
        var table = new TableWriter(
            screen,
            new Column("SETTING"),
            new Column("VALUE", MinWidth: 16),
            new Column("LEVEL") { DropOrder = 1 },
            new Column("ORIGIN", MinWidth: 29));
        foreach (var (setting, level, overriddenBy) in settings)
        {
            table.Row(
                (setting.DisplayKey, overriddenBy is null ? Styles.Accent : Styles.Dim),
                (overriddenBy is null ? setting.DisplayValue : $"(overridden by {overriddenBy})",
                    overriddenBy is null ? Styles.Plain : Styles.Dim),
                (level, Styles.Dim),
                (setting.Origin, Styles.Dim));
        }

        table.Finish();
    }

    private static void WriteCsv(CsvOutput csv, IReadOnlyList<ResolvedSetting> settings)
    {
        csv.Header("key", "value", "level", "origin", "used");
        foreach (var (setting, level, overriddenBy) in settings)
            csv.Row(setting.DisplayKey, setting.DisplayValue, level, setting.Origin,
                (overriddenBy is null).ToString(CultureInfo.InvariantCulture).ToLowerInvariant());
    }

    private static void WriteJson(Utf8JsonWriter writer, ResolvedSetting chosen)
    {
        writer.WriteStartObject();
        writer.WriteString("key", chosen.Setting.DisplayKey);
        writer.WriteString("value", chosen.Setting.DisplayValue);
        writer.WriteString("level", chosen.Level);
        writer.WriteString("origin", chosen.Setting.Origin);
        writer.WriteBoolean("used", chosen.IsUsed);
        JsonMembers.Write(writer, "overriddenBy", chosen.OverriddenBy);
        writer.WriteEndObject();
    }
}
