namespace TraceClient.Otlp;

/// <summary>A body as protobuf: complete groups, and the current one, whose lengths are not known yet.</summary>
internal sealed class ProtobufBatch(int maxBytes, int maxSpans) : ExportBatch(maxBytes, maxSpans)
{
    private const int MaxHeadBytes = 16;

    private readonly PooledBuffer _closed = new();
    private readonly ProtobufBuffer _resourceBytes = new();
    private readonly ProtobufBuffer _scopeBytes = new();
    private readonly PooledBuffer _spans = new();
    private readonly ProtobufBuffer _span = new();
    private readonly ProtobufBuffer _nextResource = new();
    private readonly ProtobufBuffer _nextScope = new();
    private WireResource? _resource;
    private WireScope? _scope;

    public override void Dispose()
    {
        _closed.Dispose();
        _resourceBytes.Dispose();
        _scopeBytes.Dispose();
        _spans.Dispose();
        _span.Dispose();
        _nextResource.Dispose();
        _nextScope.Dispose();
    }

    protected override long Measure(in WireEntry entry)
    {
        _span.Clear();
        var start = _span.Begin(FieldNumbers.ScopeSpans.Spans);
        ProtobufSpanWriter.Write(_span, entry.Span);
        _span.End(start);
        if (IsInGroup(entry))
            return _closed.Length + GroupLength(_resourceBytes.Length, _scopeBytes.Length + _spans.Length + _span.Length);

        WriteHeads(entry.Resource, entry.Scope);
        var open = _spans.Length == 0 ? 0 : GroupLength(_resourceBytes.Length, _scopeBytes.Length + _spans.Length);
        return _closed.Length + open + GroupLength(_nextResource.Length, _nextScope.Length + _span.Length);
    }

    protected override void Append(in WireEntry entry)
    {
        if (!IsInGroup(entry))
        {
            CloseGroup();
            (_resource, _scope) = (entry.Resource, entry.Scope);
            Copy(_nextResource, _resourceBytes);
            Copy(_nextScope, _scopeBytes);
        }

        Write(_spans, _span.Written);
    }

    protected override byte[] Complete()
    {
        CloseGroup();
        var body = _closed.Written.ToArray();
        _closed.Clear();
        (_resource, _scope) = (null, null);
        return body;
    }

    private static long GroupLength(long resource, long scope)
    {
        Span<byte> head = stackalloc byte[MaxHeadBytes];
        var inner = resource + ProtobufBuffer.WriteHead(head, FieldNumbers.ResourceSpans.ScopeSpans, scope) + scope;
        return ProtobufBuffer.WriteHead(head, FieldNumbers.Traces.ResourceSpans, inner) + inner;
    }

    private static void Copy(ProtobufBuffer from, ProtobufBuffer to)
    {
        to.Clear();
        to.Append(from.Written);
    }

    private static void Write(PooledBuffer target, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target.GetSpan(bytes.Length));
        target.Advance(bytes.Length);
    }

    private bool IsInGroup(in WireEntry entry) => ReferenceEquals(_resource, entry.Resource) && ReferenceEquals(_scope, entry.Scope);

    private void WriteHeads(WireResource resource, WireScope scope)
    {
        _nextResource.Clear();
        _nextScope.Clear();
        ProtobufSpanEncoder.WriteHeads(resource, _nextResource, scope, _nextScope);
    }

    private void CloseGroup()
    {
        if (_spans.Length == 0)
            return;
        Span<byte> scopeHead = stackalloc byte[MaxHeadBytes];
        var scopeLength = _scopeBytes.Length + _spans.Length;
        scopeHead = scopeHead[..ProtobufBuffer.WriteHead(scopeHead, FieldNumbers.ResourceSpans.ScopeSpans, scopeLength)];
        Span<byte> head = stackalloc byte[MaxHeadBytes];
        var resourceLength = _resourceBytes.Length + scopeHead.Length + scopeLength;
        head = head[..ProtobufBuffer.WriteHead(head, FieldNumbers.Traces.ResourceSpans, resourceLength)];

        Write(_closed, head);
        Write(_closed, _resourceBytes.Written);
        Write(_closed, scopeHead);
        Write(_closed, _scopeBytes.Written);
        Write(_closed, _spans.Written);
        _spans.Clear();
    }
}
