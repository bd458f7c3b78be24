namespace TraceClient.Otlp;

/// <summary>Writes and reads the status of a trace as text.</summary>
internal static class TraceStatuses
{
    /// <summary>Gets the text; null if the status is unset.</summary>
    public static string? Write(TraceStatus status) => status switch
    {
        TraceStatus.Ok => "ok",
        TraceStatus.Error => "error",
        TraceStatus.Running => "running",
        _ => null,
    };

    public static TraceStatus Read(string? text) => text switch
    {
        "ok" => TraceStatus.Ok,
        "error" => TraceStatus.Error,
        "running" => TraceStatus.Running,
        _ => TraceStatus.Unset,
    };
}
