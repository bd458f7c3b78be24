using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TraceClient.Tests.Stubs;

/// <summary>Collects the activities and the measurements of one test, while other tests run beside it.</summary>
/// <remarks>They belong to the test when they are made below its own activity.</remarks>
internal sealed class TelemetryOfTest : IDisposable
{
    private readonly Activity _root = new Activity("test").Start();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();
    private readonly ConcurrentQueue<Activity> _stopped = [];
    private readonly ConcurrentQueue<string> _measured = [];

    public TelemetryOfTest()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TraceClientTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == _root.TraceId)
                    _stopped.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TraceClientTelemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (Activity.Current?.TraceId == _root.TraceId)
                _measured.Enqueue($"{instrument.Name} {value} {Text(tags.ToArray())}");
        });
        _meters.Start();
    }

    /// <summary>Gets the id of the test's own activity.</summary>
    public ActivitySpanId SpanId => _root.SpanId;

    public IReadOnlyList<Activity> Activities => [.. _stopped];

    /// <summary>Gets the measurements of a counter in their order, as value and tags.</summary>
    public IEnumerable<string> Of(string counter) =>
        _measured.Where(entry => entry.StartsWith(counter + ' ', StringComparison.Ordinal)).Select(entry => entry[(counter.Length + 1)..]);

    /// <summary>Gets all names, tags and texts.</summary>
    public string AllText() => string.Join('\n', _measured.Concat(_stopped.Select(activity =>
        $"{activity.DisplayName} {activity.StatusDescription} {Text(activity.TagObjects)} {Text(activity.Baggage)} "
            + $"{string.Join(' ', activity.Events.Select(one => one.Name))}")));

    public static string Text<T>(IEnumerable<KeyValuePair<string, T>> tags) =>
        string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
        _root.Dispose();
    }
}
