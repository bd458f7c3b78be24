namespace TraceClient.Tool;

/// <summary>Shows the progress of an export on standard error if that is a terminal.</summary>
internal sealed class ExportProgress(CommandContext context, int? total, TimeProvider timeProvider) : IDisposable
{
    private const int BarWidth = 24;
    private const int RunnerWidth = 6;
    private static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(100);
    private readonly bool _isShown = context.Messages is { IsQuiet: false, Screen.CanRedraw: true };
    private readonly long _start = timeProvider.GetTimestamp();
    private long _last;
    private bool _isDrawn;

    /// <summary>Gets the number of exported traces.</summary>
    public long Traces { get; private set; }

    /// <summary>Gets the number of exported spans.</summary>
    public long Spans { get; private set; }

    public void Add(Trace trace) => Set(Traces + 1, Spans + trace.Spans.Count);

    public void Set(long traces, long spans)
    {
        (Traces, Spans) = (traces, spans);
        if (!_isShown || (_isDrawn && timeProvider.GetElapsedTime(_last) < UpdateInterval))
            return;
        _last = timeProvider.GetTimestamp();
        _isDrawn = true;
        context.Streams.Error.Write($"\r\e[K{Line()}");
    }

    /// <summary>Removes the line.</summary>
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
        // A wrapped line could not be removed.
        var width = context.Messages.Screen.Width - 1;
        var whole = $"{(total is > 0 ? Filled(total.Value) : Running())}  {counts}";
        return CellText.Cut(whole.Length <= width ? whole : counts, width);
    }

    private string Filled(int most)
    {
        var filled = (int)(Math.Min(Traces, most) * BarWidth / most);
        return $"{new string('━', filled)}{new string('─', BarWidth - filled)}";
    }

    // The total is unknown before the list is read.
    private string Running()
    {
        var start = (int)(timeProvider.GetElapsedTime(_start) / UpdateInterval % BarWidth);
        return string.Create(BarWidth, start, static (bar, from) =>
        {
            for (var i = 0; i < bar.Length; i++)
                bar[i] = (i - from + BarWidth) % BarWidth < RunnerWidth ? '━' : '─';
        });
    }
}
