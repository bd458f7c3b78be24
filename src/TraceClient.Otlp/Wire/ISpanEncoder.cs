namespace TraceClient.Otlp;

/// <summary>Writes spans in one of OTLP's forms, group by group, to a buffer.</summary>
internal interface ISpanEncoder : IDisposable
{
    /// <summary>Writes a span; a new group begins where the resource or the scope is another instance than before.</summary>
    void Write(in WireEntry entry);

    /// <summary>Called after the last span of a trace.</summary>
    void EndTrace();

    /// <summary>Called after the last trace.</summary>
    void End();
}
