using System.Diagnostics;

namespace TraceClient.Telemetry;

/// <summary>One operation of the facade, as an activity and in the counters.</summary>
internal readonly struct TraceClientOperation : IDisposable
{
    private readonly string _sourceName;
    private readonly Activity? _activity;

    private TraceClientOperation(string sourceName, Activity? activity)
    {
        _sourceName = sourceName;
        _activity = activity;
    }

    public static TraceClientOperation Start(string name, string sourceName) => new(sourceName, Instruments.StartOperation(sourceName, name));

    public void CountSpans(int count) => Instruments.ReadSpans(_sourceName, count);

    public void Fail(Exception exception) => Instruments.Fail(_activity, exception);

    public void Dispose() => _activity?.Dispose();
}
