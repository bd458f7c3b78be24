namespace TraceClient.Otlp;

/// <summary>The kinds of records as text, which is also the default name of an event.</summary>
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

    /// <summary>Gets the kind of an event of another program: by convention an exception has the name <c>exception</c>.</summary>
    public static RecordKind Of(string eventName) => eventName == Exception ? RecordKind.Exception : RecordKind.Event;
}
