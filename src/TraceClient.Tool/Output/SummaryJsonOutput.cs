namespace TraceClient.Tool;

/// <summary>Traces as JSON.</summary>
internal sealed class SummaryJsonOutput(JsonOutput json) : SummaryOutput
{
    public override void Write(TraceSummary trace) =>
        json.Write(trace, static (writer, trace) => writer.WriteObject(trace, TraceJsonWriter.Write));

    public override void Finish() => json.Finish();

    public override void Dispose()
    {
        json.Dispose();
        base.Dispose();
    }
}
