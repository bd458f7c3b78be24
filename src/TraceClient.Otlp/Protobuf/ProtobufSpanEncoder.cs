namespace TraceClient.Otlp;

/// <summary>
/// Writes OTLP as protobuf. A message follows its length, so spans are buffered until their group ends or is large enough. The next spans
/// of a group that was split have the same resource and scope again.
/// </summary>
internal sealed class ProtobufSpanEncoder(IBufferWriter<byte> output) : ISpanEncoder
{
    private const int MaxGroupBytes = 256 * 1024;
    private const int MaxHeadBytes = 16;

    private readonly ProtobufBuffer _resourceBytes = new();
    private readonly ProtobufBuffer _scopeBytes = new();
    private readonly ProtobufBuffer _spanBytes = new();
    private WireResource? _resource;
    private WireScope? _scope;

    public void Write(in WireEntry entry)
    {
        if (!ReferenceEquals(_resource, entry.Resource) || !ReferenceEquals(_scope, entry.Scope))
        {
            Flush();
            Begin(entry.Resource, entry.Scope);
        }

        var start = _spanBytes.Begin(FieldNumbers.ScopeSpans.Spans);
        ProtobufSpanWriter.Write(_spanBytes, entry.Span);
        _spanBytes.End(start);
        if (_spanBytes.Length >= MaxGroupBytes)
            Flush();
    }

    public void EndTrace()
    {
    }

    public void End() => Flush();

    public void Dispose()
    {
        _resourceBytes.Dispose();
        _scopeBytes.Dispose();
        _spanBytes.Dispose();
    }

    /// <summary>Writes the resource and the scope before the spans of a group.</summary>
    public static void WriteHeads(WireResource resource, ProtobufBuffer resourceBytes, WireScope scope, ProtobufBuffer scopeBytes)
    {
        if (resource.Attributes.Count > 0 || resource.DroppedAttributes > 0)
        {
            var start = resourceBytes.Begin(FieldNumbers.ResourceSpans.Resource);
            ProtobufSpanWriter.WriteAttributes(resourceBytes, FieldNumbers.Resource.Attributes, resource.Attributes);
            resourceBytes.Number(FieldNumbers.Resource.DroppedAttributes, resource.DroppedAttributes);
            resourceBytes.End(start);
        }

        var scopeStart = scopeBytes.Begin(FieldNumbers.ScopeSpans.Scope);
        scopeBytes.Text(FieldNumbers.Scope.Name, scope.Name);
        scopeBytes.Text(FieldNumbers.Scope.Version, scope.Version);
        scopeBytes.End(scopeStart);
    }

    private void Begin(WireResource resource, WireScope scope)
    {
        (_resource, _scope) = (resource, scope);
        _resourceBytes.Clear();
        _scopeBytes.Clear();
        WriteHeads(resource, _resourceBytes, scope, _scopeBytes);
    }

    private void Flush()
    {
        if (_spanBytes.Length == 0)
            return;

        Span<byte> scopeHead = stackalloc byte[MaxHeadBytes];
        var scopeLength = _scopeBytes.Length + _spanBytes.Length;
        scopeHead = scopeHead[..ProtobufBuffer.WriteHead(scopeHead, FieldNumbers.ResourceSpans.ScopeSpans, scopeLength)];
        Span<byte> head = stackalloc byte[MaxHeadBytes];
        var resourceLength = _resourceBytes.Length + scopeHead.Length + scopeLength;
        head = head[..ProtobufBuffer.WriteHead(head, FieldNumbers.Traces.ResourceSpans, resourceLength)];

        output.Write(head);
        output.Write(_resourceBytes.Written);
        output.Write(scopeHead);
        output.Write(_scopeBytes.Written);
        output.Write(_spanBytes.Written);
        _spanBytes.Clear();
    }
}
