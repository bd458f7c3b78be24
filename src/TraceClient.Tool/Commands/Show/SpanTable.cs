using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Writes the spans of a trace as a tree with name, type, status, duration and bar.</summary>
internal sealed class SpanTable
{
    private const int Gap = 2;
    private const int StatusWidth = 6;
    private const int DurationWidth = 8;
    private const int MinBar = 8;
    private readonly Screen _screen;
    private readonly SpanSelection _spans;
    private readonly TraceDetailOptions _detail;
    private readonly SpanTree _tree;
    private readonly TimeAxis? _axis;
    private readonly int _nameWidth;
    private readonly int _typeWidth;
    private readonly int _barWidth;

    public SpanTable(Screen screen, SpanSelection spans, TraceDetailOptions detail)
    {
        (_screen, _spans, _detail) = (screen, spans, detail);
        var maxName = Math.Clamp(screen.Width * 2 / 5, 20, 60);
        _tree = new SpanTree(spans, levels: maxName / 4);
        _axis = TimeAxis.Of(spans.Spans);
        _nameWidth = Math.Clamp(
            _tree.Rows().Max(row => row.Branch.Length + TerminalText.OneLine(row.Span.Name).GetCellWidth()), "SPAN".Length, maxName);
        _typeWidth = Math.Clamp(spans.Spans.Max(span => span.Type.Value.GetCellWidth()), "TYPE".Length, 12);
        var rest = screen.Width - _nameWidth - _typeWidth - StatusWidth - DurationWidth - (4 * Gap);
        _barWidth = rest >= MinBar ? rest : 0;
    }

    public void Write()
    {
        WriteHeading();
        foreach (var row in _tree.Rows())
        {
            WriteRow(row);
            foreach (var (text, style) in DetailsOf(row.Span))
            {
                var line = TerminalText.OneLine(text);
                _screen.Line((row.Below, Styles.Dim), (CellText.Cut(line, _screen.Width - row.Below.Length), style));
            }
        }
    }

    private void WriteHeading()
    {
        var scale = _axis is null || _barWidth == 0 ? "" : $"0{ValueText.Of(_axis.Length).PadLeft(_barWidth - 1)}";
        var heading = string.Concat(
            Pad("SPAN", _nameWidth), Pad("TYPE", _typeWidth), Pad("STATUS", StatusWidth), "DURATION".PadLeft(DurationWidth),
            new string(' ', Gap), scale);
        _screen.Line((heading.TrimEnd(), Styles.Dim));
    }

    private void WriteRow(TreeRow row)
    {
        var span = row.Span;
        var name = CellText.Cut(TerminalText.OneLine(span.Name), _nameWidth - row.Branch.Length);
        var isFailure = span.Status == SpanStatus.Error;
        var bar = _axis is null ? "" : _axis.BarOf(span, _barWidth);
        _screen.Line(
            (row.Branch, Styles.Dim),
            (Pad(name, _nameWidth - row.Branch.Length), isFailure ? Styles.Bad : Styles.Plain),
            (Pad(CellText.Cut(TerminalText.OneLine(span.Type.Value), _typeWidth), _typeWidth), TypeStyles.Of(span.Type)),
            (Pad(ValueText.Of(span.Status), StatusWidth), Styles.Of(span.Status)),
            (ValueText.Of(span.Duration).PadLeft(DurationWidth), Styles.Plain),
            (bar.Length == 0 ? "" : new string(' ', Gap) + bar, isFailure ? Styles.Bad : TypeStyles.Of(span.Type)));
    }

    private IEnumerable<(string Text, Style Style)> DetailsOf(Span span)
    {
        // The header already contains the details of the selected span.
        var isInHeader = _detail.ForSpan && ReferenceEquals(span, _spans.Roots[0]);
        if (span is { Status: SpanStatus.Error, StatusMessage: { Length: > 0 } message } && !isInHeader)
            yield return (message, Styles.Bad);
        if (_detail.Attributes && !isInHeader)
        {
            yield return ($"id = {span.Id}", Styles.Dim);
            foreach (var (name, value) in span.Attributes)
                yield return ($"{name} = {(value.AsString is { } text ? text : BodyText.OneLine(value))}", Styles.Dim);
        }

        if (!_detail.Records || isInHeader)
            yield break;
        foreach (var record in span.Records)
            yield return ($"{string.Join(' ', new[] { record.Kind.ToString(), record.Name }.OfType<string>())}: {BodyText.OneLine(record)}",
                Styles.Plain);
    }

    private static string Pad(string text, int width) => CellText.Pad(text, width + Gap);
}
