using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Findings for a person: a table of how far each source came, and below it what is wrong and what to type.</summary>
internal sealed class DoctorReport(Screen screen)
{
    private const string Yes = "✓";
    private const string No = "✗";
    private const string Unknown = "-";

    public void Write(IReadOnlyList<SourceFinding> findings)
    {
        var table = new TableWriter(
            screen,
            new Column("SOURCE"),
            new Column("CONFIGURED", MinWidth: 12),
            new Column("REACHABLE"),
            new Column("AUTHENTICATED"),
            new Column("ANSWERS"),
            new Column("TIME", IsRight: true));
        foreach (var finding in findings)
        {
            table.Row(
                (finding.Settings.Name, Styles.Accent),
                Configured(finding),
                Reached(finding.Stage, FindingStage.Reachable, isRefused: finding.Stage == FindingStage.Unreachable),
                Reached(finding.Stage, FindingStage.Authenticated, isRefused: finding.Error?.ExitCode == ExitCodes.Authentication),
                Reached(finding.Stage, FindingStage.Healthy, isRefused: finding.Stage is FindingStage.Reachable
                    or FindingStage.Authenticated && finding.Error?.ExitCode != ExitCodes.Authentication),
                (ValueText.Of(finding.Latency), Styles.Dim));
        }

        table.Finish();
        foreach (var finding in findings)
            Explain(finding);
        SourceSettings[] unused =
            [.. findings.Where(finding => finding.Stage == FindingStage.NotConfigured).Select(finding => finding.Settings)];
        if (unused.Length > 0)
            Suggest(unused);
    }

    private static (string Text, Style Style) Configured(SourceFinding finding) => finding.Stage switch
    {
        FindingStage.NotConfigured when finding.Settings.IsOff => ("- turned off", Styles.Dim),
        FindingStage.NotConfigured => ("- no token", Styles.Dim),
        FindingStage.Misconfigured => ($"{No} {finding.Settings.Level ?? finding.Settings.All[0].Level}", Styles.Bad),
        _ => ($"{Yes} {finding.Settings.Level}", Styles.Good),
    };

    private static (string Text, Style Style) Reached(FindingStage stage, FindingStage wanted, bool isRefused) =>
        stage >= wanted ? (Yes, Styles.Good) : isRefused ? (No, Styles.Bad) : (Unknown, Styles.Dim);

    private void Explain(SourceFinding finding)
    {
        var name = finding.Settings.Name;
        if (finding.Error is { } error)
        {
            // What a service says of itself begins with its name.
            screen.Line();
            var isNamed = error.Message.StartsWith($"{name}: ", StringComparison.Ordinal);
            screen.Write(new Text(TerminalText.OneLine(isNamed ? error.Message : $"{name}: {error.Message}") + "\n", Styles.Plain));
            if (error.Hint is { } hint)
                screen.Line(("  Try: ", Styles.Dim), (hint, Styles.Accent));
        }
    }

    private void Suggest(IEnumerable<SourceSettings> unused)
    {
        screen.Line();
        foreach (var source in unused)
        {
            var (text, hint) = source.IsOff
                ? ("is turned off", $"set {source.Find(SettingNames.Enabled)!.Key} to true ({source.Find(SettingNames.Enabled)!.Origin})")
                : ("is not configured", AccessHints.ToConfigure(source.Source));
            screen.Line(($"{source.Name} {text}. Try: ", Styles.Dim), (hint, Styles.Accent));
        }
    }
}
