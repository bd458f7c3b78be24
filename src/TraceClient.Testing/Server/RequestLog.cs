using System.Collections;

namespace TraceClient.Testing;

/// <summary>Represents the requests that the simulator received, oldest first.</summary>
/// <remarks>
/// The log keeps the last <see cref="TraceSimulatorOptions.RequestLogCapacity"/> requests. It is thread-safe, and an enumeration reads a
/// snapshot.
/// </remarks>
public sealed class RequestLog : IReadOnlyCollection<RecordedRequest>
{
    private readonly Gate _gate = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private readonly int _capacity;

    internal RequestLog(int capacity) => _capacity = capacity;

    /// <summary>Gets the number of requests in the log.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _requests.Count;
        }
    }

    /// <summary>Gets the requests to one service.</summary>
    /// <param name="service">The service.</param>
    /// <returns>The requests, oldest first.</returns>
    public IReadOnlyList<RecordedRequest> For(SimulatedService service) => [.. this.Where(request => request.Service == service)];

    /// <summary>Removes all requests. The next request continues the sequence numbers.</summary>
    public void Clear()
    {
        lock (_gate)
            _requests.Clear();
    }

    /// <inheritdoc/>
    public IEnumerator<RecordedRequest> GetEnumerator()
    {
        RecordedRequest[] snapshot;
        lock (_gate)
            snapshot = [.. _requests];
        return ((IEnumerable<RecordedRequest>)snapshot).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(RecordedRequest request)
    {
        lock (_gate)
        {
            if (_requests.Count == _capacity)
                _requests.Dequeue();
            if (_capacity > 0)
                _requests.Enqueue(request);
        }
    }
}
