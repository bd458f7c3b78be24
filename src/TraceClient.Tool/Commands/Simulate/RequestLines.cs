using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Tells of the requests that a simulator has answered.</summary>
internal static class RequestLines
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task WriteAsync(RequestLog requests, Notices notices, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause);
        var unanswered = new HashSet<long>();
        for (long last = 0; await timer.WaitForNextTickAsync(cancellationToken);)
        {
            foreach (var request in requests.Where(request => request.Sequence > last || unanswered.Contains(request.Sequence)).ToList())
            {
                last = Math.Max(last, request.Sequence);
                if (request.StatusCode is null)
                {
                    unanswered.Add(request.Sequence);
                    continue;
                }

                unanswered.Remove(request.Sequence);
                notices.Say(request.ToString());
            }
        }
    }
}
