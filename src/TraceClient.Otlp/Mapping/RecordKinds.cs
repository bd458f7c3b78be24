namespace TraceClient.Otlp;

/// <summary>The kinds of records as text, which is also the name of an event that has none.</summary>
internal static class RecordKinds
{
    private const string Exception = "exception";

    public static string Write(RecordKind kind) => kind switch
    {
        RecordKind.Log => "log",
        RecordKind.Input => "input",
        RecordKind.Output => "output",
        RecordKind.Exception => Exception,
        _ => "event",
    };

    public static RecordKind? Read(string? text) => text switch
    {
        "log" => RecordKind.Log,
        "input" => RecordKind.Input,
        "output" => RecordKind.Output,
        Exception => RecordKind.Exception,
        "event" => RecordKind.Event,
        _ => null,
    };

    /// <summary>What an event of any OTLP data is: the conventions name an exception so.</summary>
    public static RecordKind Of(string eventName) => eventName == Exception ? RecordKind.Exception : RecordKind.Event;
}
