namespace TraceClient.Otlp;

/// <summary>Writes groups of spans in a format of OTLP to a buffer.</summary>
internal interface ISpanEncoder : IDisposable
{
    /// <summary>Writes a span. A new group starts when the instance of the resource or the scope changes.</summary>
    void Write(in WireEntry entry);

    /// <summary>Completes a trace after its last span.</summary>
    void EndTrace();

    /// <summary>Completes the data after the last trace.</summary>
    void End();
}
