namespace TraceClient;

/// <summary>Provides the name of the SDK's activities and metrics, for <c>AddSource</c> and <c>AddMeter</c> of OpenTelemetry.</summary>
public static class TraceClientTelemetry
{
    /// <summary>The name of the SDK's <see cref="System.Diagnostics.ActivitySource"/>
    /// and of its <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string Name = "TraceClient";
}
