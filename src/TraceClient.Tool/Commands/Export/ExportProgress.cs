using System.Globalization;

namespace TraceClient.Tool;

/// <summary>A line on a terminal's standard error that says how far an export has come; nothing anywhere else.</summary>
internal sealed class ExportProgress(CommandContext context, int? total, TimeProvider timeProvider) : IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly bool _isShown = context.Notices is { IsQuiet: false, Screen.IsTerminal: true };
    private readonly long _start = timeProvider.GetTimestamp();
    private long _last;
    private bool _isDrawn;

    /// <summary>How many traces have gone out.</summary>
    public long Traces { get; private set; }

    /// <summary>How many spans have gone out.</summary>
    public long Spans { get; private set; }

    public void Add(Trace trace) => Set(Traces + 1, Spans + trace.Spans.Count);

    public void Set(long traces, long spans)
    {
        (Traces, Spans) = (traces, spans);
        if (!_isShown || (_isDrawn && timeProvider.GetElapsedTime(_last) < Pause))
            return;
        _last = timeProvider.GetTimestamp();
        _isDrawn = true;
        context.Streams.Error.Write($"\r\e[K{Line()}");
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_isDrawn)
            context.Streams.Error.Write("\r\e[K");
        _isDrawn = false;
    }

    private string Line()
    {
        var rate = Spans / Math.Max(timeProvider.GetElapsedTime(_start).TotalSeconds, 0.001);
        var counts = string.Create(CultureInfo.InvariantCulture, $"{Traces:N0}{(total is null ? "" : $" of {total:N0}")} traces  {Spans:N0} spans  {rate:N0} spans/s");
        if (total is not > 0)
            return counts;
        var filled = (int)(Math.Min(Traces, total.Value) * BarWidth / total.Value);
        return $"{new string('━', filled)}{new string('─', BarWidth - filled)}  {counts}";
    }
}
