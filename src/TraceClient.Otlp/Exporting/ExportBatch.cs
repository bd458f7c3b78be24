namespace TraceClient.Otlp;

/// <summary>One body in the making. It says before it takes a span whether the body still keeps within its limits, to the byte.</summary>
internal abstract class ExportBatch(int maxBytes, int maxSpans) : IDisposable
{
    public int Spans { get; private set; }

    /// <summary>How many bytes a body of the last span alone would have: what says how far a span that fits in no body is off.</summary>
    public long BytesOfOne { get; private set; }

    /// <summary>Takes a span; false, and nothing has changed, when a limit would be passed.</summary>
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

    /// <summary>The whole body; the batch is empty after it.</summary>
    public byte[] Take()
    {
        var body = Complete();
        Spans = 0;
        return body;
    }

    public abstract void Dispose();

    /// <summary>How many bytes the body has once this span is in.</summary>
    protected abstract long Measure(in WireEntry entry);

    /// <summary>Puts in the span that was measured last.</summary>
    protected abstract void Append(in WireEntry entry);

    /// <summary>The body. What comes next begins a new one.</summary>
    protected abstract byte[] Complete();
}
