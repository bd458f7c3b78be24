namespace TraceClient.Tool;

/// <summary>A finding as JSON; what is not known is left out.</summary>
internal static class DoctorJson
{
    public static void Write(Utf8JsonWriter writer, SourceFinding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("source", finding.Settings.Name);
        writer.WriteString("stage", finding.Stage.ToString());
        writer.WriteBoolean("healthy", finding.Stage == FindingStage.Healthy);
        JsonMembers.Write(writer, "level", finding.Settings.Level);
        JsonMembers.Write(writer, "token", finding.Settings.Credential?.Origin);
        JsonMembers.Write(writer, "address", finding.Address);
        JsonMembers.Write(writer, "latencyMs", finding.Latency);
        if (finding.Error is { } error)
        {
            writer.WritePropertyName("error");
            error.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
