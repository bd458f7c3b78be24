using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TraceClient.Tests.Leaks;

/// <summary>Keeps what all activity sources and all meters of the process say.</summary>
internal sealed class EvidenceTelemetry : IDisposable
{
    private readonly Evidence _evidence;
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements;

    public EvidenceTelemetry(Evidence evidence)
    {
        _evidence = evidence;
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(_activities);
        _measurements = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _measurements.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Add(instrument, tags));
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        _measurements.Start();
    }

    public void Dispose()
    {
        _activities.Dispose();
        _measurements.Dispose();
    }

    private void Add(Activity activity)
    {
        var place = $"activity of {activity.Source.Name}";
        _evidence.Add(place, $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}");
        foreach (var tag in activity.TagObjects)
            _evidence.Add(place, $"{tag.Key}={tag.Value}");
        foreach (var item in activity.Baggage)
            _evidence.Add(place, $"{item.Key}={item.Value}");
        foreach (var @event in activity.Events)
            _evidence.Add(place, $"{@event.Name} {string.Join(' ', @event.Tags)}");
        foreach (var link in activity.Links)
            _evidence.Add(place, string.Join(' ', link.Tags ?? []));
    }

    private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
            _evidence.Add($"metric {instrument.Name}", $"{tag.Key}={tag.Value}");
    }
}
