namespace TraceClient.Tool;

/// <summary>A line on a terminal's standard error that says how far an export has come; nothing anywhere else.</summary>
internal sealed class ExportProgress(CommandContext context, int? total, TimeProvider timeProvider) : IDisposable
{
    private const int BarWidth = 24;
    private const int RunnerWidth = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly bool _isShown = context.Notices is { IsQuiet: false, Screen.CanRedraw: true };
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
        var counts = string.Create(CultureInfo.InvariantCulture,
            $"{Traces:N0}{(total is null ? "" : $" of {total:N0}")} traces  {Spans:N0} spans  {rate:N0} spans/s");
        // A line that is broken could not be taken away.
        var width = context.Notices.Screen.Width - 1;
        var whole = $"{(total is > 0 ? Filled(total.Value) : Running())}  {counts}";
        return CellText.Cut(whole.Length <= width ? whole : counts, width);
    }

    private string Filled(int most)
    {
        var filled = (int)(Math.Min(Traces, most) * BarWidth / most);
        return $"{new string('━', filled)}{new string('─', BarWidth - filled)}";
    }

    // How many there will be is not known: a list has to be read to be counted.
    private string Running()
    {
        var start = (int)(timeProvider.GetElapsedTime(_start) / Pause % BarWidth);
        return string.Create(BarWidth, start, static (bar, from) =>
        {
            for (var i = 0; i < bar.Length; i++)
                bar[i] = (i - from + BarWidth) % BarWidth < RunnerWidth ? '━' : '─';
        });
    }
}
