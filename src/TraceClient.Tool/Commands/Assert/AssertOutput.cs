using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Writes the results of <c>tracectl assert</c> in the output format.</summary>
internal abstract class AssertOutput : IDisposable
{
    /// <summary>Creates the output.</summary>
    /// <param name="context">The context of the command.</param>
    /// <param name="isSilent">True if standard output has the JUnit report.</param>
    public static AssertOutput Of(CommandContext context, bool isSilent) => isSilent ? new Silent() : context.Format switch
    {
        OutputFormat.Table => new AssertText(context.Screen),
        OutputFormat.Csv or OutputFormat.Rows => new AssertCsv(CsvOutput.Of(context)),
        _ => new AssertJson(JsonOutput.Array(context)),
    };

    public abstract void Write(AssertResult result);

    /// <summary>Ends the output of all results.</summary>
    public virtual void Finish(IReadOnlyList<AssertResult> results)
    {
    }

    public virtual void Dispose()
    {
    }

    private sealed class Silent : AssertOutput
    {
        public override void Write(AssertResult result)
        {
        }
    }
}

/// <summary>Writes a line per trace, and the violations and the tree of those that failed.</summary>
internal sealed class AssertText(Screen screen) : AssertOutput
{
    public override void Write(AssertResult result)
    {
        var (mark, style) = result.HasPassed ? ("✓", Styles.Good) : ("✗", Styles.Bad);
        screen.Line(($"{mark} ", style), ($"{result.Reference}  ", Styles.Dim), (result.Name, Styles.Heading));
        foreach (var line in result.Message?.Split('\n') ?? [])
            screen.Line((line.Length == 0 ? "" : $"    {line}", line.StartsWith('>') ? Styles.Bad : Styles.Plain));
        if (!result.HasPassed)
            screen.Line();
    }

    public override void Finish(IReadOnlyList<AssertResult> results)
    {
        if (results.Count == 0)
            return;
        var failed = results.Count(result => !result.HasPassed);
        var traces = results.Count == 1 ? "1 trace" : $"{results.Count} traces";
        screen.Line($"{traces} checked: {results.Count - failed} passed, {failed} failed.");
    }
}

/// <summary>Writes a row per violation, and one for a trace without any.</summary>
internal sealed class AssertCsv : AssertOutput
{
    private readonly CsvOutput _csv;

    public AssertCsv(CsvOutput csv)
    {
        _csv = csv;
        csv.Header("reference", "name", "result", "check", "expected", "actual");
    }

    public override void Write(AssertResult result)
    {
        if (result.HasPassed)
            _csv.Row(result.Reference.ToString(), result.Name, "passed", default, default, default);
        foreach (var violation in result.Violations)
            _csv.Row(result.Reference.ToString(), result.Name, "failed", violation.Check, violation.Expected, violation.Actual);
    }
}

/// <summary>Writes traces with their violations as JSON.</summary>
internal sealed class AssertJson(JsonOutput json) : AssertOutput
{
    public override void Write(AssertResult result) => json.Write(result, Write);

    public override void Finish(IReadOnlyList<AssertResult> results) => json.Finish();

    public override void Dispose()
    {
        json.Dispose();
        base.Dispose();
    }

    private static void Write(Utf8JsonWriter writer, AssertResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("reference", result.Reference.ToString());
        JsonMembers.Write(writer, "name", result.Name);
        writer.WriteBoolean("passed", result.HasPassed);
        writer.WriteStartArray("violations");
        foreach (var violation in result.Violations)
            Write(writer, violation);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TraceViolation violation)
    {
        writer.WriteStartObject();
        writer.WriteString("check", violation.Check);
        writer.WriteString("expected", violation.Expected);
        writer.WriteString("actual", violation.Actual);
        writer.WriteStartArray("spans");
        foreach (var span in violation.Spans)
        {
            writer.WriteStartObject();
            JsonMembers.Write(writer, "id", span.SpanId);
            writer.WriteString("reason", span.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
