namespace TraceClient.Otlp.Tests;

/// <summary>Gives its data byte by byte.</summary>
internal sealed class TricklingStream(byte[] data) : MemoryStream(data)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
}
