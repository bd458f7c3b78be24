namespace TraceClient;

/// <summary>OpenTelemetry's kind of a span: how it stands to spans of other processes.</summary>
public enum SpanKind
{
    /// <summary>Work inside a process; also what a source means that does not say.</summary>
    Internal,

    /// <summary>Serves a request from outside.</summary>
    Server,

    /// <summary>Calls another service.</summary>
    Client,

    /// <summary>Sends a message.</summary>
    Producer,

    /// <summary>Handles a message.</summary>
    Consumer,
}
