using System.Collections;

namespace TraceClient.Testing;

/// <summary>The requests that the simulator received, oldest first; safe to read while more come in.</summary>
/// <remarks>It keeps the last <see cref="TraceSimulatorOptions.RequestLogCapacity"/> of them. Each enumeration sees one moment.</remarks>
public sealed class RequestLog : IReadOnlyCollection<RecordedRequest>
{
    private readonly Gate _gate = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private readonly int _capacity;

    internal RequestLog(int capacity) => _capacity = capacity;

    /// <summary>How many are kept at the moment.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _requests.Count;
        }
    }

    /// <summary>The requests to one service, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> For(SimulatedService service) => [.. this.Where(request => request.Service == service)];

    /// <summary>Forgets all; sequence numbers count on.</summary>
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
