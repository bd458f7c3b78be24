using Microsoft.AspNetCore.Http;

namespace TraceClient.Testing;

/// <summary>A stream between the service and the connection that modifies the body.</summary>
internal abstract class ModifiedBodyStream(Stream inner) : WriteOnlyStream
{
    private bool _hasStarted;

    public HttpResponse? Response { get; set; }

    /// <summary>Gets the <c>Content-Length</c> to send; null for none.</summary>
    protected virtual long? ContentLength => null;

    protected Stream Inner => inner;

    public sealed override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Start();
        await ModifyAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <summary>Completes the body after the service has written all of it.</summary>
    public virtual ValueTask EndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected abstract ValueTask ModifyAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken);

    private void Start()
    {
        if (_hasStarted)
            return;
        _hasStarted = true;
        Response!.ContentLength = ContentLength;
        if (ContentLength is not null)
            Response.Headers.Connection = "close";
    }
}
