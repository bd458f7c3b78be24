using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>The few styles there are; each has words or signs beside it, so that nothing hangs on colour alone.</summary>
internal static class Styles
{
    public static readonly Style Plain = Style.Plain;
    public static readonly Style Dim = new(decoration: Decoration.Dim);
    public static readonly Style Heading = new(decoration: Decoration.Bold);
    public static readonly Style Accent = new(Color.Teal);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Bad = new(Color.Red);
    public static readonly Style Warning = new(Color.Olive);

    public static Style Of(TraceStatus status) => status switch
    {
        TraceStatus.Ok => Good,
        TraceStatus.Error => Bad,
        TraceStatus.Running => Warning,
        _ => Dim,
    };

    public static Style Of(SpanStatus status) => status switch
    {
        SpanStatus.Ok => Good,
        SpanStatus.Error => Bad,
        _ => Dim,
    };
}
