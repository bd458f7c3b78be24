using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Writes the completed requests of a simulator to standard error.</summary>
internal sealed class RequestLogger(RequestLog requests, MessageWriter messages)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly HashSet<long> _pending = [];
    private long _last;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                Write();
        }
        finally
        {
            Write();
        }
    }

    private void Write()
    {
        foreach (var request in requests.Where(request => request.Sequence > _last || _pending.Contains(request.Sequence)).ToList())
        {
            _last = Math.Max(_last, request.Sequence);
            if (request.StatusCode is null)
            {
                _pending.Add(request.Sequence);
                continue;
            }

            _pending.Remove(request.Sequence);
            messages.Info(request.ToString());
        }
    }
}
