namespace TraceClient.Otlp;

/// <summary>Builds one request body. The exact size is known before a span is added.</summary>
internal abstract class ExportBatch(int maxBytes, int maxSpans) : IDisposable
{
    public int Spans { get; private set; }

    /// <summary>Gets the size of a body with the last span only, for the message about a span that is too large.</summary>
    public long BytesOfOne { get; private set; }

    /// <summary>Adds a span; false, without a change, if it would exceed a limit.</summary>
    public bool TryAdd(in WireEntry entry)
    {
        if (Spans == maxSpans)
            return false;
        var bytes = Measure(entry);
        if (Spans == 0)
            BytesOfOne = bytes;
        if (bytes > maxBytes)
            return false;
        Append(entry);
        Spans++;
        return true;
    }

    /// <summary>Gets the body, and clears the batch.</summary>
    public byte[] Take()
    {
        var body = Complete();
        Spans = 0;
        return body;
    }

    public abstract void Dispose();

    /// <summary>Computes the size of the body with a span.</summary>
    protected abstract long Measure(in WireEntry entry);

    /// <summary>Adds the last measured span.</summary>
    protected abstract void Append(in WireEntry entry);

    /// <summary>Completes the body.</summary>
    protected abstract byte[] Complete();
}
