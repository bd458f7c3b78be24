using System.Threading.Channels;

namespace TraceClient.Tool;

/// <summary>Passes events to all subscribers. Safe for concurrent use.</summary>
internal sealed class EventHub
{
    // Each event makes a page read the newest data, so that a slow subscriber can miss older events.
    private const int MaxPendingEvents = 64;

    private readonly Lock _lock = new();
    private readonly HashSet<EventSubscription> _subscriptions = [];
    private TaskCompletionSource? _firstSubscriber;

    /// <summary>Creates a subscription, which ends when it is disposed of.</summary>
    public EventSubscription Subscribe()
    {
        var channel = Channel.CreateBounded<WebEvent>(
            new BoundedChannelOptions(MaxPendingEvents) { FullMode = BoundedChannelFullMode.DropOldest });
        var subscription = new EventSubscription(this, channel);
        lock (_lock)
        {
            _subscriptions.Add(subscription);
            _firstSubscriber?.TrySetResult();
            _firstSubscriber = null;
        }

        return subscription;
    }

    /// <summary>Passes an event to all subscribers.</summary>
    public void Publish(WebEvent item)
    {
        lock (_lock)
        {
            foreach (var subscription in _subscriptions)
                subscription.Add(item);
        }
    }

    /// <summary>Gets the number of subscribers.</summary>
    public int SubscriberCount
    {
        get
        {
            lock (_lock)
                return _subscriptions.Count;
        }
    }

    /// <summary>Waits until there is a subscriber.</summary>
    public Task WaitForSubscriberAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_subscriptions.Count > 0)
                return Task.CompletedTask;
            _firstSubscriber ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _firstSubscriber.Task.WaitAsync(cancellationToken);
        }
    }

    internal void Remove(EventSubscription subscription)
    {
        lock (_lock)
            _subscriptions.Remove(subscription);
    }
}

/// <summary>Represents the subscription of one browser to events.</summary>
internal sealed class EventSubscription(EventHub hub, Channel<WebEvent> channel) : IDisposable
{
    /// <summary>Gets the events.</summary>
    public ChannelReader<WebEvent> Events => channel.Reader;

    /// <summary>Adds an event for this subscriber only.</summary>
    public void Add(WebEvent item) => channel.Writer.TryWrite(item);

    public void Dispose() => hub.Remove(this);
}

/// <summary>Represents an event that is sent to browsers.</summary>
/// <param name="Name">The name, such as <c>list</c>.</param>
/// <param name="Data">The data, JSON on one line.</param>
internal sealed record WebEvent(string Name, string Data);
