using System.Net.Http.Headers;

namespace TraceClient.Tests.Http;

/// <summary>A body that knows whether it was disposed.</summary>
internal sealed class TrackedContent : StreamContent
{
    public TrackedContent(byte[] body, string? type)
        : this(new MemoryStream(body), type) => Headers.ContentLength = body.Length;

    public TrackedContent(Stream body, string? type)
        : base(body) => Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

    public bool IsDisposed { get; private set; }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
