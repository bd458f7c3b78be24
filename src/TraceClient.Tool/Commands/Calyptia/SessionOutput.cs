namespace TraceClient.Tool;

/// <summary>Writes trace sessions in the output format.</summary>
internal static class SessionOutput
{
    /// <summary>Writes the result of a command: a sentence as text, otherwise the session.</summary>
    public static void WriteResult(CommandContext context, PipelineSession session, string sentence)
    {
        switch (context.Format)
        {
            case OutputFormat.Table:
                context.Screen.Line(sentence);
                break;
            case OutputFormat.Csv or OutputFormat.Rows:
                WriteCsv(CsvOutput.Of(context), [session]);
                break;
            default:
                JsonOutput.One(context, session, WriteJson);
                break;
        }
    }

    public static void WriteList(CommandContext context, IReadOnlyList<PipelineSession> sessions)
    {
        switch (context.Format)
        {
            case OutputFormat.Table:
                WriteTable(context.Screen, sessions);
                break;
            case OutputFormat.Csv or OutputFormat.Rows:
                WriteCsv(CsvOutput.Of(context), sessions);
                break;
            default:
                JsonOutput.All(context, sessions, WriteJson);
                break;
        }
    }

    private static void WriteTable(Screen screen, IReadOnlyList<PipelineSession> sessions)
    {
        var table = new TableWriter(
            screen,
            new Column("SESSION"),
            new Column("STATE"),
            new Column("STARTED"),
            new Column("LIFESPAN", IsRight: true),
            new Column("PLUGINS", MinWidth: 8));
        foreach (var session in sessions)
        {
            table.Row(
                (session.Id, Styles.Accent),
                session.IsActive ? ("active", Styles.Good) : ("ended", Styles.Dim),
                (ValueText.Of(session.CreatedAt), Styles.Dim),
                (session.Lifespan.ToString(), Styles.Plain),
                (string.Join(' ', session.Plugins), Styles.Dim));
        }

        table.Finish();
    }

    private static void WriteCsv(CsvOutput csv, IReadOnlyList<PipelineSession> sessions)
    {
        csv.Header("id", "pipelineId", "active", "createdAt", "endsAt", "lifespan", "plugins");
        foreach (var session in sessions)
        {
            csv.Row(
                session.Id,
                session.PipelineId,
                session.IsActive ? "true" : "false",
                session.CreatedAt?.ToString(),
                session.EndsAt?.ToString(),
                session.Lifespan.ToString(),
                string.Join(' ', session.Plugins));
        }
    }

    private static void WriteJson(Utf8JsonWriter writer, PipelineSession session)
    {
        writer.WriteStartObject();
        writer.WriteString("id", session.Id);
        writer.WriteString("pipelineId", session.PipelineId);
        writer.WriteBoolean("active", session.IsActive);
        JsonMembers.Write(writer, "createdAt", session.CreatedAt);
        JsonMembers.Write(writer, "endsAt", session.EndsAt);
        JsonMembers.Write(writer, "lifespan", session.Lifespan.Text);
        writer.WriteStartArray("plugins");
        foreach (var plugin in session.Plugins)
            writer.WriteStringValue(plugin);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
