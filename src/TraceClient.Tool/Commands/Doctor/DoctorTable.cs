using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Writes the results of the checks as a table, followed by errors and suggestions.</summary>
internal sealed class DoctorTable(Screen screen)
{
    private const string Yes = "✓";
    private const string No = "✗";
    private const string Unknown = "-";

    public void Write(IReadOnlyList<SourceCheckResult> results)
    {
        var table = new TableWriter(
            screen,
            new Column("SOURCE"),
            new Column("CONFIGURED", MinWidth: 12),
            new Column("REACHABLE"),
            new Column("AUTHENTICATED"),
            new Column("HEALTHY"),
            new Column("LATENCY", IsRight: true));
        foreach (var result in results)
        {
            table.Row(
                (result.Settings.Name, Styles.Accent),
                Configured(result),
                Reached(result.Stage, SourceCheckStage.Reachable, hasFailed: result.Stage == SourceCheckStage.Unreachable),
                Reached(result.Stage, SourceCheckStage.Authenticated, hasFailed: result.Error?.ExitCode == ExitCodes.Authentication),
                Reached(result.Stage, SourceCheckStage.Healthy, hasFailed: result.Stage is SourceCheckStage.Reachable
                    or SourceCheckStage.Authenticated && result.Error?.ExitCode != ExitCodes.Authentication),
                (ValueText.Of(result.Latency), Styles.Dim));
        }

        table.Finish();
        foreach (var result in results)
            Explain(result);
        SourceSettings[] unused =
            [.. results.Where(result => result.Stage == SourceCheckStage.NotConfigured).Select(result => result.Settings)];
        if (unused.Length > 0)
            Suggest(unused);
    }

    private static (string Text, Style Style) Configured(SourceCheckResult result) => result.Stage switch
    {
        SourceCheckStage.NotConfigured when result.Settings.IsDisabled => ("- disabled", Styles.Dim),
        SourceCheckStage.NotConfigured => ("- no token", Styles.Dim),
        SourceCheckStage.Misconfigured => ($"{No} {result.Settings.Level ?? result.Settings.All[0].Level}", Styles.Bad),
        _ => ($"{Yes} {result.Settings.Level}", Styles.Good),
    };

    private static (string Text, Style Style) Reached(SourceCheckStage stage, SourceCheckStage required, bool hasFailed) =>
        stage >= required ? (Yes, Styles.Good) : hasFailed ? (No, Styles.Bad) : (Unknown, Styles.Dim);

    private void Explain(SourceCheckResult result)
    {
        var name = result.Settings.Name;
        if (result.Error is { } error)
        {
            // Messages of the SDK begin with the name of the source.
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
            var (text, hint) = source.IsDisabled
                ? ("is disabled", $"set {source.Find(SettingNames.Enabled)!.Key} to true ({source.Find(SettingNames.Enabled)!.Origin})")
                : ("is not configured", ConfigurationHints.ToConfigure(source.Source));
            screen.Line(($"{source.Name} {text}. Try: ", Styles.Dim), (hint, Styles.Accent));
        }
    }
}
