using System.Text.Encodings.Web;

namespace TraceClient.Otlp;

/// <summary>A body as OTLP/JSON: the written part, and the brackets to close it.</summary>
internal sealed class JsonBatch : ExportBatch
{
    private readonly PooledBuffer _body = new();
    private readonly PooledBuffer _next = new();
    private readonly Utf8JsonWriter _json;
    private WireResource? _resource;
    private WireScope? _scope;

    public JsonBatch(int maxBytes, int maxSpans)
        : base(maxBytes, maxSpans)
    {
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
        _json = new Utf8JsonWriter(_next, options);
    }

    // Closes the spans, their scope, the scopes, their resource, the resources and the document.
    private static ReadOnlySpan<byte> End => "]}]}]}"u8;

    public override void Dispose()
    {
        _json.Dispose();
        _body.Dispose();
        _next.Dispose();
    }

    protected override long Measure(in WireEntry entry)
    {
        _next.Clear();
        if (_resource is null)
            Raw("{\"resourceSpans\":["u8);
        if (!ReferenceEquals(_resource, entry.Resource))
        {
            if (_resource is not null)
                Raw("]}]},"u8);
            OpenResource(entry.Resource);
            OpenScope(entry.Scope);
        }
        else if (!ReferenceEquals(_scope, entry.Scope))
        {
            Raw("]},"u8);
            OpenScope(entry.Scope);
        }
        else
        {
            Raw(","u8);
        }

        _json.Reset();
        JsonSpanWriter.Write(_json, entry.Span);
        _json.Flush();
        return (long)_body.Length + _next.Length + End.Length;
    }

    protected override void Append(in WireEntry entry)
    {
        (_resource, _scope) = (entry.Resource, entry.Scope);
        Write(_body, _next.Written);
    }

    protected override byte[] Complete()
    {
        Write(_body, _resource is null ? "{}"u8 : End);
        var body = _body.Written.ToArray();
        _body.Clear();
        (_resource, _scope) = (null, null);
        return body;
    }

    private static void Write(PooledBuffer target, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target.GetSpan(bytes.Length));
        target.Advance(bytes.Length);
    }

    private void Raw(ReadOnlySpan<byte> text) => Write(_next, text);

    private void OpenResource(WireResource resource)
    {
        Raw("{"u8);
        if (resource.Attributes.Count > 0 || resource.DroppedAttributes > 0)
        {
            Raw("\"resource\":"u8);
            _json.Reset();
            _json.WriteStartObject();
            JsonSpanWriter.WriteAttributes(_json, resource.Attributes);
            JsonSpanWriter.WriteNumber(_json, "droppedAttributesCount"u8, resource.DroppedAttributes);
            _json.WriteEndObject();
            _json.Flush();
            Raw(","u8);
        }

        Raw("\"scopeSpans\":["u8);
    }

    private void OpenScope(WireScope scope)
    {
        Raw("{\"scope\":"u8);
        _json.Reset();
        _json.WriteStartObject();
        JsonSpanWriter.WriteText(_json, "name"u8, scope.Name);
        JsonSpanWriter.WriteText(_json, "version"u8, scope.Version);
        _json.WriteEndObject();
        _json.Flush();
        Raw(",\"spans\":["u8);
    }
}
