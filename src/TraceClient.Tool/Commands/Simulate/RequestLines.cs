using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Tells of the requests that a simulator has answered.</summary>
internal sealed class RequestLines(RequestLog requests, Notices notices)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly HashSet<long> _unanswered = [];
    private long _last;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause);
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
        foreach (var request in requests.Where(request => request.Sequence > _last || _unanswered.Contains(request.Sequence)).ToList())
        {
            _last = Math.Max(_last, request.Sequence);
            if (request.StatusCode is null)
            {
                _unanswered.Add(request.Sequence);
                continue;
            }

            _unanswered.Remove(request.Sequence);
            notices.Say(request.ToString());
        }
    }
}
