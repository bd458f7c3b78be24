using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Writes records as text, span by span; for a pipeline, as the difference from the previous step.</summary>
internal sealed class RecordDiffOutput(Screen screen) : RecordOutput
{
    private const string Indent = "    ";
    private bool _isFirst = true;
    private bool _hasRecords;

    public override void Begin(Trace trace)
    {
        if (!_isFirst)
            screen.Line();
        _isFirst = false;
        _hasRecords = false;
        screen.Line((trace.Name, Styles.Heading), ($"  {trace.Reference}", Styles.Dim));
    }

    public override void Write(Trace trace, RecordStep step)
    {
        if (step.Entries.Count == 0 && !step.IsPipelineStep)
            return;
        _hasRecords = true;
        screen.Line();
        WriteHeading(step);
        var unchanged = 0;
        foreach (var entry in step.Entries)
        {
            if (entry.Kind == ChangeKind.Unchanged)
            {
                unchanged++;
                continue;
            }

            WriteUnchanged(ref unchanged);
            WriteEntry(entry);
        }

        WriteUnchanged(ref unchanged);
    }

    public override void Finish()
    {
        if (!_isFirst && !_hasRecords)
            screen.Line(("  No records", Styles.Dim));
    }

    private void WriteHeading(RecordStep step)
    {
        var span = step.Span;
        screen.Line(
            ($"{step.Number.ToString(CultureInfo.InvariantCulture),3}  ", Styles.Dim),
            ($"{span.Type.Value}  ", TypeStyles.Of(span.Type)),
            (span.Name, Styles.Heading),
            (span.Status == SpanStatus.Unset ? "" : $"  {ValueText.Of(span.Status)}", Styles.Of(span.Status)),
            (span.Duration is { } duration ? $"  {ValueText.Of(duration)}" : "", Styles.Dim),
            ($"  {SummaryOf(step)}", Styles.Dim));
    }

    private static string SummaryOf(RecordStep step)
    {
        var count = Count(step.Entries.Count(entry => entry.Kind != ChangeKind.Removed));
        string[] changes =
        [
            .. new[] { ChangeKind.Added, ChangeKind.Removed, ChangeKind.Changed }
                .Select(kind => (kind, Count: step.Entries.Count(entry => entry.Kind == kind)))
                .Where(change => change.Count > 0)
                .Select(change => $"{change.Count} {ChangeText.Of(change.kind)}"),
        ];
        return changes.Length > 0 ? $"{count}: {string.Join(", ", changes)}"
            : step.Entries is [{ Change: not null }, ..] ? $"{count}: unchanged"
            : step.Span.Type == SpanType.Output && step.Entries.Count == 0 ? ""
            : count;
    }

    private void WriteUnchanged(ref int count)
    {
        if (count > 0)
            screen.Line(($"{Indent}  {Count(count)} unchanged", Styles.Dim));
        count = 0;
    }

    private void WriteEntry(RecordEntry entry)
    {
        var style = StyleOf(entry.Kind);
        var mark = $"{Indent}{ChangeText.SignOf(entry.Kind)} ";
        if (entry.Change is { Kind: ChangeKind.Changed } change)
        {
            screen.Line((mark, style), (CellText.Cut(BodyText.OneLine(entry.Record), screen.Width - mark.Length), Styles.Dim));
            foreach (var value in change.Values)
                WriteChange(value);
            return;
        }

        if (entry.Change is null)
        {
            WritePlain(entry.Record);
            return;
        }

        foreach (var line in RecordText.Lines(entry.Record, screen.Width - mark.Length).Skip(1))
        {
            screen.Line((mark + line, style));
            mark = new string(' ', mark.Length);
        }
    }

    // On one line if it fits.
    private void WritePlain(Record record)
    {
        var title = $"{Indent}{RecordText.Title(record)}  ";
        string[] lines = [.. RecordText.Lines(record, screen.Width - Indent.Length - 2).Skip(1)];
        if (lines is [var only] && title.Length + only.GetCellWidth() <= screen.Width)
        {
            screen.Line((title, Styles.Dim), (only, Styles.Plain));
            return;
        }

        screen.Line((title.TrimEnd(), Styles.Dim));
        foreach (var line in lines)
            screen.Line(($"{Indent}  {line}", Styles.Plain));
    }

    private void WriteChange(ValueChange change)
    {
        var (name, style) = (PathText(change.Path), StyleOf(change.Kind));
        var start = $"{Indent}    {ChangeText.SignOf(change.Kind)} {name}: ";
        if (change is not { Before: { } before, After: { } after })
        {
            WriteValue(start, (change.Before ?? change.After)!.Value, style);
            return;
        }

        var (left, right) = (BodyText.OneLine(before), BodyText.OneLine(after));
        if (start.Length + left.GetCellWidth() + right.GetCellWidth() + 3 <= screen.Width)
        {
            screen.Line((start, style), (left, StyleOf(ChangeKind.Removed)), (" → ", Styles.Dim), (right, StyleOf(ChangeKind.Added)));
            return;
        }

        screen.Line((start.TrimEnd(), style));
        WriteValue($"{Indent}      - ", before, StyleOf(ChangeKind.Removed));
        WriteValue($"{Indent}      + ", after, StyleOf(ChangeKind.Added));
    }

    // Text is quoted as well, so that a string of digits differs from a number.
    private void WriteValue(string start, AttributeValue value, Style style)
    {
        var line = BodyText.OneLine(value);
        if (start.Length + line.GetCellWidth() <= screen.Width || value.AsMap is null)
        {
            screen.Line((start + line, style));
            return;
        }

        foreach (var part in BodyText.Lines(value, screen.Width - start.Length))
        {
            screen.Line((start + part, style));
            start = new string(' ', start.Length);
        }
    }

    // Most changes are in the body, so its keys have no prefix.
    private static string PathText(IReadOnlyList<string> path) => path is ["body", _, ..]
        ? string.Join('.', path.Skip(1))
        : string.Join('.', path.Skip(1).Prepend($"({path[0]})"));

    private static Style StyleOf(ChangeKind? kind) => kind switch
    {
        ChangeKind.Added => Styles.Good,
        ChangeKind.Removed => Styles.Bad,
        ChangeKind.Changed => Styles.Warning,
        _ => Styles.Plain,
    };

    private static string Count(int count) => count == 1 ? "1 record" : string.Create(CultureInfo.InvariantCulture, $"{count} records");
}

/// <summary>Provides the words and signs of changes.</summary>
internal static class ChangeText
{
    public static string Of(ChangeKind kind) => kind switch
    {
        ChangeKind.Changed => "changed",
        ChangeKind.Added => "added",
        ChangeKind.Removed => "removed",
        _ => "unchanged",
    };

    public static string SignOf(ChangeKind? kind) => kind switch
    {
        ChangeKind.Changed => "~",
        ChangeKind.Added => "+",
        ChangeKind.Removed => "-",
        _ => " ",
    };
}
